// Messages with descriptors over SOCK_SEQPACKET, sealed files, and starting sandboxd.
#define _GNU_SOURCE
#include "CSandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 8

union control {
  char bytes[CMSG_SPACE(sizeof(int) * DESCRIPTORS_MAX)];
  struct cmsghdr alignment;
};

int sandbox_send(
  int socket, const void *message, size_t size, const void *payload, size_t payload_size,
  const int *descriptors, size_t count) {
  if (count > DESCRIPTORS_MAX) return EINVAL;
  struct iovec parts[2] = {
    {.iov_base = (void *)message, .iov_len = size},
    {.iov_base = (void *)payload, .iov_len = payload_size},
  };
  struct msghdr header = {.msg_iov = parts, .msg_iovlen = payload_size ? 2 : 1};
  union control control;
  if (count) {
    memset(&control, 0, sizeof control);
    header.msg_control = control.bytes;
    header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
    struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * count);
    memcpy(CMSG_DATA(rights), descriptors, sizeof(int) * count);
  }
  for (;;) {
    if (sendmsg(socket, &header, MSG_NOSIGNAL) >= 0) return 0;
    if (errno != EINTR) return errno;
  }
}

static ssize_t receive(
  int socket, void *message, size_t size, int *descriptors, size_t *count, int flags) {
  size_t wanted = count ? *count : 0;
  if (count) *count = 0;
  struct iovec part = {.iov_base = message, .iov_len = size};
  union control control;
  struct msghdr header = {
    .msg_iov = &part, .msg_iovlen = 1,
    .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  ssize_t received;
  do received = recvmsg(socket, &header, flags | MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  if (received < 0) return -errno;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    size_t present = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < present; i++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
      if (count && *count < wanted)
        descriptors[(*count)++] = descriptor;
      else
        close(descriptor);
    }
  }
  if (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
    for (size_t i = 0; count && i < *count; i++) close(descriptors[i]);
    if (count) *count = 0;
    return -EMSGSIZE;
  }
  return received;
}

ssize_t sandbox_receive(int socket, void *message, size_t size, int *descriptors, size_t *count) {
  return receive(socket, message, size, descriptors, count, 0);
}

ssize_t sandbox_peek(int socket, void *message, size_t size, int *descriptors, size_t *count) {
  return receive(socket, message, size, descriptors, count, MSG_PEEK);
}

int sandbox_socketpair(int pair[2]) {
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) ? errno : 0;
}

int sandbox_sealed_file(const void *bytes, size_t size) {
  int file = memfd_create("asyncjudge", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -errno;
  for (size_t done = 0; done < size;) {
    ssize_t written = pwrite(file, (const char *)bytes + done, size - done, (off_t)done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      int error = written ? errno : EIO;
      close(file);
      return -error;
    }
    done += (size_t)written;
  }
  // Without the seals a program could reopen its stdin for writing through /proc/self/fd and
  // change the input of the runs after it.
  if (fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)) {
    int error = errno;
    close(file);
    return -error;
  }
  return file;
}

int sandbox_output_file(void) {
  int file = memfd_create("output", MFD_CLOEXEC);
  return file < 0 ? -errno : file;
}

int sandbox_reopen(int descriptor) {
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  // A run with the server's own user id can take all rights away from its input.
  if (file < 0 && errno == EACCES && fchmod(descriptor, 0600) == 0)
    file = open(path, O_RDONLY | O_CLOEXEC);
  return file < 0 ? -errno : file;
}

pid_t sandbox_spawn(const char *path, char *const arguments[], int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return -error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return -error;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  // dup2 onto itself also clears close-on-exec (POSIX 2024, glibc >= 2.29).
  if (!error) error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, socket, 3);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
  if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(&attributes, &all);
  if (!error)
    error = posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  // A fixed environment: nothing of the operator's (LD_PRELOAD, PYTHON*, secrets) goes in.
  char *const environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", NULL};
  pid_t process = -1;
  if (!error) error = posix_spawn(&process, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error ? -error : process;
}

int sandbox_exited(int status, int *code) {
  if (!WIFEXITED(status)) return 0;
  *code = WEXITSTATUS(status);
  return 1;
}

int sandbox_signalled(int status, int *signal) {
  if (!WIFSIGNALED(status)) return 0;
  *signal = WTERMSIG(status);
  return 1;
}
