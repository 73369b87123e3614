// sandboxd: theory of operation.
//
// The judge runs hostile programs, a thousand a minute. Two ideas make that safe and cheap.
//
// 1. Build the jail once, use it often. A slot is a set of namespaces with a read-only root and two
//    processes in it that wait for work: a Python interpreter that has imported and warmed up what
//    solutions use (the zygote), and a plain C process that executes programs (the command runner).
//    A run is one clone() of either: its own pid namespace, cgroup, limits and user id, and no
//    interpreter start. When the first process of the run ends, the kernel ends all others of it.
// 2. Keep the dangerous code small and in one place. The server (Swift, many threads) never forks:
//    it starts this program, which has one thread, and everything between clone and exec is here.
//
//   server ──fd 3──> sandboxd ──clone──> slot's first process ──> zygote          ──> run
//      │                                                      └─> command runner  ──> run
//      └─────────────── one socket per process ────────────────────────┘
//
// A request goes straight from the server to the slot's process; sandboxd only starts slots, starts
// them again, and tells the server. Results are facts (wait status, CPU, memory, which limit), never
// verdicts. A slot that does anything unexpected is thrown away: nothing is repaired.
//
// Nothing survives. The run dies with its pid namespace, the slot with its first process, the first
// process with sandboxd (PDEATHSIG), sandboxd with the server (end of file on fd 3). Without pid
// namespaces (tier C) the run dies with the slot's process (PDEATHSIG), its children with its process
// group, which it cannot leave, and what a crash left of both is found by its user id when a slot
// ends or starts. What the kernel does not remove by itself are cgroup directories: removed at the
// end, or at the next start.
//
// In reading order: CSandbox.h (messages), daemon.c, detect.c (what can this machine do),
// slot_start.c, identity.c, namespaces.c, landlock.c, library.c, cgroup_setup.c, cgroup_unified.c
// (sandboxd's side);
// run.c (the loop), request.c, stream.c, clone.c, child.c, limits.c, cgroup.c, seccomp.c, command.c,
// zygote.py, mappings.c (the slot's side).
#include "daemon.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SERVER 3
#define RESTART_DELAY_MS 100 // after each failure in a row, at most 50 times this

struct supervised {
  struct slot_process process; // process.process 0: none
  uint32_t generation;
  uint32_t failures; // in a row
  uint64_t started_ms, restart_ms;
};

static struct daemon_options options;
static struct cgroup_place place;
static struct supervised slots[SANDBOX_SLOTS_MAX];

static uint64_t now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

static int tell(const struct sandbox_event *event, const int *descriptors, size_t count) {
  return sandbox_send(SERVER, event, sizeof *event, NULL, 0, descriptors, count);
}

static struct sandbox_event event(enum sandbox_event_kind kind, uint32_t index) {
  return (struct sandbox_event){
    .magic = SANDBOX_MAGIC, .kind = kind, .slot = index, .generation = slots[index].generation,
    .tier = options.tier, .cgroup_version = place.version};
}

// Reaps what outlived a slot without a pid namespace; a slot's own end is bury's.
static void reap_orphans(void) {
  for (;;) {
    siginfo_t ended = {.si_pid = 0};
    if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) || !ended.si_pid) return;
    for (uint32_t i = 0; i < options.slots; i++)
      if (slots[i].process.process == ended.si_pid) return;
    waitpid(ended.si_pid, NULL, 0);
  }
}

// Without a pid namespace a run can outlive its slot (it died first, or an earlier sandboxd did);
// then its id, which nobody else has, is what finds it.
static void end_runs(uint32_t index) {
  if (options.tier == SANDBOX_TIER_C) identity_end_all(options.ids[index] + 1, reap_orphans);
}

static void start(uint32_t index) {
  struct supervised *slot = &slots[index];
  int sockets[2];
  enum sandbox_stage stage;
  slot->generation++;
  slot->started_ms = now_ms();
  end_runs(index);
  int error = slot_start(&options, &place, index, &slot->process, sockets, &stage);
  struct sandbox_event message = event(error ? SANDBOX_EVENT_SLOT_FAILED : SANDBOX_EVENT_SLOT, index);
  if (error) {
    message.stage = stage;
    message.code = error;
    slot->process.process = 0;
    slot->failures++;
    slot->restart_ms = now_ms() + RESTART_DELAY_MS * (slot->failures < 50 ? slot->failures : 50);
    tell(&message, NULL, 0);
    return;
  }
  tell(&message, sockets, 2);
  close(sockets[0]);
  close(sockets[1]);
}

// A slot's first process has ended: say why, and plan the next.
static void bury(uint32_t index) {
  struct supervised *slot = &slots[index];
  while (waitpid(slot->process.process, NULL, 0) < 0 && errno == EINTR) {}
  struct slot_failure failure;
  if (options.tier < SANDBOX_TIER_B) {
    // The zygote and the command runner die with it and are sandboxd's to reap.
    kill(-slot->process.process, SIGKILL);
    while (waitpid(-slot->process.process, NULL, 0) > 0 || errno == EINTR) {}
    end_runs(index);
  }
  bool failed = read(slot->process.failure, &failure, sizeof failure) == sizeof failure;
  struct sandbox_event message =
    event(failed ? SANDBOX_EVENT_SLOT_FAILED : SANDBOX_EVENT_SLOT_ENDED, index);
  if (failed) {
    message.stage = failure.stage;
    message.code = failure.code;
  }
  close(slot->process.failure);
  close(slot->process.alive);
  close(slot->process.pidfd);
  slot->process.process = 0;
  bool quick = now_ms() - slot->started_ms < 1000;
  slot->failures = failed && quick ? slot->failures + 1 : 0;
  slot->restart_ms = now_ms() + RESTART_DELAY_MS * (slot->failures < 50 ? slot->failures : 50);
  tell(&message, NULL, 0);
}

