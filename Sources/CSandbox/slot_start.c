// From sandboxd's decision to have a slot to its two processes taking requests.
//
//   sandboxd -- clone(namespaces) --> first process: waits for its ids, builds the root
//                                       |-- fork -> command runner (slot_open, slot_serve)
//                                       '-- fork, exec python3 -> zygote.py (the same two calls)
//
// The first process only waits: when either of the two ends it ends too, and with it, as pid 1,
// everything in the slot. It dies with sandboxd (PDEATHSIG), sandboxd with the server (its socket).
#include "daemon.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#pragma clang diagnostic ignored "-Wc23-extensions"
static const char zygote_source[] = {
#embed "zygote.py" suffix(, 0)
};

// The lab, module by module in the order of their imports. They
// reach the interpreter as arguments: a jail has no file for them.
static const char lab_link[] = {
#embed "lab/link.py" suffix(, 0)
};
static const char lab_loop[] = {
#embed "lab/loop.py" suffix(, 0)
};
static const char lab_threads[] = {
#embed "lab/threads.py" suffix(, 0)
};
static const char lab_streams[] = {
#embed "lab/streams.py" suffix(, 0)
};
static const char lab_clock[] = {
#embed "lab/clock.py" suffix(, 0)
};
static const char lab_api[] = {
#embed "lab/api.py" suffix(, 0)
};
static const char lab_observer[] = {
#embed "lab/observer.py" suffix(, 0)
};
static const char lab_counting[] = {
#embed "lab/counting.py" suffix(, 0)
};
static const char lab_run[] = {
#embed "lab/run.py" suffix(, 0)
};

struct starting {
  const struct daemon_options *options;
  uint32_t index;
  int sockets[2]; // the slot's ends
  int failure;    // write end
  int go;         // read end
  struct slot_config config;
  struct slot_cgroup command; // of the command runner, in the place of the zygote's
  bool namespaces;
  int proc; // the host's /proc, opened before the root changes
};

static _Noreturn void fail(int failure, enum sandbox_stage stage, int code) {
  struct slot_failure message = {.stage = stage, .code = code};
  ssize_t ignored = write(failure, &message, sizeof message);
  (void)ignored;
  _exit(1);
}

// Gives this process its fixed descriptors: socket on 3, configuration on 4.
static int take_descriptors(struct starting *start, uint32_t command, int socket) {
  struct slot_config config = start->config;
  config.command = command;
  if (command) config.cgroup = start->command;
  config.status = -1;
  if (!command) config.status = openat(start->proc, "self/status", O_RDONLY);
  int file = sandbox_sealed_file(&config, sizeof config);
  if (file < 0) return -file;
  lseek(file, 0, SEEK_SET);
  if (dup2(socket, SLOT_CONTROL) < 0 || dup2(file, SLOT_REPORT) < 0) return errno;
  close(file);
  const struct slot_cgroup *group = &config.cgroup;
  const int kept[] = {
    config.status, group->tasks[0], group->tasks[1], group->tasks[2], group->limit, group->peak,
    group->usage, group->oom, group->processes, group->processes_now, group->cpu, group->directory};
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    if (kept[i] >= 0) fcntl(kept[i], F_SETFD, 0);
  // The command runner does not exec: close by hand what close-on-exec would have closed, the ends
  // of other slots among them.
  for (int file = SLOT_REPORT + 1; command && file < 1024; file++) {
    bool keep = false;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) keep = keep || kept[i] == file;
    if (!keep) close(file);
  }
  return 0;
}

static _Noreturn void run_command_loop(struct starting *start) {
  int error = take_descriptors(start, 1, start->sockets[1]);
  if (error) fail(start->failure, SANDBOX_STAGE_CLONE, error);
  if (slot_open() == 0) slot_serve();
  _exit(0);
}

