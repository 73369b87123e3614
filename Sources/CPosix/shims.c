#define _GNU_SOURCE
#include "CPosix.h"

#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

int cposix_accept4(int descriptor, int flags) { return accept4(descriptor, 0, 0, flags); }

int cposix_memfd_create(const char *name, unsigned int flags) { return memfd_create(name, flags); }

int cposix_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }

int cposix_available_cores(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

long cposix_raise_open_files(long wanted) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit)) return 0;
  rlim_t most = limit.rlim_max < (rlim_t)wanted ? limit.rlim_max : (rlim_t)wanted;
  if (limit.rlim_cur < most) {
    limit.rlim_cur = most;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur > LONG_MAX ? LONG_MAX : (long)limit.rlim_cur;
}

void cposix_buffer_output_by_line(void) { setvbuf(stdout, 0, _IOLBF, 0); }

void cposix_trim_memory(void) { malloc_trim(0); }

void cposix_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
