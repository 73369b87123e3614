// The processes of a command run: a compiled program, or a compiler on a private scratch directory.
//
// The first process of a pid namespace ignores deadly signals from inside; a program that calls
// abort() would not look like one. So the first is a keeper, which has nothing to do but to be it
// and to reap orphans, and the program is the second, a child of the loop in run.c like it:
//
//   unshare(CLONE_NEWPID)  the next child is the first process of a new namespace
//   clone                  the keeper                           so far ahead, during another run
//   clone                  the program, on its way to its exec
//   kill, setns            the keeper with all that is left, and back: each serves one run
//
// A keeper can wait for its program because it has nothing of a run: no rights, no files, no cgroup,
// no limits. It is a fifth of the start of a small program, spent while the loop has nothing to do.
// When the cgroup says that nothing but the keeper is left, nobody waits for its end either: it is
// reaped when the next one is made.
//
// To copy even this small process, page by page, costs as much as the start of a small program. So
// neither of the two is a copy: both use the loop's memory, with stacks of their own (CLONE_VM), and
// the loop waits until the program has left it by its exec (CLONE_VFORK). That is safe because
//   - what runs in that memory is our code; a program has its own from its exec on;
//   - the kernel kills for memory all that share it. A keeper is outside the run's cgroup, and a
//     process before its exec is spared (in_vfork());
//   - errno is shared: no decision of the loop hangs on what a keeper may leave there, ECHILD.
// In a cgroup v2 a program is cloned into its leaf, for which there is no call with a stack: a copy.
//
// A compiler finds the source in its scratch directory under the name it was given, and leaves
// ARTEFACT there. A process of ours, its driver, starts it there and copies that to the output sink:
// as much inside the jail as the compiler, so a link that a source managed to plant leads nowhere.
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 256
#define STACK_BYTES (128 * 1024)
#define ARTEFACT "program" // what every compile command of the runtimes table writes

static char *const environment[] = {
  "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/tmp", "TMPDIR=/tmp", NULL};

// The arguments of the payload, each ended by a NUL, as an array.
static int split(char *text, size_t size, char **arguments) {
  int count = 0;
  for (size_t at = 0; at < size && count < ARGUMENTS_MAX - 1; at += strlen(text + at) + 1)
    arguments[count++] = text + at;
  arguments[count] = NULL;
  return count;
}

static _Noreturn void execute(const struct sandbox_request *request, char *payload) {
  char *arguments[ARGUMENTS_MAX];
  bool compiles = request->kind == SANDBOX_COMPILE_COMMAND;
  if (split(payload + request->name_bytes + 1, request->argument_bytes, arguments) == 0) {
    arguments[0] = "program";
    arguments[1] = NULL;
  }
  // Close-on-exec: the program does not see its own file, nor the report.
  fcntl(3, F_SETFD, FD_CLOEXEC);
  fcntl(SLOT_REPORT, F_SETFD, FD_CLOEXEC);
  signal(SIGPIPE, SIG_DFL); // the server ignores it, which an exec would pass on
  if (compiles || request->name_bytes) {
    execve(compiles ? arguments[0] : payload, arguments, environment);
    child_fail(SANDBOX_STAGE_RUN_EXEC, errno);
  }
  syscall(SYS_execveat, 3, "", arguments, environment, 0x1000 /* AT_EMPTY_PATH */);
  // A compiler can be made to write a file that is no program: the submission's fault, not ours.
  dprintf(2, "the program cannot be executed: %s\n", strerror(errno));
  _exit(127);
}

// Everything of one file, from its start, to another. 0 or an errno.
static int copy(int from, int to) {
  static char buffer[65536];
  off_t at = 0;
  for (;;) {
    ssize_t count = pread(from, buffer, sizeof buffer, at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count ? errno : 0;
    at += count;
    for (ssize_t done = 0; done < count;) {
      ssize_t written = write(to, buffer + done, (size_t)(count - done));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return errno;
      done += written;
    }
  }
}

// The source, on descriptor 3, as a file of the scratch directory.
static void store_source(const char *name) {
  int file = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) child_fail(SANDBOX_STAGE_RUN_SCRATCH, errno);
  int error = copy(3, file);
  if (error) child_fail(SANDBOX_STAGE_RUN_SCRATCH, error);
  close(file);
}

