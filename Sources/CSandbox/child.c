// Between clone and a program's first instruction. The order is the protection:
//
//   join the cgroup          before anything can allocate for the program
//   private scratch          while mounting is still allowed
//   dup2, close_range        the server's socket, the cgroup files and other runs' pipes go away
//   resource limits
//   setsid                   process groups cross pid namespaces: kill(0, 9) would reach the slot
//   setgroups, setres[ug]id  a user id that no other slot has
//   no capabilities, checked failing closed: a child that kept CAP_SYS_ADMIN could leave
//   small second filter      only where the slot's own filter had to leave clone3 or fork open
//
// Everything here is a plain system call: the child has one thread and a copy of the parent's locks.
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

_Noreturn void child_fail(enum sandbox_stage stage, int code) {
  struct slot_report report = {.stage = stage, .code = code ? code : EIO};
  ssize_t ignored = write(SLOT_REPORT, &report, sizeof report);
  (void)ignored;
  _exit(125);
}

static void scratch(const struct sandbox_request *request) {
  char options[96] = "mode=700,nr_inodes=4096,size=";
  size_t length = 29;
  char digits[24];
  size_t count = 0;
  uint64_t bytes = request->scratch_bytes ? request->scratch_bytes : 16 << 20;
  do digits[count++] = (char)('0' + bytes % 10);
  while (bytes /= 10);
  while (count) options[length++] = digits[--count];
  options[length] = 0;
  if (mount("scratch", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, options))
    child_fail(SANDBOX_STAGE_RUN_SCRATCH, errno);
  if (slot.features & SLOT_SET_ID && chown("/tmp", slot.uid, slot.uid))
    child_fail(SANDBOX_STAGE_RUN_SCRATCH, errno);
  if (chdir("/tmp")) child_fail(SANDBOX_STAGE_RUN_SCRATCH, errno);
}

void child_setup(const struct sandbox_request *request, const int descriptors[4]) {
  int error = cgroup_join(&slot.cgroup);
  if (error) child_fail(SANDBOX_STAGE_RUN_JOIN, error);
  if (slot.features & SLOT_NEW_PID
    && (request->flags & SANDBOX_SCRATCH || request->kind == SANDBOX_COMPILE_COMMAND))
    scratch(request);

  for (int i = 0; i < 4; i++)
    if (dup2(descriptors[i], i) < 0) child_fail(SANDBOX_STAGE_RUN_DESCRIPTORS, errno);
  if (syscall(SYS_close_range, SLOT_REPORT + 1, ~0u, 0))
    child_fail(SANDBOX_STAGE_RUN_DESCRIPTORS, errno);

  error = limits_apply(request);
  if (error) child_fail(SANDBOX_STAGE_RUN_LIMITS, error);
  if (setsid() < 0) child_fail(SANDBOX_STAGE_RUN_IDENTITY, errno);
  if (slot.features & SLOT_SET_ID) {
    // Raw calls: glibc's would signal the threads of the zygote's memory image.
    if (syscall(SYS_setgroups, 0, NULL) && errno != EPERM)
      child_fail(SANDBOX_STAGE_RUN_IDENTITY, errno);
    if (syscall(SYS_setresgid, slot.uid, slot.uid, slot.uid)
      || syscall(SYS_setresuid, slot.uid, slot.uid, slot.uid))
      child_fail(SANDBOX_STAGE_RUN_IDENTITY, errno);
  }
  if (slot.features & SLOT_CAPABILITIES) {
    error = capabilities_clear();
    if (error) child_fail(SANDBOX_STAGE_RUN_CAPABILITIES, error);
  }
  if (slot.features & SLOT_CHILD_FILTER) {
    error = filter_install_child(slot.command ? FILTER_COMMAND : FILTER_PYTHON);
    if (error) child_fail(SANDBOX_STAGE_RUN_SECCOMP, error);
  }
  // A command keeps the report until its exec has worked.
  if (!slot.command) close(SLOT_REPORT);
}
