#define _GNU_SOURCE
#include "CPosix.h"

#include <stddef.h>
#include <sys/epoll.h>
#include <time.h>

int cposix_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int set, int operation, int descriptor, unsigned int events) {
  struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
  return epoll_ctl(set, operation, descriptor, &event);
}

int cposix_epoll_add(int set, int descriptor, unsigned int events) {
  return control(set, EPOLL_CTL_ADD, descriptor, events);
}

int cposix_epoll_change(int set, int descriptor, unsigned int events) {
  return control(set, EPOLL_CTL_MOD, descriptor, events);
}

int cposix_epoll_remove(int set, int descriptor) {
  return control(set, EPOLL_CTL_DEL, descriptor, 0);
}

int cposix_epoll_wait(
  int set, struct cposix_readiness *ready, int capacity, unsigned int microseconds) {
  struct epoll_event events[256];
  if (capacity > 256) capacity = 256;
  int count;
  if (microseconds == 0) {
    count = epoll_wait(set, events, capacity, 0);
  } else {
    struct timespec patience = {.tv_nsec = (long)microseconds * 1000};
    count = epoll_pwait2(set, events, capacity, &patience, NULL); // since Linux 5.11
  }
  for (int i = 0; i < count; i++) {
    ready[i].events = events[i].events;
    ready[i].descriptor = events[i].data.fd;
  }
  return count;
}
