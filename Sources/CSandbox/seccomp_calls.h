// The system calls of a run, of a slot's own process, and of commands. Why: seccomp.c.
#pragma once
#include <stdint.h>
#include <sys/syscall.h>

#define FILTER_CALLS_MAX 400

enum call_rule {
  CALL_ALLOW,
  CALL_KILL,          // SIGSYS: no honest program does this
  CALL_REFUSE,        // EPERM
  CALL_UNKNOWN,       // ENOSYS, so that glibc falls back to the older call
  CALL_CLONE,         // the rest look at an argument
  CALL_CLONE_PROCESS,
  CALL_CLONE_ANY,
  CALL_UNSHARE_PROCESSES, // of namespaces, only those of processes; CAP_SYS_ADMIN, too
  CALL_SETNS_PROCESSES,
  CALL_SOCKETPAIR,
  CALL_PRCTL,
  CALL_PRCTL_SLOT,
  CALL_IOCTL,
  CALL_PRLIMIT,
  CALL_SIGNAL_OWN,    // the process or group to signal is the run's own
  CALL_FCNTL,         // no signals in the kernel's name
  CALL_SETSOCKOPT,    // larger buffers are not granted: they are the kernel's memory
};

struct call {
  uint32_t number;
  enum call_rule rule;
};

#define ALLOW(name) {SYS_##name, CALL_ALLOW}
#define KILL(name) {SYS_##name, CALL_KILL}

static const struct call run_calls[] = {
  // memory, files, descriptors
  ALLOW(read), ALLOW(write), ALLOW(readv), ALLOW(writev), ALLOW(pread64), ALLOW(pwrite64),
  ALLOW(close), ALLOW(close_range), ALLOW(lseek), ALLOW(openat), ALLOW(fstat), ALLOW(newfstatat),
  ALLOW(statx), ALLOW(faccessat), ALLOW(faccessat2), ALLOW(readlinkat), ALLOW(getdents64),
  ALLOW(statfs), ALLOW(fstatfs), ALLOW(getcwd), ALLOW(chdir), ALLOW(fsync), ALLOW(ftruncate),
  ALLOW(fcntl), ALLOW(dup), ALLOW(dup3), ALLOW(pipe2), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap),
  ALLOW(mprotect), ALLOW(madvise), ALLOW(brk), {SYS_ioctl, CALL_IOCTL},
  // waiting
  ALLOW(ppoll), ALLOW(pselect6), ALLOW(epoll_create1), ALLOW(epoll_ctl), ALLOW(epoll_pwait),
  ALLOW(epoll_pwait2), ALLOW(eventfd2), ALLOW(timerfd_create), ALLOW(timerfd_settime),
  ALLOW(timerfd_gettime), ALLOW(signalfd4), ALLOW(nanosleep), ALLOW(clock_nanosleep),
  ALLOW(clock_gettime), ALLOW(clock_getres), ALLOW(gettimeofday), ALLOW(getitimer),
  ALLOW(setitimer), ALLOW(timer_create), ALLOW(timer_settime), ALLOW(timer_gettime),
  ALLOW(timer_delete), ALLOW(times), ALLOW(restart_syscall),
  // the self-pipe of an event loop
  {SYS_socketpair, CALL_SOCKETPAIR}, ALLOW(sendto), ALLOW(recvfrom), ALLOW(sendmsg),
  ALLOW(recvmsg), ALLOW(shutdown), ALLOW(getsockname), ALLOW(getpeername), {SYS_setsockopt, CALL_SETSOCKOPT},
  ALLOW(getsockopt),
  // threads, signals, itself
  {SYS_clone, CALL_CLONE}, {SYS_clone3, CALL_UNKNOWN}, ALLOW(exit), ALLOW(exit_group),
  ALLOW(futex), ALLOW(set_robust_list), ALLOW(set_tid_address), ALLOW(rseq), ALLOW(membarrier),
  ALLOW(sched_yield), ALLOW(sched_getaffinity), ALLOW(sched_getparam),
  ALLOW(sched_getscheduler), ALLOW(getcpu), ALLOW(rt_sigaction), ALLOW(rt_sigprocmask),
  ALLOW(rt_sigreturn), ALLOW(rt_sigtimedwait), ALLOW(rt_sigpending), ALLOW(rt_sigsuspend),
  ALLOW(sigaltstack), ALLOW(kill), ALLOW(tkill), ALLOW(tgkill), ALLOW(wait4), ALLOW(waitid),
  ALLOW(getpid), ALLOW(getppid), ALLOW(gettid), ALLOW(getpgid), ALLOW(getsid), ALLOW(getuid),
  ALLOW(geteuid), ALLOW(getgid), ALLOW(getegid), ALLOW(getgroups), ALLOW(getresuid),
  ALLOW(getresgid), ALLOW(getrusage), ALLOW(sysinfo), ALLOW(uname), ALLOW(getrandom),
  {SYS_prctl, CALL_PRCTL}, {SYS_prlimit64, CALL_PRLIMIT},
