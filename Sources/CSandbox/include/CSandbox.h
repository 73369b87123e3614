// What the server and sandboxd say to each other. Theory of operation: daemon.c.
//
// Two kinds of SOCK_SEQPACKET sockets carry fixed structs; descriptors travel beside them
// (SCM_RIGHTS). Both ends are built from this file, so there is no negotiation: a message with
// another magic number or size ends the connection.
//
//   server <-> sandboxd    one socket: what the machine can do, slots that came and went
//   server <-> slot        two sockets per slot: its Python zygote, its command runner
#pragma once
#include <stdint.h>
#include <stddef.h>
#include <sys/types.h>

#define SANDBOX_MAGIC 0x414a5331u
#define SANDBOX_SLOTS_MAX 64
// Entry point and parameters, or the arguments of a command, behind the request in one datagram.
#define SANDBOX_PAYLOAD_MAX (96 * 1024)

// Where setting something up failed. Names for people: Stage.swift.
enum sandbox_stage {
  SANDBOX_STAGE_NONE = 0,
  SANDBOX_STAGE_CLONE = 1,         // clone() of a slot with its namespaces
  SANDBOX_STAGE_ID_MAP = 2,        // /proc/<pid>/uid_map, gid_map
  SANDBOX_STAGE_ROOT = 3,          // the read-only root: mounts, pivot_root
  SANDBOX_STAGE_CGROUP = 4,        // making or opening a cgroup
  SANDBOX_STAGE_LIBRARY = 5,       // libsandboxslot.so beside sandboxd
  SANDBOX_STAGE_INTERPRETER = 6,   // exec of python3, or its warm-up
  SANDBOX_STAGE_PRIVILEGES = 7,    // capabilities, no_new_privs
  SANDBOX_STAGE_SECCOMP = 8,
  SANDBOX_STAGE_LANDLOCK = 9,
  SANDBOX_STAGE_IDS = 22,          // user ids that nobody else has
  SANDBOX_STAGE_RUN_PIPES = 10,    // from here on: one run
  SANDBOX_STAGE_RUN_CGROUP = 11,
  SANDBOX_STAGE_RUN_CLONE = 12,
  SANDBOX_STAGE_RUN_JOIN = 13,     // the child joins its cgroup
  SANDBOX_STAGE_RUN_DESCRIPTORS = 14,
  SANDBOX_STAGE_RUN_LIMITS = 15,
  SANDBOX_STAGE_RUN_SCRATCH = 16,
  SANDBOX_STAGE_RUN_IDENTITY = 17, // setres[ug]id, setsid
  SANDBOX_STAGE_RUN_CAPABILITIES = 18,
  SANDBOX_STAGE_RUN_SECCOMP = 19,
  SANDBOX_STAGE_RUN_EXEC = 20,     // of a program of the system; a submission's own is a fact
  SANDBOX_STAGE_RUN_OUTPUT = 21,   // what it printed could not be kept
};

// What protects a machine; one row each in `asyncjudge doctor`.
enum sandbox_mechanism {
  SANDBOX_NAMESPACES = 0,   // user, mount, pid, net, ipc, uts
  SANDBOX_ID_RANGE = 1,     // a range of user ids, so that slots are strangers to each other
  SANDBOX_MEMORY_CGROUP = 2,
  SANDBOX_PIDS_CGROUP = 3,
  SANDBOX_CPU_CGROUP = 4,
  SANDBOX_SECCOMP = 5,
  SANDBOX_LANDLOCK = 6,
  SANDBOX_MECHANISMS = 7,
};

// The same letters as Domain.IsolationTier, ordered by strength.
enum sandbox_tier {
  SANDBOX_TIER_NONE = 0,
  SANDBOX_TIER_D = 1,
  SANDBOX_TIER_C = 2,
  SANDBOX_TIER_B = 3,
  SANDBOX_TIER_A = 4,
};

// sandboxd -> server ------------------------------------------------------------------------------

enum sandbox_event_kind {
  SANDBOX_EVENT_HELLO = 1,        // first message: `tier`, `present`, `error`
  SANDBOX_EVENT_SLOT = 2,         // a slot was started; 2 descriptors: zygote socket, runner socket
  SANDBOX_EVENT_SLOT_FAILED = 3,  // it could not be set up: `stage`, `code`
  SANDBOX_EVENT_SLOT_ENDED = 4,   // it died; another SLOT follows
};

struct sandbox_event {
  uint32_t magic;
  uint32_t kind;
  uint32_t slot;
  uint32_t generation;
  uint32_t tier;
  uint32_t stage;
  int32_t code;                           // an errno, or a wait status of an interpreter
  uint32_t cgroup_version;                // 0, 1 or 2
  int32_t error[SANDBOX_MECHANISMS];      // 0: present; else the errno that says why not
};

// server -> sandboxd: kill that slot and build another.
struct sandbox_recycle {
  uint32_t magic;
  uint32_t slot;
  uint32_t generation;
};

// server -> slot ----------------------------------------------------------------------------------