// What the compiler left, to the output sink; a wait status that takes the compiler's place.
static int hand_back(void) {
  int file = open(ARTEFACT, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;
  bool present = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  int error = present ? copy(file, 1) : ENOENT;
  if (error) dprintf(2, "the compiler left no program: %s\n", strerror(error));
  return error ? 1 << 8 : 0;
}

static char stack[STACK_BYTES] __attribute__((aligned(16))); // of a program, until its exec
static char keeper_stacks[2][STACK_BYTES] __attribute__((aligned(16)));
static int own = -1; // this process, to come back to its namespace

// Keepers, -1: none. Of the run, of the one after it, and of the one before it: killed, not yet
// reaped. Until that nobody else can have its number.
static pid_t keeper = -1, next = -1, ending = -1;

// With the next run in the same namespace nothing would be right: better no slot.
static void return_home(void) {
  if (setns(own, CLONE_NEWPID)) _exit(1);
}

static int keep(void *unused) {
  (void)unused;
  int error = slot.features & SLOT_CAPABILITIES ? capabilities_clear() : 0;
  if (error) child_fail(SANDBOX_STAGE_RUN_CAPABILITIES, error);
  close_range(0, ~0u, 0);
  sigset_t ended;
  sigemptyset(&ended);
  sigaddset(&ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &ended, NULL);
  for (;;) {
    while (wait4(-1, NULL, WNOHANG | __WALL, NULL) > 0) {}
    sigwaitinfo(&ended, NULL);
  }
}

// From clone to exec.
static int program(void *argument) {
  const struct command *command = argument;
  child_join();
  child_scratch(command->request);
  child_setup(command->request, command->descriptors);
  execute(command->request, command->payload);
}

static int compiler(void *argument) {
  const struct command *command = argument;
  dup2(2, 1); // the output is the artefact; all that a compiler says is a message
  execute(command->request, command->payload);
}

static _Noreturn void drive(struct command *command) {
  child_join();
  child_scratch(command->request);
  child_setup(command->request, command->descriptors);
  store_source(command->payload);
  pid_t child = clone(compiler, stack + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD, command);
  if (child < 0) child_fail(SANDBOX_STAGE_RUN_CLONE, errno);
  struct slot_report report = {.stage = SANDBOX_STAGE_NONE};
  struct rusage usage = {0};
  while (wait4(child, &report.status, __WALL, &usage) < 0 && errno == EINTR) {}
  report.max_rss = (uint64_t)usage.ru_maxrss * 1024u;
  if (report.status == 0) report.status = hand_back();
  ssize_t ignored = write(SLOT_REPORT, &report, sizeof report);
  (void)ignored;
  _exit(0);
}

static pid_t start(struct command *command, int *pidfd) {
  int flags = (int)run_namespaces(command->request);
  bool compiles = command->request->kind == SANDBOX_COMPILE_COMMAND;
  if (!compiles && slot.cgroup.version != 2)
    return clone(
      program, stack + STACK_BYTES, flags | CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD,
      command, pidfd, NULL, NULL);
  pid_t child = run_clone((uint64_t)flags, pidfd);
  if (child == 0 && compiles) drive(command);
  if (child == 0) program(command);
  return child;
}

// The same, made before its request is there (run.c).
static int waiting_program(void *argument) {
  struct command *command = argument;
  child_join();
  if (!run_await(command)) _exit(0);
  child_setup(command->request, command->descriptors);
  execute(command->request, command->payload);
}

pid_t command_wait(struct command *command, int *pidfd) {
  if (command_ready()) return -1;
  return clone(
    waiting_program, stack + STACK_BYTES, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, command,
    pidfd, NULL, NULL);
}

int command_prepare(void) {
  own = (int)syscall(SYS_pidfd_open, getpid(), 0);
  return own < 0 ? errno : 0;
}

static void reap(pid_t *keeper, struct rusage *usage) {
  if (*keeper < 0) return;
  while (wait4(*keeper, NULL, __WALL, usage) < 0 && errno == EINTR) {}
  *keeper = -1;
}

// Makes a keeper; the next child of this process is in its namespace.
static int make(pid_t *made) {
  static unsigned serial; // at most the run's and the next one live at a time
  reap(&ending, NULL);
  if (unshare(CLONE_NEWPID)) return errno;
  *made = clone(
    keep, keeper_stacks[serial++ % 2] + STACK_BYTES, CLONE_VM | SIGCHLD, NULL, NULL, NULL, NULL);
  if (*made > 0) return 0;
  int error = errno;
  return_home();
  return error;
}

int command_ready(void) {
  if (!(slot.features & SLOT_NEW_PID) || keeper > 0) return 0;
  keeper = next;
  next = -1;
  return keeper > 0 ? 0 : make(&keeper);
}

void command_ahead(void) {
  if (keeper < 0 || next > 0) return;
  return_home();
  make(&next); // if it fails, it is tried again with the request
}

pid_t command_start(struct command *command, int *pidfd) {
  // No mounts, so no scratch directory; the runtimes table does not offer compilers then.
  bool possible =
    slot.features & SLOT_NEW_PID || command->request->kind != SANDBOX_COMPILE_COMMAND;
  errno = possible ? command_ready() : ENOTSUP;
  return errno ? -1 : start(command, pidfd);
}

void command_kill(void) {
  if (keeper > 0) kill(keeper, SIGKILL);
}

void command_leave(void) {
  if (keeper < 0) return;
  command_kill();
  reap(&ending, NULL);
  ending = keeper;
  keeper = -1;
  if (next < 0) return_home();
}

bool command_end(struct rusage *usage) {
  bool present = keeper > 0;
  command_leave();
  reap(&ending, usage);
  return present;
}