#if defined(__x86_64__)
  // what aarch64 never had
  ALLOW(open), ALLOW(stat), ALLOW(lstat), ALLOW(access), ALLOW(readlink), ALLOW(pipe),
  ALLOW(dup2), ALLOW(select), ALLOW(poll), ALLOW(epoll_create), ALLOW(epoll_wait),
  ALLOW(eventfd), ALLOW(alarm), ALLOW(pause), ALLOW(time), ALLOW(getpgrp), ALLOW(getrlimit),
  ALLOW(arch_prctl),
#endif
  // hostile
  KILL(ptrace), KILL(bpf), KILL(mount), KILL(umount2), KILL(unshare), KILL(setns),
  KILL(io_uring_setup), KILL(userfaultfd), KILL(keyctl), KILL(add_key), KILL(request_key),
  KILL(perf_event_open), KILL(process_vm_readv), KILL(process_vm_writev), KILL(kexec_load),
  KILL(init_module), KILL(finit_module), KILL(delete_module), KILL(pivot_root), KILL(chroot),
  KILL(personality), KILL(clock_settime), KILL(settimeofday), KILL(swapon), KILL(reboot),
  KILL(open_by_handle_at), KILL(name_to_handle_at), KILL(pidfd_getfd),
};

// What only the slot's own process needs, before its child is a run.
static const struct call slot_calls[] = {
  ALLOW(setresuid), ALLOW(setresgid), ALLOW(setgroups), ALLOW(seccomp), ALLOW(prlimit64),
#if defined(__x86_64__)
  ALLOW(setrlimit),
#endif
  ALLOW(setsid), ALLOW(capset), ALLOW(capget), ALLOW(pidfd_send_signal), ALLOW(mkdirat),
  ALLOW(unlinkat), ALLOW(fchownat),
#if defined(__x86_64__)
  ALLOW(chown),
#endif
  {SYS_clone3, CALL_UNKNOWN}, {SYS_mount, CALL_KILL}, {SYS_prctl, CALL_PRCTL_SLOT},
};

// Compilers and compiled programs: processes, files on a scratch directory.
static const struct call command_calls[] = {
  ALLOW(execve), ALLOW(execveat), ALLOW(unlinkat), ALLOW(renameat), ALLOW(renameat2),
  ALLOW(mkdirat), ALLOW(fchmod), ALLOW(fchmodat), ALLOW(umask), ALLOW(truncate), ALLOW(utimensat),
  ALLOW(flock), ALLOW(fadvise64), ALLOW(fallocate), ALLOW(copy_file_range), ALLOW(sendfile),
  ALLOW(linkat), ALLOW(symlinkat), ALLOW(fdatasync), ALLOW(setpgid),
#if defined(__x86_64__)
  ALLOW(fork), ALLOW(vfork), ALLOW(unlink), ALLOW(rename), ALLOW(mkdir), ALLOW(rmdir),
  ALLOW(chmod), ALLOW(link), ALLOW(symlink),
#endif
};

// The namespace of a command (command.c).
static const struct call keeper_calls[] = {
  {SYS_unshare, CALL_UNSHARE_PROCESSES}, {SYS_setns, CALL_SETNS_PROCESSES},
};

// Where runs have the id of the slot and the server, the kernel would let them signal both.
static const struct call shared_id_calls[] = {
  {SYS_kill, CALL_SIGNAL_OWN}, {SYS_tgkill, CALL_SIGNAL_OWN}, {SYS_tkill, CALL_REFUSE},
  {SYS_fcntl, CALL_FCNTL},
  // Nor can a limit count the processes of one run: there are none but the first.
  {SYS_clone, CALL_CLONE},
#if defined(__x86_64__)
  {SYS_fork, CALL_REFUSE}, {SYS_vfork, CALL_REFUSE},
#endif
};

#define SHARED_ID_CALLS (int)(sizeof shared_id_calls / sizeof *shared_id_calls)
#define RUN_CALLS (int)(sizeof run_calls / sizeof *run_calls)
#define SLOT_CALLS (int)(sizeof slot_calls / sizeof *slot_calls)
#define KEEPER_CALLS (int)(sizeof keeper_calls / sizeof *keeper_calls)
#define COMMAND_CALLS (int)(sizeof command_calls / sizeof *command_calls)
