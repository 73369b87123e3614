// The loop of a slot: one request, one child, one result. The Python zygote runs it inside the
// interpreter (ctypes.PyDLL, so the interpreter lock is held and only stable-ABI functions are
// used); the command runner is a plain C process around the same loop.
//
//   receive a request and its descriptors
//   pipes for stdout and stderr; the run's cgroup is emptied and limited
//   clone -> in the child: child.c, then the interpreter goes on (Python) or command.c (exec)
//   wait: the child's pidfd, both pipes, the server's socket, the CPU clock, the wall clock
//   kill what broke a limit, reap, read the figures, send the result
//
// No interpreter is forked ahead of its request. It would save a third of the latency of a test that
// has a core to spare and nothing where slots are as many as cores, and it would wait under limits
// and with a scratch directory that only the request can name.
//
// A command costs so little that half of it was waiting for the steps before. So after a plain one
// another is begun for the next request (begin_ahead): pipes, cgroup, clone. It shares this memory,
// runs our code only, and waits for the request in the loop's place (run_await). What depends on the
// request, and all that takes rights away, comes after it (child.c). It looks at the message without
// taking it; the loop, suspended until the exec, takes it then, with descriptors of its own. At a
// request of another kind, or none for PATIENCE_MS, it ends as if it had never been.
//
// Output goes through pipes and is copied to the server's sinks here: so its memory is not the
// run's, the output limit is exact, and standard error can be cut without failing the program.
#include "request.h"
#include "slot.h"
#include "stream.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Stable ABI since Python 3.7; absent in the command runner.
extern void PyOS_BeforeFork(void) __attribute__((weak));
extern void PyOS_AfterFork_Parent(void) __attribute__((weak));
extern void PyOS_AfterFork_Child(void) __attribute__((weak));

// How long a command waits for its request: the loop waits for it in a way that counts as load.
#define PATIENCE_MS 100

struct slot_config slot;
pid_t slot_process;

static int report_read = -1;
static uint64_t baseline; // bytes of anonymous memory that every run of a zygote starts with

struct run {
  pid_t child; // -1: not there
  int pidfd;
  uint64_t begun;
  struct stream output, error;
  struct command command;
  bool grouped; // has a cgroup to clear up
  bool gone;    // the server
};

static const struct run no_run = {
  .child = -1, .pidfd = -1, .output = {.pipe = -1}, .error = {.pipe = -1}};
