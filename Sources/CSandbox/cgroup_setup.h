// sandboxd's side of cgroups: where they are, one leaf per process of a slot, leftovers of dead servers.
#pragma once
#include "slot.h"

struct cgroup_place {
  uint32_t version;        // 0: none usable
  char memory[512];        // v1: directories of this sandboxd, empty when absent
  char pids[512];
  char cpu[512];
  char unified[600];       // v2
  char vacated[512];       // v2: the directory whose processes were moved to a leaf, or empty
  int error[3];            // per mechanism (memory, pids, cpu): 0 or why not
};

// Finds the hierarchies, removes leftovers of dead servers, makes this sandboxd's directories.
void cgroup_place_open(struct cgroup_place *place);
// Removes them; every slot must be dead.
void cgroup_place_close(struct cgroup_place *place);
// Makes the leaf of a slot's zygote or of its command runner (v2: of both) and opens its files; `uid`
// is the slot's root on the host. 0 or errno.
int cgroup_slot_open(
  const struct cgroup_place *place, uint32_t index, bool command, uid_t uid,
  struct slot_cgroup *group);
// Moves a slot's first process beside the leaves of its runs (v2). 0 or errno.
int cgroup_slot_enter(const struct cgroup_place *place, uint32_t index, pid_t process);
void cgroup_slot_close(struct slot_cgroup *group); // the descriptors only

// cgroup_unified.c, the part of v2. 0, or why there is none where the machine has v2; `version` is set
// where there is one.
int cgroup_unified_open(struct cgroup_place *place);
void cgroup_unified_close(struct cgroup_place *place);

// cgroup_setup.c: the directory of this process in a hierarchy, `controller` NULL: v2. Its first `top`
// characters are where the hierarchy is mounted.
bool cgroup_own(const char *controller, char *path, size_t size, size_t *top);
// Removes leftovers in `parent` and makes this sandboxd's directory. 0 or an errno.
int cgroup_make(const char *parent, char *path, size_t size);
int cgroup_write(const char *path, const char *text); // 0 or an errno
