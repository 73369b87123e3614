// Starts sandboxd as a user without any rights, group or capability: for the tests of tiers B and D.
//
// `SandboxConfiguration.sandboxdPath` names this program, or a link to it. Such a user need not be
// able to reach the directory of a checkout, so the one with the products is seen as /mnt from here
// on. Called `forgetful`, it also makes capset() claim success and do nothing, as a broken kernel or
// a tracer could: whoever does not check keeps all capabilities.
#define _GNU_SOURCE
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define USER 65533 // not `nobody`, who may have processes

static int show_products(void) {
  char directory[1024];
  ssize_t length = readlink("/proc/self/exe", directory, sizeof directory - 1);
  if (length < 0) return -1;
  directory[length] = 0;
  char *name = strrchr(directory, '/');
  if (!name) return -1;
  *name = 0;
  return unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)
    || mount(directory, "/mnt", NULL, MS_BIND, NULL);
}

static int become_user(void) {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) return -1;
  return setgroups(0, NULL) || setresgid(USER, USER, USER) || setresuid(USER, USER, USER);
}

static int disable_capset(void) {
  struct sock_filter code[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_capset, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO), // errno 0: it returns 0
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

int main(int count, char **arguments) {
  const char *name = strrchr(arguments[0], '/');
  bool forgetful = name && strcmp(name, "/forgetful") == 0;
  // The filter goes in with CAP_SYS_ADMIN, so that no_new_privs stays as it is.
  if (show_products() || (forgetful && disable_capset()) || become_user()) {
    perror("ordinaryuser");
    return 1;
  }
  arguments[0] = "/mnt/sandboxd";
  for (int i = 1; i + 1 < count; i++)
    if (strcmp(arguments[i], "--library") == 0) arguments[i + 1] = "/mnt/libsandboxslot.so";
  execv(arguments[0], arguments);
  perror(arguments[0]);
  return 1;
}
