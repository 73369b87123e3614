// The clone that is a copy: of an interpreter, or of the command runner where no other is possible.
#include "slot.h"
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static pid_t *thread_id; // glibc's cached id of this thread, which a raw clone leaves stale

void run_clone_prepare(void) { prctl(PR_GET_TID_ADDRESS, &thread_id, 0, 0, 0); }

uint64_t run_namespaces(const struct sandbox_request *request) {
  if (!(slot.features & SLOT_NEW_PID)) return 0;
  bool writes = request->flags & SANDBOX_SCRATCH || request->kind == SANDBOX_COMPILE_COMMAND;
  return (slot.command ? 0 : CLONE_NEWPID) | (writes ? CLONE_NEWNS : 0); // command.c
}

pid_t run_clone(uint64_t flags, int *pidfd) {
  flags |= CLONE_PIDFD;
  if (thread_id) flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
  if (slot.cgroup.version == 2 && slot.cgroup.leaf >= 0) {
    struct clone_args arguments = {
      .flags = flags | CLONE_INTO_CGROUP, .pidfd = (uint64_t)(uintptr_t)pidfd,
      .child_tid = (uint64_t)(uintptr_t)thread_id, .exit_signal = SIGCHLD,
      .cgroup = (uint64_t)slot.cgroup.leaf};
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
  }
  // The old call, whose flags a seccomp filter can see. Argument order differs by architecture.
#if defined(__x86_64__)
  return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, pidfd, thread_id, 0);
#else
  return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, pidfd, 0, thread_id);
#endif
}
