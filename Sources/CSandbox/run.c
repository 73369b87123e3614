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
// has a core to spare and nothing where slots are as many as cores, and it would wait in a cgroup,
// under limits and with a scratch directory that only the request can name. (What a command has ahead
// of its request has none of these: command.c.)
//
// Output goes through pipes and is copied to the server's sinks here: so its memory is not the
// run's, the output limit is exact, and standard error can be cut without failing the program.
#include "slot.h"
#include "stream.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/sched.h>

// Stable ABI since Python 3.7; absent in the command runner.
extern void PyOS_BeforeFork(void) __attribute__((weak));
extern void PyOS_AfterFork_Parent(void) __attribute__((weak));
extern void PyOS_AfterFork_Child(void) __attribute__((weak));

struct slot_config slot;
pid_t slot_process;

static struct {
  struct sandbox_request request;
  char payload[SANDBOX_PAYLOAD_MAX + 2];
} job;
static int report_read = -1;
static uint64_t baseline; // bytes of anonymous memory that every run of a zygote starts with
static pid_t *thread_id; // glibc's cached id of this thread, which a raw clone leaves stale

struct run {
  pid_t child; // -1: not there
  int pidfd;
  uint64_t begun;
  struct stream output, error;
  struct command command;
  bool grouped; // has a cgroup to clear up
  bool gone;    // the server
};

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

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
  uint64_t wait = job.request.processes > 1 ? cpu / 4 + 1000000 : cpu;
  if (wall < wait) wait = wall;
  wait += 100000;
  return (struct timespec){
    .tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
}

// Until its process has ended.
static enum sandbox_reason supervise(struct run *run) {
  const struct sandbox_request *request = &job.request;
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
  const struct sandbox_request *request = &job.request;
  int given[4] = {descriptors[0], descriptors[1], -1, descriptors[3]};
  bool piped = !(request->flags & SANDBOX_DIRECT_OUTPUT);
  result->stage = SANDBOX_STAGE_RUN_PIPES;
  if (piped)
    result->code = stream_open(&run->output, &given[1], descriptors[1], request->output_bytes);
  if (!result->code)
    result->code = stream_open(&run->error, &given[2], descriptors[2], request->error_bytes);
  if (!result->code) {
    result->stage = SANDBOX_STAGE_RUN_CGROUP;
    result->code =
      cgroup_begin(&slot.cgroup, request->memory_bytes, limits_processes(request));
    run->grouped = result->code == 0;
  }
  if (!result->code) {
    result->stage = SANDBOX_STAGE_RUN_CLONE;
    if (slot.command) {
      run->command = (struct command){request, {given[0], given[1], given[2], given[3]}, job.payload};
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

// One run. True in the child of a Python job.
static bool run_one(const int descriptors[SANDBOX_REQUEST_DESCRIPTORS]) {
  const struct sandbox_request *request = &job.request;
  struct sandbox_result result = {
    .magic = SANDBOX_MAGIC, .kind = SANDBOX_DONE, .id = request->id};
  struct run run = {
    .child = -1, .pidfd = -1, .begun = now(), .output = {.pipe = -1}, .error = {.pipe = -1}};
  if (!begin(&run, descriptors, &result)) return true;
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
  if (slot.command) command_end(NULL);
  if (run.grouped) cgroup_end(&slot.cgroup);
  stream_close(&run.output);
  stream_close(&run.error);
  if (run.pidfd >= 0) close(run.pidfd);
  if (slot.command) command_ready(); // if it fails, it is tried again with the request
  return false;
}

// Bytes of anonymous memory this process holds: what every run of a zygote starts with.
static uint64_t resident_anonymous(void) {
  if (slot.status < 0) return 0;
  char text[4096];
  ssize_t count = pread(slot.status, text, sizeof text - 1, 0);
  close(slot.status);
  slot.status = -1;
  if (count <= 0) return 0;
  text[count] = 0;
  const char *line = strstr(text, "RssAnon:");
  return line ? strtoull(line + 8, NULL, 10) * 1024u : 0;
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
  prctl(PR_GET_TID_ADDRESS, &thread_id, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (!slot.command) mappings_prepare();
  if (!slot.command) baseline = resident_anonymous();
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
  for (;;) {
    int descriptors[SANDBOX_REQUEST_DESCRIPTORS];
    size_t count = SANDBOX_REQUEST_DESCRIPTORS;
    struct {
      struct sandbox_request request;
      char payload[SANDBOX_PAYLOAD_MAX];
    } *message = (void *)&job;
    ssize_t size = sandbox_receive(
      SLOT_CONTROL, message, sizeof *message, descriptors, &count);
    if (size < (ssize_t)sizeof job.request || job.request.magic != SANDBOX_MAGIC) return 0;
    if (job.request.kind == SANDBOX_CANCEL) continue; // of a run that just ended
    size_t payload = (size_t)size - sizeof job.request;
    if (count != SANDBOX_REQUEST_DESCRIPTORS
      || (uint64_t)job.request.name_bytes + job.request.argument_bytes != payload)
      return 0;
    // Two C strings: the arguments move one byte up to make room for the name's end.
    memmove(
      job.payload + job.request.name_bytes + 1, job.payload + job.request.name_bytes,
      job.request.argument_bytes);
    job.payload[job.request.name_bytes] = 0;
    job.payload[payload + 1] = 0;
    if (run_one(descriptors)) return 1;
    memset(&job, 0, sizeof job.request + payload + 2); // the parameters are nobody else's business
    for (size_t i = 0; i < count; i++) close(descriptors[i]);
  }
}

int slot_job_kind(void) { return (int)job.request.kind; }
const char *slot_job_name(void) { return job.payload; }
const char *slot_job_arguments(void) { return job.payload + job.request.name_bytes + 1; }
