// Seccomp: a list of allowed system calls compiled into a binary search tree.
//
// A filter runs at every system call of every run: a linear list of 128 costs 0.65 ms per test, a
// tree nothing measurable. It is installed once in the slot's process and inherited by its runs, so
// a run pays nothing. What only the slot's process needs (setresuid, capset, clone with CLONE_NEWPID
// ...) stays in the list: a run has lost the capabilities that would make those calls do anything.
// Where that is not so - clone3 hides its flags from a filter, and without namespaces the zygote
// must fork plainly - each child adds the small filter that takes exactly these calls away. Where runs
// have the same user id as the slot (tier D), it also keeps their signals to themselves.
//
// Not on the list: EPERM. On the list of calls that no honest program makes: the process is killed
// with SIGSYS, which the server reports as a security violation. Another architecture (i386, x32):
// killed, or EPERM for x32 numbers.
#include "slot.h"
#include "seccomp_calls.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "seccomp.c knows x86_64 and aarch64; add the audit architecture of this one"
#endif

struct range {
  uint32_t low;
  enum call_rule rule;
};

struct program {
  uint32_t own; // of CALL_SIGNAL_OWN
  struct sock_filter code[SANDBOX_FILTER_MAX];
  unsigned short size;
};

static void emit(struct program *program, uint16_t code, uint8_t jt, uint8_t jf, uint32_t k) {
  if (program->size < SANDBOX_FILTER_MAX)
    program->code[program->size++] = (struct sock_filter){.code = code, .jt = jt, .jf = jf, .k = k};
}

static void load(struct program *program, size_t offset) {
  emit(program, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

static void answer(struct program *program, uint32_t action) {
  emit(program, BPF_RET | BPF_K, 0, 0, action);
}

#define ARGUMENT(n) offsetof(struct seccomp_data, args[n]) // its low half: both are little endian
#define REFUSE(error) (SECCOMP_RET_ERRNO | (error))

// Allows the call when the value loaded is one of these.
static void one_of(
  struct program *program, const uint32_t *values, size_t count, uint32_t otherwise) {
  for (size_t i = 0; i < count; i++)
    emit(program, BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(count - i), 0, values[i]);
  answer(program, otherwise);
  answer(program, SECCOMP_RET_ALLOW);
}

#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)
// CLONE_PARENT is among them: it would make a process of a run the child of the slot's.
#define SPACES                                                                                  \
  (CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS      \
    | CLONE_NEWCGROUP | CLONE_PTRACE | CLONE_UNTRACED | CLONE_PARENT)

static void rule(struct program *program, enum call_rule rule) {
  switch (rule) {
  case CALL_ALLOW: answer(program, SECCOMP_RET_ALLOW); break;
  case CALL_KILL: answer(program, SECCOMP_RET_KILL_PROCESS); break;
  case CALL_REFUSE: answer(program, REFUSE(EPERM)); break;
  case CALL_UNKNOWN: answer(program, REFUSE(ENOSYS)); break;
  case CALL_CLONE:         // threads
  case CALL_CLONE_PROCESS: // threads, and processes in a new pid namespace: needs CAP_SYS_ADMIN
  case CALL_CLONE_ANY: {   // threads and processes, also in a new mount namespace: that as well
    static const struct {
      size_t count;
      uint32_t flags[5];
    } allowed[] = { // CLONE_VM: posix_spawn, and command.c
      {1, {THREAD}},
      {3, {THREAD, CLONE_NEWPID, CLONE_NEWPID | CLONE_NEWNS}},
      {5, {THREAD, 0, CLONE_VM, CLONE_NEWNS, CLONE_VM | CLONE_NEWNS}},
    };
    load(program, ARGUMENT(0));
    emit(program, BPF_ALU | BPF_AND | BPF_K, 0, 0, THREAD | SPACES);
    one_of(
      program, allowed[rule - CALL_CLONE].flags, allowed[rule - CALL_CLONE].count, REFUSE(EPERM));
    break;
  }
  case CALL_UNSHARE_PROCESSES:
  case CALL_SETNS_PROCESSES: {
    const uint32_t allowed[] = {CLONE_NEWPID};
    load(program, rule == CALL_SETNS_PROCESSES ? ARGUMENT(1) : ARGUMENT(0));
    one_of(program, allowed, 1, SECCOMP_RET_KILL_PROCESS);
    break;
  }
  case CALL_SOCKETPAIR: {
    const uint32_t allowed[] = {AF_UNIX};
    load(program, ARGUMENT(0));
    one_of(program, allowed, 1, REFUSE(EACCES));
    break;
  }
  case CALL_PRCTL:
  case CALL_PRCTL_SLOT: {
    const uint32_t allowed[] = {PR_SET_NAME, PR_GET_NAME, PR_SET_PDEATHSIG};
    load(program, ARGUMENT(0));
    one_of(program, allowed, rule == CALL_PRCTL ? 2 : 3, REFUSE(EPERM));
    break;
  }
  case CALL_IOCTL: {
    const uint32_t allowed[] = {FIONBIO, FIOCLEX, FIONCLEX, FIONREAD, TCGETS};
    load(program, ARGUMENT(1));
    one_of(program, allowed, 5, REFUSE(ENOTTY));
    break;
  }
  case CALL_SIGNAL_OWN: {
    const uint32_t allowed[] = {program->own, 0, -program->own}; // the process, its group twice
    load(program, ARGUMENT(0));
    one_of(program, allowed, 3, REFUSE(EPERM));
    break;
  }
  case CALL_FCNTL: {
    const uint32_t refused[] = {F_SETOWN, F_SETSIG, F_SETOWN_EX};
    load(program, ARGUMENT(1));
    for (uint8_t i = 0; i < 3; i++)
      emit(program, BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(3 - i), 0, refused[i]);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, REFUSE(EPERM));
    break;
  }
  case CALL_SETSOCKOPT: {
    const uint32_t buffers[] = {SO_SNDBUF, SO_RCVBUF, SO_SNDBUFFORCE, SO_RCVBUFFORCE};
    load(program, ARGUMENT(1));
    emit(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 5, SOL_SOCKET);
    load(program, ARGUMENT(2));
    for (uint8_t i = 0; i < 4; i++)
      emit(program, BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(4 - i), 0, buffers[i]);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, REFUSE(0)); // success without effect: a size is a wish, which may be capped
    break;
  }
  case CALL_PRLIMIT: { // reading only: new_limit is NULL
    load(program, ARGUMENT(2));
    emit(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0);
    load(program, ARGUMENT(2) + 4);
    emit(program, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0);
    answer(program, REFUSE(EPERM));
    answer(program, SECCOMP_RET_ALLOW);
    break;
  }
  }
}

