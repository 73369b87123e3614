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
// No child is forked ahead of its request. It would save a third of the latency of a test that has a
// core to spare and nothing where slots are as many as cores, and it would wait in a cgroup, under
// limits and with a scratch directory that only the request can name.
//
// Output goes through pipes and is copied to the server's sinks here: so its memory is not the
// run's, the output limit is exact, and standard error can be cut without failing the program.
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
// What runs print passes through here. Runs are copies of this process: all but this mapping, or the
// next could read in it what the last one printed.
#define BUFFER_BYTES 65536
static char *buffer;
static pid_t *thread_id; // glibc's cached id of this thread, which a raw clone leaves stale

struct stream {
  int pipe;       // read end, -1 at its end
  int sink;
  uint64_t limit;
  uint64_t kept;
  bool over;
  int error;      // the sink took no more: what is kept is not what the program wrote
};

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// Moves what is in the pipe to the sink, up to the limit; the rest is thrown away.
static void drain(struct stream *stream) {
  while (stream->pipe >= 0) {
    ssize_t count = read(stream->pipe, buffer, BUFFER_BYTES);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      close(stream->pipe);
      stream->pipe = -1;
      return;
    }
    uint64_t room = stream->limit - stream->kept;
    size_t keep = (uint64_t)count < room ? (size_t)count : (size_t)room;
    if ((uint64_t)count > room) stream->over = true;
    for (size_t done = 0; done < keep;) {
      ssize_t written =
        pwrite(stream->sink, buffer + done, keep - done, (off_t)(stream->kept + done));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        stream->error = written ? errno : EIO;
        break;
      }
      done += (size_t)written;
    }
    stream->kept += keep;
    if (stream->over) return; // the caller decides; a flood must not hold the loop here
  }
}

static int open_stream(struct stream *stream, int *write_end, int sink, uint64_t limit) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return errno;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *stream = (struct stream){.pipe = ends[0], .sink = sink, .limit = limit};
  *write_end = ends[1];
  return 0;
}

