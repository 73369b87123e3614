// Starts sandboxd as a container with Docker's default profile would: for the tests of tier C.
//
// `SandboxConfiguration.sandboxdPath` names this program; it takes away what such a container does
// not have and executes the `sandboxd` beside it with its own arguments and descriptors:
//
//   capabilities   the 14 of Docker's default set, in the bounding set as well
//   system calls   what moby's default seccomp profile refuses without CAP_SYS_ADMIN and the like:
//                  new namespaces, mounts, keyrings, io_uring ... (EPERM), clone3 (ENOSYS)
//   cgroups        mounted read-only
//
// The profile is a list of what is allowed; here stands what matters of the rest.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET: moby's own mask.
#define NEW_NAMESPACES 0x7e020000u

static const uint32_t refused[] = {
  SYS_mount, SYS_umount2, SYS_pivot_root, SYS_setns, SYS_unshare, SYS_fsopen, SYS_fsconfig,
  SYS_fsmount, SYS_fspick, SYS_move_mount, SYS_open_tree, SYS_mount_setattr, SYS_keyctl,
  SYS_add_key, SYS_request_key, SYS_bpf, SYS_perf_event_open, SYS_io_uring_setup,
  SYS_io_uring_enter, SYS_io_uring_register, SYS_userfaultfd, SYS_open_by_handle_at,
  SYS_clock_settime, SYS_settimeofday, SYS_pidfd_getfd, SYS_kcmp, SYS_init_module,
  SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load, SYS_swapon,
  SYS_swapoff, SYS_reboot, SYS_quotactl, SYS_acct, SYS_mbind, SYS_set_mempolicy,
  SYS_get_mempolicy, SYS_move_pages, SYS_migrate_pages, SYS_vhangup, SYS_syslog, SYS_sethostname,
  SYS_setdomainname, SYS_fanotify_init,
};
#define REFUSED (sizeof refused / sizeof *refused)

static const int kept[] = {
  CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_MKNOD, CAP_NET_RAW, CAP_SETGID,
  CAP_SETUID, CAP_SETFCAP, CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT, CAP_KILL,
  CAP_AUDIT_WRITE};

static int mount_cgroups_read_only(void) {
  if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) return -1;
  FILE *mounts = fopen("/proc/self/mounts", "re");
  if (!mounts) return -1;
  char line[4096], point[512], type[64];
  int failed = 0;
  while (fgets(line, sizeof line, mounts))
    if (sscanf(line, "%*s %511s %63s", point, type) == 2 && strncmp(type, "cgroup", 6) == 0)
      failed |= mount(NULL, point, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL);
  fclose(mounts);
  return failed;
}

static int install_filter(void) {
  struct sock_filter code[2 * REFUSED + 16];
  unsigned short size = 0;
#define ADD(...) code[size++] = (struct sock_filter)__VA_ARGS__
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
  for (size_t i = 0; i < REFUSED; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
  }
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])));
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  struct sock_fprog program = {.len = size, .filter = code};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static int drop_capabilities(void) {
  uint64_t keep = 0;
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) keep |= UINT64_C(1) << kept[i];
  for (int capability = 0; capability <= 63; capability++)
    if (!(keep >> capability & 1) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) break;
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2] = {
    {.effective = (uint32_t)keep, .permitted = (uint32_t)keep},
    {.effective = (uint32_t)(keep >> 32), .permitted = (uint32_t)(keep >> 32)}};
  return (int)syscall(SYS_capset, &header, data);
}

int main(int count, char **arguments) {
  (void)count;
  char path[1024];
  snprintf(path, sizeof path, "%s", arguments[0]);
  char *name = strrchr(path, '/');
  if (!name || (size_t)(name - path) + sizeof "/sandboxd" > sizeof path) return 1;
  strcpy(name, "/sandboxd");
  // The filter goes in while CAP_SYS_ADMIN is there: with it, no_new_privs stays as Docker has it.
  if (mount_cgroups_read_only() || install_filter() || drop_capabilities()) {
    perror("dockerprofile");
    return 1;
  }
  arguments[0] = path;
  execv(path, arguments);
  perror(path);
  return 1;
}
