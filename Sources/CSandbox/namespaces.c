// The jail of a slot: its ids and its read-only root.
//
// The root is a tmpfs with the directories of the system's programs bound read-only, three device
// files and the slot library; and, of an interpreter outside /usr, its own directory. There is no /proc, no /sys, no /etc and nothing that can be written
// to: what a program cannot name it cannot read, and what it cannot write cannot reach the next run.
#include "daemon.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

static int write_file(pid_t process, const char *name, const char *text) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/%s", (long)process, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  int error = write(file, text, strlen(text)) < 0 ? errno : 0;
  close(file);
  return error;
}

pid_t namespaces_clone(unsigned long flags, bool range, int *pidfd) {
  // The /proc files of a process that is not dumpable belong to root, so an ordinary user could not
  // map the child's ids. The child stays dumpable until they are: it may well run before its parent.
  if (!range) prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  pid_t child = (pid_t)syscall(SYS_clone, flags, 0, pidfd, 0, 0);
  int error = errno;
  if (child != 0) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  errno = error;
  return child;
}

int namespaces_map(pid_t process, uid_t first, uint32_t count) {
  char text[64];
  int error = 0;
  if (count == 1) { // an unprivileged user may map only itself, and must give up setgroups
    error = write_file(process, "setgroups", "deny");
    snprintf(text, sizeof text, "0 %u 1", (unsigned)getgid());
  } else
    snprintf(text, sizeof text, "0 %u %u", (unsigned)first, count);
  if (!error) error = write_file(process, "gid_map", text);
  if (count == 1) snprintf(text, sizeof text, "0 %u 1", (unsigned)getuid());
  if (!error) error = write_file(process, "uid_map", text);
  return error;
}

static int read_only(const char *target) {
  // Flags that the original mount has are locked in a user namespace: repeat them.
  struct statvfs status;
  unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID;
  if (statvfs(target, &status) == 0) {
    if (status.f_flag & ST_NODEV) flags |= MS_NODEV;
    if (status.f_flag & ST_NOEXEC) flags |= MS_NOEXEC;
    if (status.f_flag & ST_NOATIME) flags |= MS_NOATIME;
    if (status.f_flag & ST_NODIRATIME) flags |= MS_NODIRATIME;
    if (status.f_flag & ST_RELATIME) flags |= MS_RELATIME;
  }
  return mount(NULL, target, NULL, flags, NULL) ? errno : 0;
}

// Binds a directory of the host, or repeats its symbolic link (/lib -> usr/lib).
static int show(const char *source, const char *target) {
  struct stat status;
  if (lstat(source, &status)) return errno == ENOENT ? 0 : errno;
  if (S_ISLNK(status.st_mode)) {
    char link[256];
    ssize_t length = readlink(source, link, sizeof link - 1);
    if (length < 0) return errno;
    link[length] = 0;
    return symlink(link, target) ? errno : 0;
  }
  if (S_ISDIR(status.st_mode)) {
    if (mkdir(target, 0755)) return errno;
  } else {
    int file = open(target, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0) return errno;
    close(file);
  }
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL)) return errno;
  return read_only(target);
}

// `<prefix>/bin/python3` to `<prefix>`; empty where the root has it already.
void python_prefix(const char *python, char prefix[PATH_MAX]) {
  *prefix = 0;
  if (strncmp(python, "/usr/", 5) == 0 || strlen(python) >= PATH_MAX) return;
  strcpy(prefix, python);
  for (int i = 0; i < 2; i++) {
    char *slash = strrchr(prefix, '/');
    if (slash) *slash = 0;
  }
}

// By descriptor: the way to it (/root/…) need not be open to the ids of a slot.
static int show_prefix(int file, const char *prefix) {
  char source[32], target[PATH_MAX + 8];
  snprintf(source, sizeof source, "/proc/self/fd/%d", file);
  int length = snprintf(target, sizeof target, "/tmp%s", prefix);
  if (length >= PATH_MAX) return ENAMETOOLONG;
  for (char *slash = target + 5; (slash = strchr(slash, '/')); slash++) {
    *slash = 0;
    if (mkdir(target, 0755) && errno != EEXIST) return errno;
    *slash = '/';
  }
  if (mkdir(target, 0755) && errno != EEXIST) return errno;
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL)) return errno;
  return read_only(target);
}

static int copy_library(int library) {
  struct stat status;
  if (fstat(library, &status)) return errno;
  int file = open("judge/slot.so", O_CREAT | O_WRONLY | O_CLOEXEC, 0444);
  if (file < 0) return errno;
  off_t at = 0; // an offset of our own: the description is shared between slots
  int error = 0;
  while (!error && at < status.st_size)
    if (sendfile(file, library, &at, (size_t)(status.st_size - at)) <= 0) error = errno ? errno : EIO;
  close(file);
  return error;
}

int namespaces_enter_root(int library, int prefix_file, const char *prefix) {
  static const char *const shown[] = {
    "usr", "bin", "lib", "lib32", "lib64", "sbin", "dev/null", "dev/zero", "dev/urandom"};
  if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) return errno;
  // Built on a tmpfs over /tmp of this private mount namespace; the host's /tmp is not touched.
  if (mount("root", "/tmp", "tmpfs", MS_NOSUID, "size=20m,mode=755")) return errno;
  if (chdir("/tmp")) return errno;
  if (mkdir("dev", 0755) || mkdir("judge", 0755) || mkdir("tmp", 0755) || mkdir("old", 0700))
    return errno;
  for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
    char source[32], target[32];
    snprintf(source, sizeof source, "/%s", shown[i]);
    snprintf(target, sizeof target, "/tmp/%s", shown[i]);
    int error = show(source, target);
    if (error) return error;
  }
  int error = copy_library(library);
  if (!error && *prefix) error = show_prefix(prefix_file, prefix);
  if (error) return error;
  if (syscall(SYS_pivot_root, ".", "old") == 0) {
    if (umount2("/old", MNT_DETACH)) return errno;
    if (rmdir("/old")) return errno;
  } else {
    // An initramfs cannot be pivoted away from (EINVAL): move over it instead.
    if (errno != EINVAL) return errno;
    if (rmdir("old") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".")) return errno;
  }
  if (chdir("/tmp")) return errno;
  if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID, NULL)) return errno;
  if (sethostname("sandbox", 7)) return errno;
  return 0;
}
