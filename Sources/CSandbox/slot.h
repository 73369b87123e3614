// Shared by the files of a slot. Theory of operation: daemon.c (the whole), run.c (one run).
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSandbox.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

// Descriptors with a fixed number in a slot's processes. 0-2 are /dev/null and the server's stderr.
#define SLOT_CONTROL 3 // to the server
#define SLOT_REPORT 4  // a child says here why its set-up failed; before exec: the slot_config

// Beside a run: the slot's first process, the zygote, the command runner, two keepers.
#define SLOT_PROCESSES 5

enum slot_feature {
  SLOT_NEW_PID = 1,       // every run is pid 1 of a pid namespace of its own
  SLOT_SET_ID = 2,        // runs get `uid`, which nobody else has
  SLOT_FILTER = 4,        // seccomp
  SLOT_CHILD_FILTER = 8,  // and a second, small filter in each child (clone3 or fork is open)
  SLOT_CAPABILITIES = 16, // drop and verify
};

// Descriptors a slot got from sandboxd, opened with sandboxd's rights; -1: absent.
struct slot_cgroup {
  uint32_t version;
  int tasks[3];                      // v1: memory, pids, cpuacct
  int limit, peak, usage, oom;       // v1 memory
  int processes, processes_now;      // v1 pids.max, pids.current
  int cpu;                           // v1 cpuacct.usage
  int directory;                     // v2: the slot's own, delegated
  // v2: the leaf of the current run, made and removed by the slot
  int leaf, leaf_events, leaf_cpu;
  char leaf_name[16];
  uint64_t oom_before, usage_before, cpu_before;
  uint64_t limited_memory;           // v1: the limits in force
  uint32_t limited_processes;
};

struct slot_config {
  uint32_t magic;
  uint32_t index;
  uint32_t features;
  uint32_t uid;
  uint32_t command; // 1: the command runner, 0: the Python zygote
  int status;       // /proc/self/status, opened before the root changed; -1: absent
  struct slot_cgroup cgroup;
};

// What a child of the loop writes to SLOT_REPORT; small enough to be written in one piece.
struct slot_report {
  uint32_t stage; // NONE: `status` is the wait status of a compiler
  int32_t code;
  int32_t status;
  uint32_t reserved;
  uint64_t max_rss;
};

extern struct slot_config slot;
extern pid_t slot_process; // the id of the process that runs the loop

// run.c: the loop. Returns 1 in the child of a Python job, which must go on and run it, and 0 in
// the slot's process when the server is gone. Python calls these through ctypes.PyDLL.
int slot_open(void);
int slot_serve(void);
int slot_job_kind(void);
const char *slot_job_name(void);
const char *slot_job_arguments(void);

// clone.c: the flags for clone that give a run its namespaces; and a clone that is a copy, into the
// run's cgroup where that is v2; once before the first, prepare.
void run_clone_prepare(void);
uint64_t run_namespaces(const struct sandbox_request *request);
pid_t run_clone(uint64_t flags, int *pidfd);

struct command {
  const struct sandbox_request *request;
  int descriptors[SANDBOX_REQUEST_DESCRIPTORS];
  char *payload; // as in the request
};

// run.c: waits for a request as a child of the loop and takes on its limits, leaving the message where
// it is for the loop. False: there was none for long, or it is of another kind.
bool run_await(struct command *command);

// child.c: everything between clone and the first instruction of a program, in the child, in this
// order. They do not return when a step fails.
void child_join(void);
void child_scratch(const struct sandbox_request *request);
void child_setup(const struct sandbox_request *request, const int descriptors[4]);
void child_drop(const struct sandbox_request *request); // its part from the ids on
_Noreturn void child_fail(enum sandbox_stage stage, int code);

// mappings.c: makes forks of this process cheaper to run in. Before anything of a submission is here.
void mappings_prepare(void);
// Bytes of anonymous memory this process holds: what every run of a zygote starts with. Once.
uint64_t mappings_anonymous(void);

// command.c
int command_prepare(void); // once, before the filter; 0 or an errno
int command_ready(void);   // makes what the next run will begin with; 0 or an errno
void command_ahead(void);  // the same while a run goes on, for the one after it
// A process that waits for its request and goes on as its program (run_await); returns when it has
// begun to, or ended. -1: there is none, and the next run takes the longer way.
pid_t command_wait(struct command *command, int *pidfd);
// Its process, or -1 and errno. A compiler's needs what `command` points to until it ends.
pid_t command_start(struct command *command, int *pidfd);
// Ends all that is left in the namespace: at once; or, with the processor time of whoever had to be
// reaped there, before it returns (false when there is none); or, when it is the keeper alone, without
// waiting for it. The command's own process must have been reaped, or the second waits for ever.
void command_kill(void);
bool command_end(struct rusage *usage);
void command_leave(void);

// limits.c
int limits_apply(const struct sandbox_request *request);
uint32_t limits_processes(const struct sandbox_request *request); // of the run, with a driver
int capabilities_keep(uint64_t keep); // drops the rest for good; 0 or an errno
int capabilities_clear(void);         // drops all and verifies it; 0 or an errno

// cgroup.c, the part of a run. Each returns 0 or an errno.
int cgroup_begin(struct slot_cgroup *group);
int cgroup_limit(struct slot_cgroup *group, uint64_t memory_bytes, uint32_t processes);
int cgroup_join(const struct slot_cgroup *group);          // in the child (v1)
bool cgroup_is_empty(const struct slot_cgroup *group); // no process, and its CPU time is known
int cgroup_cpu(const struct slot_cgroup *group, uint64_t *cpu_ns); // since begin
// What the run used.
void cgroup_read(
  const struct slot_cgroup *group, uint64_t *peak, bool *out_of_memory, uint64_t *cpu_ns);
void cgroup_end(struct slot_cgroup *group); // once after each successful begin, all reaped

// seccomp.c. Each returns 0 or an errno.
enum filter_profile {
  FILTER_PYTHON,  // a zygote and the runs it forks
  FILTER_COMMAND, // the command runner and its runs
};
int filter_install(enum filter_profile profile, uint32_t features, bool into_cgroup);
int filter_install_child(enum filter_profile profile, uint32_t features);