enum sandbox_request_kind {
  SANDBOX_RUN_PYTHON = 1,      // descriptors: stdin, output sink, error sink, marshalled code
  SANDBOX_COMPILE_PYTHON = 2,  // the same, with source; the marshalled code goes to the output sink
  SANDBOX_RUN_COMMAND = 3,     // the same, with an executable
  SANDBOX_COMPILE_COMMAND = 4, // the same, with source; the file "program" that the command
                               // leaves goes to the output sink
  SANDBOX_CANCEL = 5,          // no descriptors: kill run `id` if it is still there
  SANDBOX_RUN_LAB = 6,         // as RUN_PYTHON, but stdin is a socket to the world (lab/link.py)
};

enum sandbox_request_flag {
  SANDBOX_DIRECT_OUTPUT = 1,   // the output descriptor is the program's own stdout (interactive)
  SANDBOX_SCRATCH = 2,         // a private tmpfs on /tmp, gone with the run
};

struct sandbox_request {
  uint32_t magic;
  uint32_t kind;
  uint64_t id;
  uint64_t cpu_ns;
  uint64_t wall_ns;
  uint64_t memory_bytes;
  uint64_t output_bytes;
  uint64_t error_bytes;
  uint64_t scratch_bytes;
  uint32_t processes;
  uint32_t open_files;
  uint32_t flags;
  uint32_t name_bytes;     // payload: the entry point; or a path to execute instead of the
                           // descriptor; or, for a compiler, the source's file name
  uint32_t argument_bytes; // then: the parameters (JSON); or the arguments, each ended by a NUL
};

#define SANDBOX_REQUEST_DESCRIPTORS 4

// slot -> server ----------------------------------------------------------------------------------

enum sandbox_reason {
  SANDBOX_REASON_NONE = 0,
  SANDBOX_REASON_CPU = 1,
  SANDBOX_REASON_WALL = 2,
  SANDBOX_REASON_MEMORY = 3,
  SANDBOX_REASON_OUTPUT = 4,
  SANDBOX_REASON_CANCELLED = 5,
};

enum sandbox_memory_source {
  SANDBOX_PEAK_OF_RESIDENT_SET = 0,
  SANDBOX_PEAK_OF_CGROUP = 1,
};

enum sandbox_result_kind {
  SANDBOX_READY = 1,  // once, when the slot's process can take requests
  SANDBOX_DONE = 2,   // the answer to one request
};

struct sandbox_result {
  uint32_t magic;
  uint32_t kind;
  uint64_t id;
  int32_t status;          // a wait status
  uint32_t reason;
  uint32_t stage;          // not NONE: the run never began, `code` says why
  int32_t code;
  uint64_t wall_ns;
  uint64_t cpu_ns;
  uint64_t peak_bytes;
  uint32_t memory_source;
  uint32_t reserved;
  uint64_t output_bytes;   // written to the sinks
  uint64_t error_bytes;
  uint64_t baseline_bytes; // READY: what the interpreter itself holds; part of every peak
};

// Calls for both ends -----------------------------------------------------------------------------

// Sends one message, with up to 8 descriptors. 0, or an errno.
int sandbox_send(
  int socket, const void *message, size_t size, const void *payload, size_t payload_size,
  const int *descriptors, size_t count);

// Receives one message of at most `size` bytes; the bytes received, 0 at the end of the stream,
// or -errno. Descriptors beyond `*count` are closed; `*count` becomes the number received.
// Every descriptor is close-on-exec.
ssize_t sandbox_receive(int socket, void *message, size_t size, int *descriptors, size_t *count);

// The same, and the message stays where it is; the descriptors are copies.
ssize_t sandbox_peek(int socket, void *message, size_t size, int *descriptors, size_t *count);

// A pair of connected SOCK_SEQPACKET sockets, close-on-exec. 0, or an errno.
int sandbox_socketpair(int pair[2]);

// A memfd with these bytes that nobody can change any more; the descriptor, or -errno.
int sandbox_sealed_file(const void *bytes, size_t size);

// An empty memfd for what a run writes; the descriptor, or -errno.
int sandbox_output_file(void);

// The same file with an offset of its own, read only; a descriptor, or -errno.
int sandbox_reopen(int descriptor);

// Starts `path` in a session of its own with `socket` as descriptor 3, stdin from /dev/null and
// nothing else inherited but stdout and stderr. The process id, or -errno.
pid_t sandbox_spawn(const char *path, char *const arguments[], int socket);

// Wait status decoding, for Swift, which cannot see the macros.
int sandbox_exited(int status, int *code);
int sandbox_signalled(int status, int *signal);

// Filters, for their test -------------------------------------------------------------------------

// One instruction of a seccomp program: the kernel's struct sock_filter.
struct sandbox_instruction {
  uint16_t code;
  uint8_t jump_true, jump_false;
  uint32_t value;
};
#define SANDBOX_FILTER_MAX 1024

enum sandbox_filter_option {
  SANDBOX_FILTER_COMMANDS = 1,   // of the command runner; else of the Python zygote
  SANDBOX_FILTER_NAMESPACES = 2, // where runs have a pid namespace
  SANDBOX_FILTER_CLONE3 = 4,     // where they are cloned into a cgroup
  SANDBOX_FILTER_CHILD = 8,      // the second program, which a run adds where clone is open
  SANDBOX_FILTER_SHARED_ID = 16, // where runs have the slot's user id
};

// The program that a slot's process installs, or the one that its runs add; its length.
int sandbox_filter(struct sandbox_instruction code[SANDBOX_FILTER_MAX], uint32_t options);

// sandboxd's whole program.
int sandboxd_main(int count, char **arguments);
