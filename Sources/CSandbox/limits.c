// Resource limits and capabilities of one run.
#include "slot.h"
#include <errno.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static int limit(int resource, rlim_t soft, rlim_t hard) {
  struct rlimit value = {.rlim_cur = soft, .rlim_max = hard};
  return setrlimit(resource, &value) ? errno : 0;
}

// Since Linux 5.14 the processes of an id in one user namespace are not those in another. Before,
// a limit would count whatever else the person runs who started the server.
static bool counts_by_namespace(void) {
  struct utsname system;
  unsigned major = 0, minor = 0;
  return uname(&system) == 0 && sscanf(system.release, "%u.%u", &major, &minor) == 2
    && (major > 5 || (major == 5 && minor >= 14));
}

uint32_t limits_processes(const struct sandbox_request *request) {
  return request->processes + (request->kind == SANDBOX_COMPILE_COMMAND ? 1 : 0);
}

int limits_apply(const struct sandbox_request *request) {
  // RLIMIT_CPU counts whole seconds: a backstop for a loop that cannot watch, never the judge.
  rlim_t seconds = request->cpu_ns / 1000000000u + 2;
  int error = limit(RLIMIT_CPU, seconds, seconds + 1);
  // Files can only be written on a scratch directory; pipes are not counted here.
  rlim_t file = request->scratch_bytes ? request->scratch_bytes : request->output_bytes;
  if (!error) error = limit(RLIMIT_FSIZE, file, file);
  if (!error) error = limit(RLIMIT_NOFILE, request->open_files, request->open_files);
  if (!error) error = limit(RLIMIT_CORE, 0, 0);
  if (!error) error = limit(RLIMIT_MEMLOCK, 0, 0);
  if (!error) error = limit(RLIMIT_MSGQUEUE, 0, 0);
  rlim_t stack = slot.command ? 256u << 20 : 64u << 20;
  if (request->memory_bytes && request->memory_bytes < stack) stack = request->memory_bytes;
  if (!error) error = limit(RLIMIT_STACK, stack, stack);
  // Per user id: only meaningful where that is the run's alone, or at least the slot's.
  bool own_id = slot.features & SLOT_SET_ID;
  if (!error && (own_id || (slot.features & SLOT_NEW_PID && counts_by_namespace()))) {
    rlim_t processes = limits_processes(request);
    if (!own_id) processes += SLOT_PROCESSES;
    error = limit(RLIMIT_NPROC, processes, processes);
  }
  if (!error && request->memory_bytes && !slot.cgroup.version) {
    // No memory cgroup: bound what a process may allocate. The heap it inherits counts as well.
    rlim_t bytes = request->memory_bytes + (slot.command ? 0 : 48u << 20);
    error = limit(RLIMIT_DATA, bytes, bytes);
  }
  return error;
}

static int capability_get(struct __user_cap_data_struct data[2]) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  return syscall(SYS_capget, &header, data) ? errno : 0;
}

static int capability_set(uint64_t keep) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2] = {
    {.effective = (uint32_t)keep, .permitted = (uint32_t)keep},
    {.effective = (uint32_t)(keep >> 32), .permitted = (uint32_t)(keep >> 32)}};
  return syscall(SYS_capset, &header, data) ? errno : 0;
}

int capabilities_keep(uint64_t keep) {
  struct __user_cap_data_struct data[2];
  int error = capability_get(data);
  if (error) return error;
  uint64_t permitted = (uint64_t)data[1].permitted << 32 | data[0].permitted;
  if (permitted & 1u << CAP_SETPCAP) {
    for (int capability = 0; capability < 64; capability++)
      if (!(keep >> capability & 1) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) break;
    // An exec by user id 0 must not bring capabilities back.
    prctl(
      PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE, 0, 0,
      0);
  }
  return capability_set(permitted & keep);
}

int capabilities_clear(void) {
  int error = capability_set(0);
  if (error) return error;
  struct __user_cap_data_struct data[2];
  error = capability_get(data);
  if (error) return error;
  uint32_t left = data[0].effective | data[1].effective | data[0].permitted | data[1].permitted;
  return left ? EPERM : 0;
}
