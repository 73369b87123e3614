// What this machine can do, found out by doing it: a mechanism counts as present when the code that
// will use it has just worked.
#include "daemon.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Builds a jail and leaves it at once. 0, or the errno of the step that failed.
static int try_namespaces(const struct daemon_options *options) {
  int go[2], back[2];
  if (pipe2(go, O_CLOEXEC) || pipe2(back, O_CLOEXEC)) return errno;
  pid_t child = namespaces_clone(JAIL_FLAGS | SIGCHLD, options->has_ids, NULL);
  if (child == 0) {
    close(go[1]);
    char byte;
    int error = read(go[0], &byte, 1) == 1 ? 0 : EIO;
    if (!error && (syscall(SYS_setresgid, 0, 0, 0) || syscall(SYS_setresuid, 0, 0, 0)))
      error = errno;
    if (!error) error = namespaces_enter_root(options->library_file, -1, "");
    ssize_t ignored = write(back[1], &error, sizeof error);
    (void)ignored;
    _exit(0);
  }
  int error = child < 0 ? errno : namespaces_map(child, options->ids[0], options->has_ids ? SLOT_IDS : 1);
  close(go[0]);
  close(back[1]);
  if (!error && write(go[1], "g", 1) != 1) error = errno;
  close(go[1]);
  int inside = EIO;
  if (child > 0) {
    if (read(back[0], &inside, sizeof inside) != sizeof inside) inside = EIO;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
  }
  close(back[0]);
  return error ? error : inside;
}

enum sandbox_tier detect(
  const struct daemon_options *options, const struct cgroup_place *place, int32_t *error) {
  error[SANDBOX_ID_RANGE] = options->has_ids ? 0 : EPERM;
  error[SANDBOX_NAMESPACES] = try_namespaces(options);
  for (int i = 0; i < 3; i++) error[SANDBOX_MEMORY_CGROUP + i] = place->error[i];
  uint32_t action = SECCOMP_RET_KILL_PROCESS;
  error[SANDBOX_SECCOMP] =
    syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) ? errno : 0;
  error[SANDBOX_LANDLOCK] = landlock_version() < 1 ? errno : 0;

  if (error[SANDBOX_SECCOMP]) return SANDBOX_TIER_NONE;
  if (!error[SANDBOX_NAMESPACES]) {
    bool grouped = !error[SANDBOX_MEMORY_CGROUP] && !error[SANDBOX_PIDS_CGROUP];
    return grouped && !error[SANDBOX_ID_RANGE] ? SANDBOX_TIER_A : SANDBOX_TIER_B;
  }
  if (error[SANDBOX_LANDLOCK]) return SANDBOX_TIER_NONE;
  return error[SANDBOX_ID_RANGE] ? SANDBOX_TIER_D : SANDBOX_TIER_C;
}
