#define _GNU_SOURCE
#include "CPosix.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

int cposix_accept4(int descriptor, int flags) { return accept4(descriptor, 0, 0, flags); }

int cposix_memfd_create(const char *name, unsigned int flags) { return memfd_create(name, flags); }

int cposix_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }
