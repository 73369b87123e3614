// Landlock: the file system of a slot that could not have namespaces (a container with its default
// profile). Programs and libraries can be read and executed, nothing can be written, no network.
#include "daemon.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Newer than some distributions' headers.
struct ruleset {
  uint64_t files, network, scoped;
};

#define READ_FILE LANDLOCK_ACCESS_FS_READ_FILE
#define READ_TREE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN_TREE (READ_TREE | LANDLOCK_ACCESS_FS_EXECUTE)

int landlock_version(void) {
  return (int)syscall(
    SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static int allow(int ruleset, const char *path, uint64_t access) {
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0) return errno == ENOENT ? 0 : errno;
  struct stat status;
  if (fstat(file, &status) == 0 && !S_ISDIR(status.st_mode))
    access &= LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE
      | LANDLOCK_ACCESS_FS_WRITE_FILE;
  struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = file};
  int error =
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ? errno : 0;
  close(file);
  return error;
}

int landlock_restrict(const char *python) {
  int version = landlock_version();
  if (version < 1) return errno;
  // Bits of LANDLOCK_ACCESS_FS_*: 13 in version 1; REFER, TRUNCATE, IOCTL_DEV came later.
  struct ruleset rules = {.files = (1u << 13) - 1};
  if (version >= 2) rules.files |= 1u << 13;
  if (version >= 3) rules.files |= 1u << 14;
  if (version >= 5) rules.files |= 1u << 15;
  size_t size = sizeof rules.files;
  if (version >= 4) {
    rules.network = 3; // bind and connect over TCP
    size = 2 * sizeof rules.files;
  }
  if (version >= 6) {
    rules.scoped = 3; // signals and abstract sockets stay inside
    size = sizeof rules;
  }
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset < 0) return errno;
  static const char *const trees[] = {"/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec",
    "/usr/bin", "/usr/include", "/usr/local/lib", "/lib", "/lib64"};
  int error = 0;
  for (size_t i = 0; !error && i < sizeof trees / sizeof *trees; i++)
    error = allow(ruleset, trees[i], RUN_TREE);
  if (!error) error = allow(ruleset, python, RUN_TREE);
  char prefix[PATH_MAX];
  python_prefix(python, prefix);
  if (!error && *prefix) error = allow(ruleset, prefix, RUN_TREE);
  if (!error) error = allow(ruleset, "/dev/null", READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (!error) error = allow(ruleset, "/dev/zero", READ_FILE);
  if (!error) error = allow(ruleset, "/dev/urandom", READ_FILE);
  if (!error && chdir("/usr/lib")) error = errno; // a place that exists and cannot be written to
  if (!error && syscall(SYS_landlock_restrict_self, ruleset, 0)) error = errno;
  close(ruleset);
  return error;
}