static pid_t clone_child(int *pidfd) {
  uint64_t flags = CLONE_PIDFD;
  if (slot.features & SLOT_NEW_PID) {
    flags |= CLONE_NEWPID;
    if (job.request.flags & SANDBOX_SCRATCH || job.request.kind == SANDBOX_COMPILE_COMMAND)
      flags |= CLONE_NEWNS;
  }
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

static void kill_run(pid_t child, int pidfd) {
  syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
  if (!(slot.features & SLOT_NEW_PID)) kill(-child, SIGKILL);
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

static enum sandbox_reason supervise(
  pid_t child, int pidfd, uint64_t begun, struct stream *output, struct stream *error, bool *gone) {
  const struct sandbox_request *request = &job.request;
  uint64_t end = begun + request->wall_ns;
  enum sandbox_reason reason = SANDBOX_REASON_NONE;
  for (;;) {
    struct pollfd polled[4] = {
      {.fd = pidfd, .events = POLLIN},
      {.fd = output->pipe, .events = POLLIN},
      {.fd = error->pipe, .events = POLLIN},
      {.fd = *gone ? -1 : SLOT_CONTROL, .events = POLLIN},
    };
    struct timespec timeout = {.tv_sec = 1};
    if (!reason) {
      uint64_t time = now(), cpu = cpu_so_far(child);
      if (cpu >= request->cpu_ns) reason = SANDBOX_REASON_CPU;
      else if (time >= end) reason = SANDBOX_REASON_WALL;
      else {
        // Sleep exactly as long as neither budget can run out (one thread burns at most 1 s/s).
        uint64_t wait = request->cpu_ns - cpu;
        if (request->processes > 1) wait = wait / 4 + 1000000;
        if (end - time < wait) wait = end - time;
        wait += 100000;
        timeout = (struct timespec){
          .tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
      }
      if (reason) kill_run(child, pidfd);
    }
    int ready = ppoll(polled, 4, &timeout, NULL);
    if (ready <= 0) continue;
    if (polled[1].revents) drain(output);
    if (polled[2].revents) drain(error);
    if (output->over && !reason) {
      reason = SANDBOX_REASON_OUTPUT;
      kill_run(child, pidfd);
    }
    if (polled[3].revents && cancelled(request->id, gone) && !reason) {
      reason = SANDBOX_REASON_CANCELLED;
      kill_run(child, pidfd);
    }
    if (polled[0].revents) return reason;
  }
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

static void reply(const struct sandbox_result *result) {
  // A server that is gone shows at the next receive.
  sandbox_send(SLOT_CONTROL, result, sizeof *result, NULL, 0, NULL, 0);
}

// One run. True in the child of a Python job.
static bool run_one(const int descriptors[SANDBOX_REQUEST_DESCRIPTORS]) {
  const struct sandbox_request *request = &job.request;
  struct sandbox_result result = {
    .magic = SANDBOX_MAGIC, .kind = SANDBOX_DONE, .id = request->id};
  uint64_t begun = now();
  struct stream output = {.pipe = -1}, error = {.pipe = -1};
  int child_descriptors[4] = {descriptors[0], descriptors[1], -1, descriptors[3]};
  bool piped = !(request->flags & SANDBOX_DIRECT_OUTPUT);
  result.stage = SANDBOX_STAGE_RUN_PIPES;
  if (piped)
    result.code =
      open_stream(&output, &child_descriptors[1], descriptors[1], request->output_bytes);
  if (!result.code)
    result.code = open_stream(&error, &child_descriptors[2], descriptors[2], request->error_bytes);
  bool grouped = false;
  if (!result.code) {
    result.stage = SANDBOX_STAGE_RUN_CGROUP;
    result.code = cgroup_begin(&slot.cgroup, request->memory_bytes, request->processes);
    grouped = result.code == 0;
  }
  pid_t child = -1;
  int pidfd = -1;
  if (!result.code) {
    result.stage = SANDBOX_STAGE_RUN_CLONE;
    if (PyOS_BeforeFork && !slot.command) PyOS_BeforeFork();
    child = clone_child(&pidfd);
    if (child == 0) {
      if (slot.command) {
        child_setup(request, child_descriptors);
        command_child(request, job.payload);
      }
      PyOS_AfterFork_Child();
      child_setup(request, child_descriptors);
      return true;
    }
    if (child < 0) result.code = errno;
    if (PyOS_AfterFork_Parent && !slot.command) PyOS_AfterFork_Parent();
  }
  if (piped && child_descriptors[1] >= 0) close(child_descriptors[1]);
  if (child_descriptors[2] >= 0) close(child_descriptors[2]);

  bool gone = false, out_of_memory = false;
  uint64_t cgroup_peak = 0, cgroup_time = 0;
  struct rusage usage = {0};
  if (child > 0) {
    result.stage = SANDBOX_STAGE_NONE;
    result.reason = supervise(child, pidfd, begun, &output, &error, &gone);
    // What the run started is in its process group, which it cannot leave without setsid and
    // setpgid. Before the wait: until then nobody else can have that number.
    if (!(slot.features & SLOT_NEW_PID)) kill(-child, SIGKILL);
    while (wait4(child, &result.status, __WALL, &usage) < 0 && errno == EINTR) {}
    result.wall_ns = now() - begun;
    result.cpu_ns = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000u
      + (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000u;
    result.peak_bytes = (uint64_t)usage.ru_maxrss * 1024u;
    drain(&output);
    drain(&error);
    struct slot_report report;
    bool present;
    read_report(&report, &present);
    if (present && report.stage != SANDBOX_STAGE_NONE) {
      result.stage = report.stage;
      result.code = report.code;
    } else if (present) {
      result.status = report.status;
      if (report.cpu_ns > result.cpu_ns) result.cpu_ns = report.cpu_ns;
      result.peak_bytes = report.max_rss;
    }
  }
  if (child > 0 && result.stage == SANDBOX_STAGE_NONE && (output.error || error.error)) {
    result.stage = SANDBOX_STAGE_RUN_OUTPUT;
    result.code = output.error ? output.error : error.error;
  }
  if (grouped) {
    cgroup_end(&slot.cgroup, &cgroup_peak, &out_of_memory, &cgroup_time);
    if (cgroup_peak && child > 0) {
      result.peak_bytes = cgroup_peak;
      result.memory_source = SANDBOX_PEAK_OF_CGROUP;
    }
    if (slot.command && cgroup_time > result.cpu_ns) result.cpu_ns = cgroup_time;
  }
  if (result.stage == SANDBOX_STAGE_NONE && result.reason != SANDBOX_REASON_CANCELLED) {
    // Where no cgroup watched, RLIMIT_DATA made allocations fail a little above the limit; what
    // the program makes of that is its own affair, the figure is what counts.
    bool over = !slot.cgroup.version && request->memory_bytes
      && result.peak_bytes > request->memory_bytes + baseline;
    if (out_of_memory || (over && !result.reason)) result.reason = SANDBOX_REASON_MEMORY;
    else if (!result.reason && result.cpu_ns >= request->cpu_ns) result.reason = SANDBOX_REASON_CPU;
    else if (!result.reason && output.over) result.reason = SANDBOX_REASON_OUTPUT;
  }
  result.output_bytes = output.kept;
  result.error_bytes = error.kept;
  if (output.pipe >= 0) close(output.pipe);
  if (error.pipe >= 0) close(error.pipe);
  if (pidfd >= 0) close(pidfd);
  reply(&result);
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
  buffer = mmap(NULL, BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (buffer == MAP_FAILED || madvise(buffer, BUFFER_BYTES, MADV_DONTFORK)) return errno;
  slot_process = getpid();
  prctl(PR_GET_TID_ADDRESS, &thread_id, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
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
  if (!error && slot.features & SLOT_FILTER) {
    ready.stage = SANDBOX_STAGE_SECCOMP;
    error = (uint32_t)filter_install(
      slot.command ? FILTER_COMMAND : FILTER_PYTHON, slot.features, slot.cgroup.version == 2);
  }
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
