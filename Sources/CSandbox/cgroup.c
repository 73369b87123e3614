// The cgroup of a run: limits before it, figures after it. The slot's process itself stays outside,
// so that a memory bomb never takes the warm interpreter with it.
//
// v1: one leaf per process of a slot and controller, made by sandboxd; the child joins by writing
//     "0" to `tasks` through a descriptor that sandboxd opened (its rights count). Peak and counters
//     are reset or subtracted between runs.
// v2: a directory delegated to the slot; one leaf per run, entered by CLONE_INTO_CGROUP, because
//     memory.peak can only be reset from Linux 6.12 on.
#include "slot.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHARGE_STEP (64 * 4096) // MEMCG_CHARGE_BATCH pages

static ssize_t read_text(int file, char *text, size_t size) {
  if (file < 0) return -1;
  ssize_t count = pread(file, text, size - 1, 0);
  if (count >= 0) text[count] = 0;
  return count;
}

static uint64_t read_number(int file) {
  char text[64];
  return read_text(file, text, sizeof text) > 0 ? strtoull(text, NULL, 10) : 0;
}

// The number after `key` in a file of "key number" lines.
static uint64_t read_field(int file, const char *key) {
  char text[1024];
  if (read_text(file, text, sizeof text) <= 0) return 0;
  size_t length = strlen(key);
  for (const char *line = text; line; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (strncmp(line, key, length) == 0 && line[length] == ' ')
      return strtoull(line + length, NULL, 10);
  }
  return 0;
}

static int write_number(int file, uint64_t number) {
  char text[32];
  int length = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
  return pwrite(file, text, (size_t)length, 0) == length ? 0 : errno;
}

static int write_at(int directory, const char *name, uint64_t number) {
  int file = openat(directory, name, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno == ENOENT ? 0 : errno; // that controller is not there
  int error = write_number(file, number);
  close(file);
  return error;
}

static uint64_t read_at(int directory, const char *name) {
  int file = openat(directory, name, O_RDONLY | O_CLOEXEC);
  uint64_t number = read_number(file);
  if (file >= 0) close(file);
  return number;
}

static int begin_v1(struct slot_cgroup *group) {
  if (group->limit >= 0) {
    int error = write_number(group->peak, 0);
    if (error) return error;
    group->usage_before = read_number(group->usage);
    group->oom_before = read_field(group->oom, "oom_kill");
  }
  if (group->cpu >= 0) group->cpu_before = read_number(group->cpu);
  return 0;
}

static int begin_v2(struct slot_cgroup *group) {
  static unsigned serial;
  // The slot's other process may still be clearing up a leaf beside it.
  const char *kind = slot.command ? "command" : "run";
  snprintf(group->leaf_name, sizeof group->leaf_name, "%s%u", kind, serial++ % 1000000);
  if (mkdirat(group->directory, group->leaf_name, 0755)) return errno;
  group->leaf = openat(group->directory, group->leaf_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (group->leaf < 0) return errno;
  group->leaf_events = openat(group->leaf, "memory.events", O_RDONLY | O_CLOEXEC);
  group->leaf_cpu = openat(group->leaf, "cpu.stat", O_RDONLY | O_CLOEXEC);
  group->cpu_before = 0;
  return 0;
}

int cgroup_begin(struct slot_cgroup *group) {
  if (group->version == 1) return begin_v1(group);
  if (group->version == 2) return begin_v2(group);
  return 0;
}

// Nobody else writes the limits of this leaf: what they are is known.
static int limit_v1(struct slot_cgroup *group, uint64_t memory, uint32_t processes) {
  if (group->limit >= 0 && group->limited_memory != memory) {
    int error = write_number(group->limit, memory);
    if (error) return error;
    group->limited_memory = memory;
  }
  if (group->processes >= 0 && group->limited_processes != processes) {
    int error = write_number(group->processes, processes);
    if (error) return error;
    group->limited_processes = processes;
  }
  return 0;
}

static int limit_v2(const struct slot_cgroup *group, uint64_t memory, uint32_t processes) {
  int error = memory ? write_at(group->leaf, "memory.max", memory) : 0;
  if (!error) error = write_at(group->leaf, "memory.swap.max", 0);
  if (!error) error = write_at(group->leaf, "pids.max", processes);
  return error;
}

int cgroup_limit(struct slot_cgroup *group, uint64_t memory_bytes, uint32_t processes) {
  if (group->version == 1)
    return limit_v1(group, memory_bytes ? memory_bytes : UINT64_C(1) << 62, processes);
  if (group->version == 2) return limit_v2(group, memory_bytes, processes);
  return 0;
}

bool cgroup_is_empty(const struct slot_cgroup *group) {
  int file = group->processes_now;
  if (group->version == 2) file = openat(group->leaf, "pids.current", O_RDONLY | O_CLOEXEC);
  char text[64];
  bool empty = read_text(file, text, sizeof text) > 0 && strtoull(text, NULL, 10) == 0;
  if (group->version == 2 && file >= 0) close(file);
  return empty && (group->version == 2 ? group->leaf_cpu : group->cpu) >= 0;
}

int cgroup_join(const struct slot_cgroup *group) {
  if (group->version != 1) return 0;
  for (int i = 0; i < 3; i++)
    if (group->tasks[i] >= 0 && write(group->tasks[i], "0", 1) != 1) return errno ? errno : EIO;
  return 0;
}

int cgroup_cpu(const struct slot_cgroup *group, uint64_t *cpu_ns) {
  if (group->version == 1 && group->cpu >= 0) {
    *cpu_ns = read_number(group->cpu) - group->cpu_before;
    return 0;
  }
  if (group->version == 2 && group->leaf_cpu >= 0) {
    *cpu_ns = read_field(group->leaf_cpu, "usage_usec") * 1000u;
    return 0;
  }
  return ENOENT;
}

static void end_v2(struct slot_cgroup *group) {
  if (group->leaf_events >= 0) close(group->leaf_events);
  if (group->leaf_cpu >= 0) close(group->leaf_cpu);
  if (group->leaf >= 0) close(group->leaf);
  group->leaf = group->leaf_events = group->leaf_cpu = -1;
  // Its last process was reaped, but the kernel may still be letting go of it.
  for (int attempt = 0; attempt < 200; attempt++) {
    if (unlinkat(group->directory, group->leaf_name, AT_REMOVEDIR) == 0 || errno != EBUSY) return;
    usleep(500);
  }
}

void cgroup_end(struct slot_cgroup *group) {
  if (group->version == 2) end_v2(group);
}

void cgroup_read(
  const struct slot_cgroup *group, uint64_t *peak, bool *out_of_memory, uint64_t *cpu_ns) {
  *peak = 0;
  *out_of_memory = false;
  *cpu_ns = 0;
  cgroup_cpu(group, cpu_ns);
  if (group->version == 1 && group->limit >= 0) {
    uint64_t most = read_number(group->peak);
    // The kernel charges in steps, and what is left of one is the next run's.
    *peak = most > group->usage_before ? most - group->usage_before : CHARGE_STEP;
    *out_of_memory = read_field(group->oom, "oom_kill") > group->oom_before;
  }
  if (group->version == 2) {
    if (group->leaf >= 0) *peak = read_at(group->leaf, "memory.peak");
    *out_of_memory = read_field(group->leaf_events, "oom_kill") > 0;
  }
}
