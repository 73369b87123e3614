// The child of a command run: a compiled program, or a compiler on a private scratch directory.
//
// With a pid namespace the child is its first process, which ignores deadly signals from inside;
// a program that calls abort() would not look like one. So the program is the second process, and
// the first only waits for it and reports its status. Without one, the child becomes the program.
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 256

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
  char *name = payload;
  if (split(payload + request->name_bytes + 1, request->argument_bytes, arguments) == 0) {
    arguments[0] = "program";
    arguments[1] = NULL;
  }
  // Close-on-exec: the program does not see its own file, nor the report.
  fcntl(3, F_SETFD, FD_CLOEXEC);
  fcntl(SLOT_REPORT, F_SETFD, FD_CLOEXEC);
  if (request->name_bytes)
    execve(name, arguments, environment);
  else
    syscall(SYS_execveat, 3, "", arguments, environment, 0x1000 /* AT_EMPTY_PATH */);
  child_fail(SANDBOX_STAGE_RUN_EXEC, errno);
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
  if (!(slot.features & SLOT_NEW_PID)) execute_program(request, payload);
  pid_t program = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (program < 0) child_fail(SANDBOX_STAGE_RUN_CLONE, errno);
  if (program == 0) execute_program(request, payload);
  struct slot_report report = {.stage = SANDBOX_STAGE_NONE};
  // Only the program holds the pipes now: their end is the program's end.
  for (int i = 0; i < 4; i++) close(i);
  wait_for(program, &report);
  ssize_t ignored = write(SLOT_REPORT, &report, sizeof report);
  (void)ignored;
  _exit(0);
}