// Splits ranges[first...last] in the middle until one is left; that one decides.
static void tree(struct program *program, const struct range *ranges, int first, int last) {
  if (first == last) {
    rule(program, ranges[first].rule);
    return;
  }
  int middle = (first + last + 1) / 2;
  // Conditional jumps reach 255 instructions; a far right half needs the jump in between.
  emit(program, BPF_JMP | BPF_JGE | BPF_K, 0, 1, ranges[middle].low);
  unsigned short jump = program->size;
  emit(program, BPF_JMP | BPF_JA, 0, 0, 0);
  tree(program, ranges, first, middle - 1);
  program->code[jump].k = (uint32_t)(program->size - jump - 1);
  tree(program, ranges, middle, last);
}

static int by_number(const void *a, const void *b) {
  uint32_t x = ((const struct call *)a)->number, y = ((const struct call *)b)->number;
  return (x > y) - (x < y);
}

static void compile(
  struct program *program, struct call *calls, int count, enum call_rule otherwise) {
  qsort(calls, (size_t)count, sizeof *calls, by_number);
  struct range ranges[2 * FILTER_CALLS_MAX];
  int used = 0;
  uint32_t next = 0;
  for (int i = 0; i < count; i++) {
    bool gap = calls[i].number > next;
    if (gap) ranges[used++] = (struct range){next, otherwise};
    if (!used || gap || ranges[used - 1].rule != calls[i].rule)
      ranges[used++] = (struct range){calls[i].number, calls[i].rule};
    next = calls[i].number + 1;
  }
  ranges[used++] = (struct range){next, otherwise}; // x32 numbers as well
  program->size = 0;
  load(program, offsetof(struct seccomp_data, arch));
  emit(program, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
  answer(program, SECCOMP_RET_KILL_PROCESS);
  load(program, offsetof(struct seccomp_data, nr));
  tree(program, ranges, 0, used - 1);
}

static int install(struct program *program) {
  if (program->size >= SANDBOX_FILTER_MAX) return E2BIG;
  struct sock_fprog code = {.len = program->size, .filter = program->code};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &code) ? errno : 0;
}

