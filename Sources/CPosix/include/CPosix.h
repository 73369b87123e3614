// What Glibc's Swift module hides: functions behind _GNU_SOURCE and <sys/epoll.h>.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

// Each returns what the system call returns and sets errno as it does.
int cposix_accept4(int descriptor, int flags);
int cposix_memfd_create(const char *name, unsigned int flags);
int cposix_pipe2(int descriptors[2], int flags);
