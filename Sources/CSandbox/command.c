// The child of a command run: a compiled program, or a compiler on a private scratch directory.
//
// With a pid namespace the child is its first process, which ignores deadly signals from inside;
// a program that calls abort() would not look like one. So the program is the second process, and
// the first only waits for it and reports its status. Without one, the child becomes the program.
//
// A compiler finds the source in its scratch directory under the name it was given, and leaves
// ARTEFACT there. The first process copies that to the output sink: it is as much inside the jail
// as the compiler was, so a link that a source managed to plant leads nowhere.
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 256
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

static _Noreturn void execute_program(const struct sandbox_request *request, char *payload) {
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

// Runs `body` as the second process and returns its wait status with its usage.
static void wait_for(pid_t program, struct slot_report *report) {
  struct rusage usage = {0};
  for (;;) {
    int status;
    pid_t ended = wait4(-1, &status, __WALL, &usage);
    if (ended < 0 && errno == EINTR) continue;
    if (ended < 0) break;
    if (ended != program) continue; // an orphan of the program
    report->status = status;
    report->cpu_ns = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000u
      + (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000u;
    report->max_rss = (uint64_t)usage.ru_maxrss * 1024u;
    return; // the rest of the namespace ends with this process
  }
}

_Noreturn void command_child(const struct sandbox_request *request, char *payload) {
  bool compiles = request->kind == SANDBOX_COMPILE_COMMAND;
  if (!(slot.features & SLOT_NEW_PID)) {
    // No mounts, so no scratch directory; the runtimes table does not offer compilers then.
    if (compiles) child_fail(SANDBOX_STAGE_RUN_SCRATCH, ENOTSUP);
    execute_program(request, payload);
  }
  if (compiles) store_source(payload);
  pid_t program = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (program < 0) child_fail(SANDBOX_STAGE_RUN_CLONE, errno);
  if (program == 0) {
    if (compiles) dup2(2, 1); // the output is the artefact; all that a compiler says is a message
    execute_program(request, payload);
  }
  struct slot_report report = {.stage = SANDBOX_STAGE_NONE};
  // Only the program holds the pipes now: their end is the program's end.
  for (int i = 0; i < 4 && !compiles; i++) close(i);
  wait_for(program, &report);
  if (compiles && report.status == 0) report.status = hand_back();
  ssize_t ignored = write(SLOT_REPORT, &report, sizeof report);
  (void)ignored;
  _exit(0);
}
