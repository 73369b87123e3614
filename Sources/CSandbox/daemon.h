// Shared by the files of sandboxd itself.
#pragma once
#include "cgroup_setup.h"
#include "slot.h"
#include <limits.h>

// What a slot's first process says when it cannot go on, and sandboxd passes to the server.
struct slot_failure {
  uint32_t stage;
  int32_t code;
};

struct daemon_options {
  uint32_t slots;
  const char *library; // libsandboxslot.so
  const char *python;
  enum sandbox_tier tier; // the most to use, then what is used
  bool has_ids;                 // whether this process may give slots ids of their own
  uid_t ids[SANDBOX_SLOTS_MAX]; // then the first of each slot's SLOT_IDS
  int library_file;       // library_open's answer
};

// library.c: the slot library without its dependency on the Swift runtime, in a sealed memfd. A
// descriptor, or -errno.
int library_open(const char *path);

// identity.c: user ids of a slot on the host. The first is the slot's own, the second its runs'.
#define SLOT_IDS 64
// Whether this process may take on other ids and end what has them.
bool identity_may_change(void);
// Claims as many ids for as long as this process lives: the first of them; 0 and errno.
uid_t identity_claim(void);
// Kills all processes of this id; `reap` waits for those that are children of this process.
void identity_end_all(uid_t uid, void (*reap)(void));

// namespaces.c
#define JAIL_FLAGS                                                                              \
  (CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)
// clone() with these flags; the child may do nothing before its ids are mapped. `range`: to ids of
// its own, which takes a capability.
pid_t namespaces_clone(unsigned long flags, bool range, int *pidfd);
// In the parent: maps the new namespace's ids. 0 or errno.
int namespaces_map(pid_t process, uid_t first, uint32_t count);
// In the first process of the namespaces: builds the read-only root and moves in. 0 or errno.
// `prefix_file` is the directory `prefix` of an interpreter outside /usr, opened in these namespaces.
int namespaces_enter_root(int library, int prefix_file, const char *prefix);
// Of an interpreter outside /usr the directory that holds it and its modules; else "".
void python_prefix(const char *python, char prefix[PATH_MAX]);

// landlock.c: restricts the calling process. 0 or errno.
int landlock_restrict(const char *python);
int landlock_version(void);

// slot_start.c: clones a slot and leaves its process group to itself.
struct slot_process {
  pid_t process;
  int pidfd;
  int failure;      // read end: struct slot_failure
  int alive;        // write end: its end tells the slot that sandboxd died before PDEATHSIG was set
};
// 0, or an errno with `*stage`. `sockets` become the server's ends: zygote, runner.
int slot_start(
  const struct daemon_options *options, const struct cgroup_place *place, uint32_t index,
  struct slot_process *process, int sockets[2], enum sandbox_stage *stage);

// detect.c: tries each mechanism; `error` as in struct sandbox_event. The strongest tier possible.
enum sandbox_tier detect(
  const struct daemon_options *options, const struct cgroup_place *place, int32_t *error);