static uint64_t awaited; // when a waiting command took its request; 0: it did not

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// CPU time of the run so far.
static uint64_t cpu_so_far(pid_t child) {
  uint64_t total = 0;
  if (slot.command && cgroup_cpu(&slot.cgroup, &total) == 0) return total;
  struct timespec time;
  clockid_t clock = (clockid_t)((~(unsigned)child << 3) | 2); // the process's CPU clock
  if (clock_gettime(clock, &time)) return 0;
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void kill_run(const struct run *run) {
  syscall(SYS_pidfd_send_signal, run->pidfd, SIGKILL, NULL, 0);
  if (slot.command) command_kill();
  if (!(slot.features & SLOT_NEW_PID)) kill(-run->child, SIGKILL);
}

// Whether the server asked to stop run `id`, or is gone. Anything else is an anomaly: stop too.
static bool cancelled(uint64_t id, bool *gone) {
  struct sandbox_request other;
  ssize_t count = sandbox_receive(SLOT_CONTROL, &other, sizeof other, NULL, NULL);
  if (count == sizeof other && other.magic == SANDBOX_MAGIC && other.kind == SANDBOX_CANCEL)
    return other.id == id;
  *gone = true;
  return true;
}

static void read_report(struct slot_report *report, bool *present) {
  struct slot_report next;
  *present = false;
  while (read(report_read, &next, sizeof next) == sizeof next) {
    // The first failure counts; a wait status comes last and alone.
    if (!*present || report->stage == SANDBOX_STAGE_NONE) *report = next;
    *present = true;
  }
}

// How long neither budget can run out: one thread burns at most 1 s/s.
static struct timespec patience(uint64_t cpu, uint64_t wall) {
  uint64_t wait = slot_job.request.processes > 1 ? cpu / 4 + 1000000 : cpu;
  if (wall < wait) wait = wall;
  wait += 100000;
  return (struct timespec){
    .tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
}

// Until its process has ended.
static enum sandbox_reason supervise(struct run *run) {
  const struct sandbox_request *request = &slot_job.request;
  uint64_t end = run->begun + request->wall_ns;
  enum sandbox_reason reason = SANDBOX_REASON_NONE;
  for (;;) {
    struct pollfd polled[4] = {
      {.fd = run->pidfd, .events = POLLIN},
      {.fd = run->output.pipe, .events = POLLIN},
      {.fd = run->error.pipe, .events = POLLIN},
      {.fd = run->gone ? -1 : SLOT_CONTROL, .events = POLLIN},
    };
    struct timespec timeout = {.tv_sec = 1};
    if (!reason) {
      uint64_t time = now(), cpu = cpu_so_far(run->child);
      if (cpu >= request->cpu_ns) reason = SANDBOX_REASON_CPU;
      else if (time >= end) reason = SANDBOX_REASON_WALL;
      else timeout = patience(request->cpu_ns - cpu, end - time);
      if (reason) kill_run(run);
    }
    int ready = ppoll(polled, 4, &timeout, NULL);
    if (ready <= 0) continue;
    if (polled[1].revents) stream_drain(&run->output);
    if (polled[2].revents) stream_drain(&run->error);
    if (run->output.over && !reason) {
      reason = SANDBOX_REASON_OUTPUT;
      kill_run(run);
    }
    if (polled[3].revents && cancelled(request->id, &run->gone) && !reason) {
      reason = SANDBOX_REASON_CANCELLED;
      kill_run(run);
    }
    if (polled[0].revents) return reason;
  }
}

static void reply(const struct sandbox_result *result) {
  // A server that is gone shows at the next receive.
  sandbox_send(SLOT_CONTROL, result, sizeof *result, NULL, 0, NULL, 0);
}

// Pipes, a cgroup and the clone. False in the child of a Python job.
static bool begin(struct run *run, const int descriptors[4], struct sandbox_result *result) {
  const struct sandbox_request *request = &slot_job.request;
  int given[4] = {descriptors[0], descriptors[1], -1, descriptors[3]};
  bool piped = !(request->flags & SANDBOX_DIRECT_OUTPUT);
  result->stage = SANDBOX_STAGE_RUN_PIPES;
  if (piped)
    result->code = stream_open(&run->output, &given[1], descriptors[1], request->output_bytes);
  if (!result->code)
    result->code = stream_open(&run->error, &given[2], descriptors[2], request->error_bytes);
  if (!result->code) {
    result->stage = SANDBOX_STAGE_RUN_CGROUP;
    result->code = cgroup_begin(&slot.cgroup);
    run->grouped = result->code == 0;
    if (!result->code)
      result->code =
        cgroup_limit(&slot.cgroup, request->memory_bytes, limits_processes(request));
  }
  if (!result->code) {
    result->stage = SANDBOX_STAGE_RUN_CLONE;
    if (slot.command) {
      run->command = (struct command){
        request, {given[0], given[1], given[2], given[3]}, slot_job.payload};
      run->child = command_start(&run->command, &run->pidfd);
    } else {
      PyOS_BeforeFork();
      run->child = run_clone(run_namespaces(request), &run->pidfd);
      if (run->child == 0) {
        PyOS_AfterFork_Child();
        child_join();
        child_scratch(request);
        child_setup(request, given);
        return false;
      }
    }
    if (run->child < 0) result->code = errno;
    if (!slot.command) PyOS_AfterFork_Parent();
  }
  if (piped && given[1] >= 0) close(given[1]);
  if (given[2] >= 0) close(given[2]);
  return true;
}

static uint64_t processor_time(const struct rusage *usage) {
  return (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000000u
    + (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) * 1000u;
}

// Until nothing of it is left but, at most, a keeper; and what it used.
static void wait_for_end(struct run *run, struct sandbox_result *result) {
  struct rusage usage = {0};
  result->stage = SANDBOX_STAGE_NONE;
  if (slot.command) command_ahead();
  result->reason = supervise(run);
  // What the run started is in its process group, which it cannot leave without setsid and
  // setpgid. Before the wait: until then nobody else can have that number.
  if (!(slot.features & SLOT_NEW_PID)) kill(-run->child, SIGKILL);
  while (wait4(run->child, &result->status, __WALL, &usage) < 0 && errno == EINTR) {}
  result->cpu_ns = processor_time(&usage);
  result->peak_bytes = (uint64_t)usage.ru_maxrss * 1024u;
  if (slot.command && !cgroup_is_empty(&slot.cgroup) && command_end(&usage))
    result->cpu_ns += processor_time(&usage);
  result->wall_ns = now() - run->begun;
  stream_drain(&run->output);
  stream_drain(&run->error);
  struct slot_report report;
  bool present;
  read_report(&report, &present);
  if (present && report.stage != SANDBOX_STAGE_NONE) {
    result->stage = report.stage;
    result->code = report.code;
  } else if (present) {
    result->status = report.status;
    result->peak_bytes = report.max_rss;
  }
  if (result->stage == SANDBOX_STAGE_NONE && (run->output.error || run->error.error)) {
    result->stage = SANDBOX_STAGE_RUN_OUTPUT;
    result->code = run->output.error ? run->output.error : run->error.error;
  }
}

// Whether a command for the next request is begun after this one.
static bool begins_ahead(void) {
  return slot.command && slot.features & SLOT_NEW_PID && slot.cgroup.version != 2
    && request_is_plain(&slot_job.request);
}

bool run_await(struct command *command) {
  const struct sandbox_request *request = command->request;
  int descriptors[SANDBOX_REQUEST_DESCRIPTORS];
  for (;;) {
    struct pollfd polled = {.fd = SLOT_CONTROL, .events = POLLIN};
    if (poll(&polled, 1, PATIENCE_MS) != 1) return false;
    if (!request_read(sandbox_peek, descriptors)) return false;
    if (request->kind != SANDBOX_CANCEL) break;
    request_read(sandbox_receive, descriptors); // of a run that just ended
  }
  if (!request_is_plain(request)) return false;
  awaited = now();
  int error = cgroup_limit(&slot.cgroup, request->memory_bytes, limits_processes(request));
  if (error) child_fail(SANDBOX_STAGE_RUN_CGROUP, error);
  command->descriptors[0] = descriptors[0];
  command->descriptors[3] = descriptors[3];
  return true;
}

// Begins a run ahead of its request: true when a command has taken that on. The message is left for
// slot_serve.
static bool begin_ahead(struct run *run) {
  int output = -1, error = -1;
  awaited = 0;
  int code = stream_open(&run->output, &output, -1, 0);
  if (!code) code = stream_open(&run->error, &error, -1, 0);
  if (!code) code = cgroup_begin(&slot.cgroup);
  if (!code) {
    run->command = (struct command){&slot_job.request, {-1, output, error, -1}, slot_job.payload};
    run->child = command_wait(&run->command, &run->pidfd);
  }
  if (output >= 0) close(output);
  if (error >= 0) close(error);
  run->begun = awaited;
  run->grouped = awaited;
  if (awaited) return true;
  struct slot_report report;
  bool present;
  if (run->child > 0) {
    while (wait4(run->child, NULL, __WALL, NULL) < 0 && errno == EINTR) {}
    close(run->pidfd);
    read_report(&report, &present); // why it failed shows again with the request
    command_end(NULL);
  }
  stream_close(&run->output);
  stream_close(&run->error);
  *run = no_run;
  command_ready();
  return false;
}

// One run, begun ahead or not. True in the child of a Python job.
static bool run_one(struct run run, const int descriptors[SANDBOX_REQUEST_DESCRIPTORS]) {
  const struct sandbox_request *request = &slot_job.request;
  struct sandbox_result result = {
    .magic = SANDBOX_MAGIC, .kind = SANDBOX_DONE, .id = request->id};
  if (run.begun) {
    stream_to(&run.output, descriptors[1], request->output_bytes);
    stream_to(&run.error, descriptors[2], request->error_bytes);
  } else {
    run.begun = now();
    if (!begin(&run, descriptors, &result)) return true;
  }
  bool began = run.child > 0, out_of_memory = false;
  if (began) wait_for_end(&run, &result);
  if (run.grouped) {
    uint64_t peak = 0, time = 0;
    cgroup_read(&slot.cgroup, &peak, &out_of_memory, &time);
    if (peak && began) {
      result.peak_bytes = peak;
      result.memory_source = SANDBOX_PEAK_OF_CGROUP;
    }
    if (slot.command && time > result.cpu_ns) result.cpu_ns = time;
  }
  if (result.stage == SANDBOX_STAGE_NONE && result.reason != SANDBOX_REASON_CANCELLED) {
    // Where no cgroup watched, RLIMIT_DATA made allocations fail a little above the limit; what
    // the program makes of that is its own affair, the figure is what counts.
    bool over = !slot.cgroup.version && request->memory_bytes
      && result.peak_bytes > request->memory_bytes + baseline;
    if (out_of_memory || (over && !result.reason)) result.reason = SANDBOX_REASON_MEMORY;
    else if (!result.reason && result.cpu_ns >= request->cpu_ns) result.reason = SANDBOX_REASON_CPU;
    else if (!result.reason && run.output.over) result.reason = SANDBOX_REASON_OUTPUT;
  }
  result.output_bytes = run.output.kept;
  result.error_bytes = run.error.kept;
  reply(&result);

  // The server reads while this clears up; the next request waits until it is done.
  if (slot.command && begins_ahead()) command_leave();
  else if (slot.command) command_end(NULL);
  if (run.grouped) cgroup_end(&slot.cgroup);
  stream_close(&run.output);
  stream_close(&run.error);
  if (run.pidfd >= 0) close(run.pidfd);
  if (slot.command) command_ready(); // if it fails, it is tried again with the request
  return false;
}

int slot_open(void) {
  if (read(SLOT_REPORT, &slot, sizeof slot) != sizeof slot || slot.magic != SANDBOX_MAGIC)
    return EINVAL;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return errno;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  report_read = ends[0];
  if (dup3(ends[1], SLOT_REPORT, O_CLOEXEC) < 0) return errno;
  close(ends[1]);
  int failed = stream_prepare();
  if (failed) return failed;
  slot_process = getpid();
  run_clone_prepare();
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (!slot.command) mappings_prepare();
  if (!slot.command) baseline = mappings_anonymous();
  struct sandbox_result ready = {
    .magic = SANDBOX_MAGIC, .kind = SANDBOX_READY, .baseline_bytes = baseline};
  if (slot.status >= 0) close(slot.status);
  uint32_t error = 0;
  if (slot.features & SLOT_CAPABILITIES) {
    ready.stage = SANDBOX_STAGE_PRIVILEGES;
    uint64_t keep = 1u << 21 | 1u << 6 | 1u << 7 | 1u << 5; // SYS_ADMIN, SETGID, SETUID, KILL
    error = (uint32_t)capabilities_keep(keep);
    if (!error && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) error = (uint32_t)errno;
  }
  if (!error && slot.command && slot.features & SLOT_NEW_PID) error = (uint32_t)command_prepare();
  if (!error && slot.features & SLOT_FILTER) {
    ready.stage = SANDBOX_STAGE_SECCOMP;
    error = (uint32_t)filter_install(
      slot.command ? FILTER_COMMAND : FILTER_PYTHON, slot.features, slot.cgroup.version == 2);
  }
  if (!error && slot.command) command_ready();
  if (error) ready.code = (int32_t)error;
  else ready.stage = SANDBOX_STAGE_NONE;
  reply(&ready);
  return (int)error;
}

int slot_serve(void) {
  bool ahead = false;
  for (;;) {
    struct run run = no_run;
    if (ahead) begin_ahead(&run);
    int descriptors[SANDBOX_REQUEST_DESCRIPTORS];
    if (!request_read(sandbox_receive, descriptors)) return 0;
    if (slot_job.request.kind == SANDBOX_CANCEL) continue; // of a run that just ended
    // One plain command follows another, the tests of a submission.
    ahead = begins_ahead();
    if (run_one(run, descriptors)) return 1;
    request_forget();
    for (size_t i = 0; i < SANDBOX_REQUEST_DESCRIPTORS; i++) close(descriptors[i]);
  }
}
