// Where in a cgroup v2 the directory of a sandboxd goes.
//
// A cgroup that passes controllers on may hold no process itself, the root of all excepted, and the
// server was started in one. So, whatever of this comes first:
//
//   at the root of all           beside whoever is there
//   a cgroup that is ours        everyone in it moves to the leaf OURS, and back at the end: one of
//                                systemd's with Delegate=yes, a container's, or with nobody else in it
//   the nearest one above that   nobody moves: started from a shell, whose session has other
//   passes controllers on        processes, which are none of our business
//
// A server that is there already, or another sandboxd of this server, has been moved: its cgroup is
// the one above OURS.
#include "cgroup_setup.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define OURS "asyncjudge-server"
#define PATH_BYTES 640
#define CONTROLLERS "+memory +pids"

static void file_of(const char *directory, const char *name, char path[PATH_BYTES]) {
  snprintf(path, PATH_BYTES, "%s/%s", directory, name);
}

// Whether a file of words has both controllers that limit a run.
static bool has_controllers(const char *directory, const char *name) {
  char path[PATH_BYTES], text[256];
  file_of(directory, name, path);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t count = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  text[count > 0 ? count : 0] = 0;
  bool memory = false, pids = false;
  char *state = NULL;
  for (char *word = strtok_r(text, " \n", &state); word; word = strtok_r(NULL, " \n", &state)) {
    memory = memory || strcmp(word, "memory") == 0;
    pids = pids || strcmp(word, "pids") == 0;
  }
  return memory && pids;
}

// A container's root looks like the root of all, but has the file that every other cgroup has.
static bool is_root(const char *directory) {
  char path[PATH_BYTES];
  file_of(directory, "cgroup.type", path);
  return access(path, F_OK) && errno == ENOENT;
}

static bool is_delegated(const char *directory) {
  char value[2] = "";
  ssize_t size = getxattr(directory, "trusted.delegate", value, sizeof value);
  if (size < 1) size = getxattr(directory, "user.delegate", value, sizeof value);
  return size == 1 && value[0] == '1';
}

// Calls `body` for every process of a cgroup; stops and answers where it answers something else than 0.
static int each_process(const char *directory, int (*body)(long, const char *), const char *context) {
  char path[PATH_BYTES];
  file_of(directory, "cgroup.procs", path);
  FILE *file = fopen(path, "re");
  if (!file) return errno;
  long process;
  int answer = 0;
  while (!answer && fscanf(file, "%ld", &process) == 1) answer = body(process, context);
  fclose(file);
  return answer;
}

static int is_other(long process, const char *unused) {
  (void)unused;
  return process != getpid() && process != getppid();
}

static int move_one(long process, const char *procs) {
  if (process == 0) return EBUSY; // of a pid namespace that is not below this one
  char text[32];
  snprintf(text, sizeof text, "%ld", process);
  int error = cgroup_write(procs, text);
  return error == ESRCH ? 0 : error;
}

static int exists(long process, const char *unused) {
  (void)unused;
  return process ? EAGAIN : EBUSY;
}

// Until nobody is left: who is there may be starting others.
static int move_all(const char *from, const char *to) {
  char procs[PATH_BYTES];
  file_of(to, "cgroup.procs", procs);
  int error = EAGAIN;
  for (int attempt = 0; attempt < 20 && error == EAGAIN; attempt++) {
    error = each_process(from, move_one, procs);
    if (!error) error = each_process(from, exists, NULL);
  }
  return error == EAGAIN ? EBUSY : error;
}

static void move_back(const char *directory) {
  char leaf[PATH_BYTES];
  file_of(directory, OURS, leaf);
  if (move_all(leaf, directory) == 0) rmdir(leaf);
}

static int pass_on(const char *directory) {
  char path[PATH_BYTES];
  file_of(directory, "cgroup.subtree_control", path);
  return cgroup_write(path, CONTROLLERS);
}

// Makes `directory`, which has the controllers, one that passes them on. 0 or an errno.
static int settle(struct cgroup_place *place, const char *directory) {
  char leaf[PATH_BYTES];
  file_of(directory, OURS, leaf);
  if (mkdir(leaf, 0755) && errno != EEXIST) return errno;
  int error = move_all(directory, leaf);
  if (!error) error = pass_on(directory);
  if (error) move_back(directory);
  else snprintf(place->vacated, sizeof place->vacated, "%s", directory);
  return error;
}

static int make_at(struct cgroup_place *place, const char *directory) {
  int error = cgroup_make(directory, place->unified, sizeof place->unified);
  if (!error) error = pass_on(place->unified);
  if (!error) place->version = 2;
  else if (place->unified[0]) rmdir(place->unified);
  if (error) place->unified[0] = 0;
  return error;
}

int cgroup_unified_open(struct cgroup_place *place) {
  char directory[512];
  size_t top;
  if (!cgroup_own(NULL, directory, sizeof directory, &top)) return 0;
  char *last = strrchr(directory, '/');
  if (strlen(directory) > top && strcmp(last + 1, OURS) == 0) *last = 0;
  int error = 0;
  if (has_controllers(directory, "cgroup.controllers")) {
    bool root = is_root(directory);
    bool ours = is_delegated(directory) || strlen(directory) == top
      || each_process(directory, is_other, NULL) == 0;
    error = root ? pass_on(directory) : ours ? settle(place, directory) : EBUSY;
    if (!error) error = make_at(place, directory);
    if (error) cgroup_unified_close(place);
  }
  while (!place->version && strlen(directory) > top) {
    *strrchr(directory, '/') = 0;
    if (!has_controllers(directory, "cgroup.subtree_control")) continue;
    int above = make_at(place, directory);
    if (!error) error = above; // why not in its own says more
  }
  return place->version ? 0 : error;
}

// Who passes controllers on for others as well, another server in the same cgroup, cannot stop.
void cgroup_unified_close(struct cgroup_place *place) {
  if (!place->vacated[0]) return;
  char path[PATH_BYTES];
  file_of(place->vacated, "cgroup.subtree_control", path);
  if (cgroup_write(path, "-memory -pids") == 0) move_back(place->vacated);
  place->vacated[0] = 0;
}