static void stop(uint32_t index) {
  if (slots[index].process.process > 0)
    syscall(SYS_pidfd_send_signal, slots[index].process.pidfd, SIGKILL, NULL, 0);
}

// False when the server is gone.
static bool hear(void) {
  struct sandbox_recycle message;
  ssize_t size = sandbox_receive(SERVER, &message, sizeof message, NULL, NULL);
  if (size != sizeof message || message.magic != SANDBOX_MAGIC) return false;
  if (message.slot < options.slots && slots[message.slot].generation == message.generation)
    stop(message.slot);
  return true;
}

static void supervise(void) {
  for (;;) {
    struct pollfd polled[SANDBOX_SLOTS_MAX + 1] = {{.fd = SERVER, .events = POLLIN}};
    int timeout = -1;
    for (uint32_t i = 0; i < options.slots; i++) {
      struct supervised *slot = &slots[i];
      if (!slot->process.process) {
        uint64_t now = now_ms();
        if (now >= slot->restart_ms) start(i);
        else if (timeout < 0 || slot->restart_ms - now < (uint64_t)timeout)
          timeout = (int)(slot->restart_ms - now);
      }
      bool running = slot->process.process > 0;
      if (!running && timeout < 0) timeout = RESTART_DELAY_MS;
      polled[i + 1] = (struct pollfd){.fd = running ? slot->process.pidfd : -1, .events = POLLIN};
    }
    if (poll(polled, options.slots + 1, timeout) < 0 && errno != EINTR) return;
    if (polled[0].revents && !hear()) return;
    for (uint32_t i = 0; i < options.slots; i++)
      if (polled[i + 1].revents) bury(i);
  }
}

static void read_options(int count, char **arguments) {
  options = (struct daemon_options){
    .slots = 1, .python = "/usr/bin/python3", .library = "", .tier = SANDBOX_TIER_A};
  for (int i = 1; i + 1 < count; i += 2) {
    const char *name = arguments[i], *value = arguments[i + 1];
    if (strcmp(name, "--slots") == 0) options.slots = (uint32_t)atoi(value);
    if (strcmp(name, "--library") == 0) options.library = value;
    if (strcmp(name, "--python") == 0) options.python = value;
    if (strcmp(name, "--tier") == 0) options.tier = (enum sandbox_tier)atoi(value);
  }
  if (options.slots < 1) options.slots = 1;
  if (options.slots > SANDBOX_SLOTS_MAX) options.slots = SANDBOX_SLOTS_MAX;
}

// 0 or an errno. An ordinary user has one id only, its own.
static int claim_ids(void) {
  options.has_ids = identity_may_change();
  if (!options.has_ids || options.tier == SANDBOX_TIER_NONE) return 0;
  for (uint32_t i = 0; i < options.slots; i++) {
    options.ids[i] = identity_claim();
    if (!options.ids[i]) return errno;
  }
  return 0;
}

int sandboxd_main(int count, char **arguments) {
  read_options(count, arguments);
  // The Swift runtime, which the linker adds, catches crashes. A keeper (command.c) with its handlers
  // could be killed by its own program: the first process of a namespace is only spared the signals
  // that it has no handler for.
  for (int number = 1; number <= SIGRTMAX; number++) signal(number, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  // Nothing that is opened from here on may get a number that a slot's processes give a meaning.
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, SLOT_REPORT) < 0) return 1;
  if (nothing != SLOT_REPORT) close(nothing);
  struct sandbox_event hello = event(SANDBOX_EVENT_HELLO, 0);
  options.library_file = library_open(options.library);
  hello.stage = SANDBOX_STAGE_LIBRARY;
  hello.code = options.library_file < 0 ? -options.library_file : 0;
  if (!hello.code) {
    hello.stage = SANDBOX_STAGE_IDS;
    hello.code = claim_ids();
  }
  if (hello.code) {
    tell(&hello, NULL, 0);
    return 1;
  }
  hello.stage = SANDBOX_STAGE_NONE;
  cgroup_place_open(&place);
  enum sandbox_tier strongest = detect(&options, &place, hello.error);
  if (strongest < options.tier) options.tier = strongest;
  if (options.tier == SANDBOX_TIER_D) options.slots = 1; // one id: slots could kill each other
  hello.tier = options.tier;
  hello.cgroup_version = place.version;
  if (options.tier < SANDBOX_TIER_B) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  if (tell(&hello, NULL, 0) == 0) supervise();

  for (uint32_t i = 0; i < options.slots; i++) stop(i);
  for (uint32_t i = 0; i < options.slots; i++)
    if (slots[i].process.process > 0) bury(i);
  cgroup_place_close(&place);
  return 0;
}
