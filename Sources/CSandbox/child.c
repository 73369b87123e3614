// Between clone and a program's first instruction. The order is the protection:
//
//   join the cgroup          before anything can allocate for the program (child_join)
//   setsid                   process groups cross pid namespaces: kill(0, 9) would reach the slot
//   private scratch          while mounting is still allowed (child_scratch)
//   dup2, close_range        the server's socket, the cgroup files and other runs' pipes go away
//   resource limits
//   setgroups, setres[ug]id  a user id that no other slot has
//   death with the slot       where no pid namespace sees to that
//   no capabilities, checked failing closed: a child that kept CAP_SYS_ADMIN could leave
//   small second filter      only where the slot's own filter had to leave clone3 or fork open
//
// Everything here is a plain system call: the child has one thread and a copy of the parent's locks,
// or even the parent's memory (command.c).
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

_Noreturn void child_fail(enum sandbox_stage stage, int code) {
  struct slot_report report = {.stage = stage, .code = code ? code : EIO};
  ssize_t ignored = write(SLOT_REPORT, &report, sizeof report);
  (void)ignored;
  _exit(125);
}

// Appends `text` and a number to the string of `*length` characters.
static void append(char *string, size_t *length, const char *text, uint64_t number) {
  while (*text) string[(*length)++] = *text++;
  char digits[24];
  size_t count = 0;
  do digits[count++] = (char)('0' + number % 10);
  while (number /= 10);
  while (count) string[(*length)++] = digits[--count];
  string[*length] = 0;
}

static bool has_scratch(const struct sandbox_request *request) {
  return slot.features & SLOT_NEW_PID
    && (request->flags & SANDBOX_SCRATCH || request->kind == SANDBOX_COMPILE_COMMAND);
}

void child_join(void) {
  int error = cgroup_join(&slot.cgroup);
  if (error) child_fail(SANDBOX_STAGE_RUN_JOIN, error);
  if (setsid() < 0) child_fail(SANDBOX_STAGE_RUN_IDENTITY, errno);
}

void child_scratch(const struct sandbox_request *request) {
  if (!has_scratch(request)) return;
  char options[128];
  size_t length = 0;
  append(options, &length, "mode=700,nr_inodes=", 4096);
  append(options, &length, ",size=", request->scratch_bytes ? request->scratch_bytes : 16 << 20);
  // The run's own from the start: to give it away afterwards would take a capability more.
  if (slot.features & SLOT_SET_ID) {
    append(options, &length, ",uid=", slot.uid);
    append(options, &length, ",gid=", slot.uid);
  }
  if (mount("scratch", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, options))
    child_fail(SANDBOX_STAGE_RUN_SCRATCH, errno);
}

void child_setup(const struct sandbox_request *request, const int descriptors[4]) {
  for (int i = 0; i < 4; i++)
    if (dup2(descriptors[i], i) < 0) child_fail(SANDBOX_STAGE_RUN_DESCRIPTORS, errno);
  if (syscall(SYS_close_range, SLOT_REPORT + 1, ~0u, 0))
    child_fail(SANDBOX_STAGE_RUN_DESCRIPTORS, errno);

  int error = limits_apply(request);
  if (error) child_fail(SANDBOX_STAGE_RUN_LIMITS, error);
  child_drop(request);
  // A command keeps the report until its exec has worked.
  if (!slot.command) close(SLOT_REPORT);
}

void child_drop(const struct sandbox_request *request) {
  int error;
  if (slot.features & SLOT_SET_ID) {
    // Raw calls: glibc's would signal the threads of the zygote's memory image.
    if (syscall(SYS_setgroups, 0, NULL)
      || syscall(SYS_setresgid, slot.uid, slot.uid, slot.uid)
      || syscall(SYS_setresuid, slot.uid, slot.uid, slot.uid))
      child_fail(SANDBOX_STAGE_RUN_IDENTITY, errno);
  }
  if (!(slot.features & SLOT_NEW_PID)) {
    // After the ids: changing them clears it. The filter keeps the run from changing it.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) child_fail(SANDBOX_STAGE_RUN_IDENTITY, errno);
    if (getppid() != slot_process) _exit(125); // it died before that
  }
  // As the run itself: nobody else may enter.
  if (has_scratch(request) && chdir("/tmp")) child_fail(SANDBOX_STAGE_RUN_SCRATCH, errno);
  if (slot.features & SLOT_CAPABILITIES) {
    error = capabilities_clear();
    if (error) child_fail(SANDBOX_STAGE_RUN_CAPABILITIES, error);
  }
  if (slot.features & SLOT_CHILD_FILTER) {
    error = filter_install_child(slot.command ? FILTER_COMMAND : FILTER_PYTHON, slot.features);
    if (error) child_fail(SANDBOX_STAGE_RUN_SECCOMP, error);
  }
}
