// What Glibc's Swift module hides: <sys/epoll.h>, functions behind _GNU_SOURCE, and what must be C.
//
// _GNU_SOURCE is defined in the .c files only: defined here, it would change types (fd_set) that
// Swift already knows from its Glibc module.
#pragma once
#include <sys/epoll.h>
#include <sys/types.h>

// Each returns what the system call returns and sets errno as it does.
int cposix_accept4(int descriptor, int flags);
int cposix_memfd_create(const char *name, unsigned int flags);
int cposix_pipe2(int descriptors[2], int flags);

// An epoll set (EPOLL_CLOEXEC); -1 with errno.
int cposix_epoll_create(void);

// Adds, changes or removes a descriptor by what it is to be watched for: 0 watches for errors only.
// -1 with errno.
int cposix_epoll_add(int set, int descriptor, unsigned int events);
int cposix_epoll_change(int set, int descriptor, unsigned int events);
int cposix_epoll_remove(int set, int descriptor);

// A descriptor that is ready, and what for. epoll_event without its union.
struct cposix_readiness {
  unsigned int events;
  int descriptor;
};

// Fills `ready` with at most `capacity` (256 at the most) and returns how many; waits up to
// `microseconds` (below a second) for the first, where the kernel can wait for so little.
int cposix_epoll_wait(
  int set, struct cposix_readiness *ready, int capacity, unsigned int microseconds);

// Cores that this process may run on; at least 1.
int cposix_available_cores(void);

// Lets this process have `wanted` open files, or as many as it may; returns how many.
long cposix_raise_open_files(long wanted);

// Lines appear at once also when the standard output is a file or a pipe.
void cposix_buffer_output_by_line(void);

// Memory that was freed goes back to the system.
void cposix_trim_memory(void);

// The calling thread's name, of at most 15 bytes: a longer one has no effect.
void cposix_name_thread(const char *name);

// From now on each signal `number` writes one byte, its number, into a pipe. Returns the pipe's
// reading end, the same for every call and never to be closed, or -1 with errno. Call it from one
// thread.
int cposix_watch_signal(int number);