static _Noreturn void run_zygote(struct starting *start) {
  char library[64] = "/judge/slot.so";
  if (!start->namespaces) {
    fcntl(start->options->library_file, F_SETFD, 0);
    snprintf(library, sizeof library, "/proc/self/fd/%d", start->options->library_file);
  }
  int error = take_descriptors(start, 0, start->sockets[0]);
  if (error) fail(start->failure, SANDBOX_STAGE_CLONE, error);
  // The hash seed is fixed: same submission, same order of a set. -I would ignore the variable;
  // this is what else it means: no user directory (-s), no environment but ours, and zygote.py
  // takes the current directory out of sys.path.
  // The whole path is its name: it finds its modules by that.
  char *const arguments[] = {
    (char *)start->options->python, "-s", "-S", "-B", "-X", "utf8", "-c", (char *)zygote_source, library,
    "link", (char *)lab_link, "loop", (char *)lab_loop, "threads", (char *)lab_threads,
    "streams", (char *)lab_streams, "clock", (char *)lab_clock, "api", (char *)lab_api,
    "observer", (char *)lab_observer, "counting", (char *)lab_counting, "run", (char *)lab_run, NULL};
  char *const environment[] = {
    "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "PYTHONHASHSEED=0", "HOME=/tmp", NULL};
  execve(start->options->python, arguments, environment);
  fail(start->failure, SANDBOX_STAGE_INTERPRETER, errno);
}

static _Noreturn void first_process(struct starting *start) {
  char go;
  if (read(start->go, &go, 1) != 1) _exit(0); // sandboxd died, or could not map the ids
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  setsid();
  struct rlimit no_core = {0};
  setrlimit(RLIMIT_CORE, &no_core);
  char prefix[PATH_MAX];
  python_prefix(start->options->python, prefix);
  // As the user who started the server: another may not have the right to get there.
  int prefix_file = *prefix ? open(prefix, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  if (*prefix && prefix_file < 0) fail(start->failure, SANDBOX_STAGE_INTERPRETER, errno);
  if (start->namespaces) {
    if (syscall(SYS_setresgid, 0, 0, 0) || syscall(SYS_setresuid, 0, 0, 0))
      fail(start->failure, SANDBOX_STAGE_ID_MAP, errno);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); // after the ids: changing them clears it
  struct pollfd alive = {.fd = start->go, .events = POLLIN};
  if (poll(&alive, 1, 0) > 0) _exit(0);

  int error = 0;
  if (start->namespaces) {
    error = namespaces_enter_root(start->options->library_file, prefix_file, prefix);
    if (error) fail(start->failure, SANDBOX_STAGE_ROOT, error);
  } else if (start->options->tier != SANDBOX_TIER_NONE) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) fail(start->failure, SANDBOX_STAGE_PRIVILEGES, errno);
    error = landlock_restrict(start->options->python);
    if (error) fail(start->failure, SANDBOX_STAGE_LANDLOCK, error);
  }
  if (prefix_file >= 0) close(prefix_file);
  // Orphans of a run come here, to be reaped. With a pid namespace they would anyway.
  if (!start->namespaces) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  pid_t self = getpid(), children[2];
  for (int i = 0; i < 2; i++) {
    children[i] = fork();
    if (children[i] < 0) fail(start->failure, SANDBOX_STAGE_CLONE, errno);
    if (children[i] > 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != self) _exit(0); // it died before that
    if (i == 0) run_zygote(start);
    run_command_loop(start);
  }
  close(start->sockets[0]);
  close(start->sockets[1]);
  for (;;) {
    int status;
    pid_t ended = wait(&status);
    if (ended < 0 && errno == EINTR) continue;
    if (ended == children[0] && status != 0)
      fail(start->failure, SANDBOX_STAGE_INTERPRETER, status);
    if (ended < 0 || ended == children[0] || ended == children[1]) _exit(0);
  }
}