// Adds `more` to the list; a call that is in both gets the rule of `more`.
static int merge(struct call *list, int count, const struct call *more, int extra) {
  for (int i = 0; i < extra; i++) {
    int at = 0;
    while (at < count && list[at].number != more[i].number) at++;
    list[at] = more[i];
    if (at == count) count++;
  }
  return count;
}

static void build(
  struct program *program, enum filter_profile profile, uint32_t features, bool into_cgroup) {
  struct call calls[FILTER_CALLS_MAX];
  int count = merge(calls, 0, run_calls, RUN_CALLS);
  count = merge(calls, count, slot_calls, SLOT_CALLS);
  if (profile == FILTER_COMMAND) count = merge(calls, count, command_calls, COMMAND_CALLS);
  if (profile == FILTER_COMMAND && features & SLOT_NEW_PID)
    count = merge(calls, count, keeper_calls, KEEPER_CALLS);
  for (int i = 0; i < count; i++) {
    if (calls[i].number == SYS_clone)
      calls[i].rule = profile == FILTER_COMMAND || !(features & SLOT_NEW_PID) ? CALL_CLONE_ANY
                                                                              : CALL_CLONE_PROCESS;
    if (calls[i].number == SYS_clone3 && into_cgroup) calls[i].rule = CALL_ALLOW;
    if (calls[i].number == SYS_mount && features & SLOT_NEW_PID) calls[i].rule = CALL_ALLOW;
  }
  compile(program, calls, count, CALL_REFUSE);
}

static void build_child(
  struct program *program, enum filter_profile profile, uint32_t features) {
  struct call calls[FILTER_CALLS_MAX];
  int count = merge(calls, 0, slot_calls, SLOT_CALLS);
  for (int i = 0; i < count; i++) {
    calls[i].rule = CALL_REFUSE;
    if (calls[i].number == SYS_clone3) calls[i].rule = CALL_UNKNOWN;
    if (calls[i].number == SYS_prlimit64) calls[i].rule = CALL_PRLIMIT;
    if (calls[i].number == SYS_prctl) calls[i].rule = CALL_PRCTL;
    if (calls[i].number == SYS_mount) calls[i].rule = CALL_KILL;
  }
  if (profile == FILTER_PYTHON)
    calls[count++] = (struct call){SYS_clone, CALL_CLONE};
  for (int i = 0; i < KEEPER_CALLS; i++)
    calls[count++] = (struct call){keeper_calls[i].number, CALL_KILL};
  // A run stays in its process group: without a pid namespace that is what ends all of it.
  calls[count++] = (struct call){SYS_setpgid, CALL_REFUSE};
  program->own = (uint32_t)getpid();
  if (!(features & (SLOT_NEW_PID | SLOT_SET_ID)))
    count = merge(calls, count, shared_id_calls, SHARED_ID_CALLS);
  compile(program, calls, count, CALL_ALLOW);
}

int filter_install(enum filter_profile profile, uint32_t features, bool into_cgroup) {
  static struct program program;
  build(&program, profile, features, into_cgroup);
  return install(&program);
}

int filter_install_child(enum filter_profile profile, uint32_t features) {
  static struct program program;
  build_child(&program, profile, features);
  return install(&program);
}

_Static_assert(sizeof(struct sandbox_instruction) == sizeof(struct sock_filter), "the same bytes");

int sandbox_filter(struct sandbox_instruction code[SANDBOX_FILTER_MAX], uint32_t options) {
  struct program program;
  enum filter_profile profile = options & SANDBOX_FILTER_COMMANDS ? FILTER_COMMAND : FILTER_PYTHON;
  uint32_t features = options & SANDBOX_FILTER_NAMESPACES ? SLOT_NEW_PID : 0;
  if (!(options & SANDBOX_FILTER_SHARED_ID)) features |= SLOT_SET_ID;
  if (options & SANDBOX_FILTER_CHILD) build_child(&program, profile, features);
  else build(&program, profile, features, options & SANDBOX_FILTER_CLONE3);
  memcpy(code, program.code, program.size * sizeof *code);
  return program.size;
}
