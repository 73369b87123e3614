import Foundation

/// The system calls of this architecture by name, from the kernel's own header, and what a run may
/// do with them: a second list beside `seccomp_calls.h`, so that no call gets in there unnoticed.
enum SystemCalls {
  private static let headers = ["x86_64-linux-gnu/asm", "aarch64-linux-gnu/asm", "asm"].map {
    "/usr/include/\($0)/unistd_64.h"
  }

  /// Empty where the header of linux-libc-dev is missing.
  static let numbers: [String: UInt32] = {
    let text = headers.lazy.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.first
    var numbers: [String: UInt32] = [:]
    for line in (text ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, words[1].hasPrefix("__NR_") else { continue }
      numbers[String(words[1].dropFirst(5))] = UInt32(words[2])
    }
    return numbers
  }()

  /// Names that this architecture does not have are left out.
  static func set(_ names: String) -> Set<UInt32> {
    Set(names.split(whereSeparator: \.isWhitespace).compactMap { numbers[String($0)] })
  }

  /// What every run may call.
  static let harmless = set(
    """
    read write readv writev pread64 pwrite64 open openat close close_range lseek stat lstat fstat
    newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents64
    getcwd chdir fsync ftruncate fcntl dup dup2 dup3 pipe pipe2 mmap munmap mremap mprotect madvise
    brk poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd4 nanosleep
    clock_nanosleep clock_gettime clock_getres gettimeofday time times getitimer setitimer alarm
    pause timer_create timer_settime timer_gettime timer_delete restart_syscall sendto recvfrom
    sendmsg recvmsg shutdown getsockname getpeername setsockopt getsockopt exit exit_group futex
    set_robust_list set_tid_address rseq membarrier sched_yield sched_getaffinity sched_getparam
    sched_getscheduler getcpu rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait
    rt_sigpending rt_sigsuspend sigaltstack kill tkill tgkill wait4 waitid getpid getppid gettid
    getpgid getpgrp getsid getuid geteuid getgid getegid getgroups getresuid getresgid getrusage
    getrlimit sysinfo uname getrandom arch_prctl
    """)

  /// Compiled programs and compilers: processes, and files on a scratch directory.
  static let ofCommands = set(
    """
    execve execveat fork vfork setpgid unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir
    chmod fchmod fchmodat umask truncate utimensat flock fadvise64 fallocate copy_file_range
    sendfile link linkat symlink symlinkat fdatasync
    """)

  /// What the slot's process does before its child is a run. A run that can still call them has
  /// lost the capabilities that they take.
  static let ofSlots = set(
    """
    setresuid setresgid setgroups seccomp prlimit64 setrlimit setsid capset capget
    pidfd_send_signal mkdirat unlinkat fchownat chown mount
    """)

  /// No honest program calls these: it is killed.
  static let hostile = set(
    """
    ptrace bpf umount2 unshare setns io_uring_setup userfaultfd keyctl add_key request_key
    perf_event_open process_vm_readv process_vm_writev kexec_load init_module finit_module
    delete_module pivot_root chroot personality clock_settime settimeofday swapon reboot
    open_by_handle_at name_to_handle_at pidfd_getfd
    """)

  /// Whose arguments decide.
  static let conditional = set("clone socketpair prctl ioctl prlimit64")
}