static struct slot_config configure(const struct daemon_options *options, uint32_t index) {
  struct slot_config config = {.magic = SANDBOX_MAGIC, .index = index, .status = -1};
  switch (options->tier) {
  case SANDBOX_TIER_A:
    config.features = SLOT_NEW_PID | SLOT_SET_ID | SLOT_FILTER | SLOT_CAPABILITIES;
    config.uid = 1; // inside the slot; the second of its ids on the host
    break;
  case SANDBOX_TIER_B: config.features = SLOT_NEW_PID | SLOT_FILTER | SLOT_CAPABILITIES; break;
  case SANDBOX_TIER_C:
    config.features = SLOT_SET_ID | SLOT_FILTER | SLOT_CHILD_FILTER | SLOT_CAPABILITIES;
    config.uid = options->ids[index] + 1;
    break;
  case SANDBOX_TIER_D:
    config.features = SLOT_FILTER | SLOT_CHILD_FILTER | SLOT_CAPABILITIES;
    break;
  case SANDBOX_TIER_NONE: break;
  }
  return config;
}

int slot_start(
  const struct daemon_options *options, const struct cgroup_place *place, uint32_t index,
  struct slot_process *process, int sockets[2], enum sandbox_stage *stage) {
  bool namespaces = options->tier >= SANDBOX_TIER_B;
  // Slots are strangers on the host as well: each has a range of 64 ids of its own.
  bool range = namespaces && options->has_ids;
  uid_t first = options->ids[index];
  struct starting start = {
    .options = options, .index = index, .namespaces = namespaces,
    .config = configure(options, index)};
  if (range) {
    start.config.features |= SLOT_SET_ID;
    start.config.uid = 1;
  }
  int python[2], command[2], failure[2], go[2];
  *stage = SANDBOX_STAGE_CLONE;
  if (sandbox_socketpair(python) || sandbox_socketpair(command) || pipe2(failure, O_CLOEXEC)
    || pipe2(go, O_CLOEXEC))
    return errno; // sandboxd ends on this: its descriptors go with it
  start.sockets[0] = python[1];
  start.sockets[1] = command[1];
  start.failure = failure[1];
  start.go = go[0];
  start.proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  uid_t owner = range ? first : geteuid();
  int error = cgroup_slot_open(place, index, false, owner, &start.config.cgroup);
  int refused = cgroup_slot_open(place, index, true, owner, &start.command);
  if (!error) error = refused;
  if (error) *stage = SANDBOX_STAGE_CGROUP;
  if (start.config.cgroup.version == 2) start.config.features |= SLOT_CHILD_FILTER;

  int pidfd = -1;
  pid_t child = -1;
  if (!error) {
    unsigned long flags = CLONE_PIDFD | SIGCHLD;
    if (namespaces) flags |= JAIL_FLAGS;
    if (namespaces && place->version != 2) flags |= CLONE_NEWCGROUP;
    child = namespaces_clone(flags, range || !namespaces, &pidfd);
    if (child == 0) {
      dup2(SLOT_REPORT, SLOT_CONTROL); // not sandboxd's own socket to the server
      close(go[1]);
      close(python[0]);
      close(command[0]);
      close(failure[0]);
      first_process(&start);
    }
    if (child < 0) error = errno;
  }
  if (!error && namespaces) {
    *stage = SANDBOX_STAGE_ID_MAP;
    error = namespaces_map(child, first, range ? SLOT_IDS : 1);
  }
  if (!error) {
    int entered = cgroup_slot_enter(place, index, child);
    if (entered) {
      *stage = SANDBOX_STAGE_CGROUP;
      error = entered;
    }
  }
  if (!error && write(go[1], "g", 1) != 1) error = errno;
  close(python[1]);
  close(command[1]);
  close(failure[1]);
  close(go[0]);
  if (start.proc >= 0) close(start.proc);
  cgroup_slot_close(&start.config.cgroup);
  cgroup_slot_close(&start.command);
  if (error) {
    close(go[1]); // the child ends at this
    close(python[0]);
    close(command[0]);
    close(failure[0]);
    if (child > 0) {
      while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
      close(pidfd);
    }
    return error;
  }
  *process = (struct slot_process){
    .process = child, .pidfd = pidfd, .failure = failure[0], .alive = go[1]};
  sockets[0] = python[0];
  sockets[1] = command[0];
  return 0;
}
