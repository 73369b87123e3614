// Where in a cgroup v2 the directory of a sandboxd goes.
//
// A cgroup that passes controllers on may hold no process itself, the root of all excepted, and the
// server was started in one. So, whatever of this comes first:
//
//   at the root of all           beside whoever is there; what it passes on stays so
//   a cgroup that is ours        everyone in it moves to the leaf OURS, and back at the end: one of
//                                systemd's with Delegate=yes, a container's, or with nobody else in it
//   the nearest one above that   nobody moves: started from a shell, whose session has other
//   passes controllers on        processes, which are none of our business; not from a container or
//                                out of a limit of memory, which are somebody's who wants us inside
//
// A server that is there already, or another sandboxd of this server, has been moved: its cgroup is
// the one above OURS. One that ends while we begin takes back what we have just been given, and what
// enters a container is not to be moved for a moment: so all of that is tried several times.
#include "cgroup_setup.h"
#include <dirent.h>
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
#define INIT_PID_NAMESPACE 4026531836u // PROC_PID_INIT_INO of the kernel
#define PLACE_ATTEMPTS 5
#define PLACE_PAUSE_US 50000
#define MOVE_ATTEMPTS 20
#define MOVE_PAUSE_US 5000

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

// Whether this process is in it: where the mount is not of what /proc/self/cgroup speaks of, it may
// be another's.
static int is_not_self(long process, const char *unused) {
  (void)unused;
  return process == getpid() ? -1 : 0;
}

static bool is_own(const char *directory) { return each_process(directory, is_not_self, NULL) < 0; }

static int is_other(long process, const char *unused) {
  (void)unused;
  return process != getpid() && process != getppid();
}

static int move_one(long process, const char *procs) {
  if (process == 0) return 0; // of a pid namespace that is not below this one: on its way in
  char text[32];
  snprintf(text, sizeof text, "%ld", process);
  int error = cgroup_write(procs, text);
  return error == ESRCH ? 0 : error;
}

static int exists(long process, const char *unused) {
  (void)process;
  (void)unused;
  return EAGAIN;
}

// Until nobody is left: who is there may be starting others.
static int move_all(const char *from, const char *to) {
  char procs[PATH_BYTES];
  file_of(to, "cgroup.procs", procs);
  int error = EAGAIN;
  for (int attempt = 0; attempt < MOVE_ATTEMPTS && error == EAGAIN; attempt++) {
    if (attempt) usleep(MOVE_PAUSE_US);
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

// In the cgroup of the server.
static int open_own(struct cgroup_place *place, const char *directory, bool is_top) {
  if (!has_controllers(directory, "cgroup.controllers")) return 0;
  bool root = is_root(directory);
  bool ours = is_delegated(directory) || is_top || each_process(directory, is_other, NULL) == 0;
  if (!root && !ours) return EBUSY;
  int error = 0;
  for (int attempt = 0; attempt < PLACE_ATTEMPTS; attempt++) {
    if (attempt) usleep(PLACE_PAUSE_US);
    error = root ? pass_on(directory) : settle(place, directory);
    if (!error) error = make_at(place, directory);
    if (error) cgroup_unified_close(place);
    if (error != EBUSY && error != ENOENT) break;
  }
  return error;
}

// Whether an operator limits the memory of all below. (Every cgroup of systemd limits pids.)
static bool is_limited(const char *directory) {
  char path[PATH_BYTES], text[32];
  file_of(directory, "memory.max", path);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t count = file < 0 ? -1 : read(file, text, sizeof text);
  if (file >= 0) close(file);
  return count > 0 && strncmp(text, "max", 3) != 0;
}

static bool is_contained(void) {
  struct stat status;
  return stat("/proc/self/ns/pid", &status) || status.st_ino != INIT_PID_NAMESPACE;
}

int cgroup_unified_open(struct cgroup_place *place) {
  char directory[512], procs[PATH_BYTES];
  size_t top;
  if (!cgroup_own(NULL, directory, sizeof directory, &top)) return 0;
  if (!is_own(directory)) return ENODEV;
  char *last = strrchr(directory, '/');
  if (strlen(directory) > top && strcmp(last + 1, OURS) == 0) {
    *last = 0;
    if (is_root(directory)) *last = '/'; // by chance of the same name
  }
  int error = open_own(place, directory, strlen(directory) == top);
  while (!place->version && strlen(directory) > top && !is_contained() && !is_limited(directory)) {
    *strrchr(directory, '/') = 0;
    file_of(directory, "cgroup.procs", procs);
    if (!has_controllers(directory, "cgroup.subtree_control") || access(procs, W_OK)) continue;
    int above = make_at(place, directory);
    if (!error) error = above; // why not in its own says more
  }
  return place->version ? 0 : error;
}

// Whether somebody else has made cgroups beside OURS.
static bool has_others(const char *directory) {
  DIR *names = opendir(directory);
  if (!names) return false;
  bool found = false;
  for (struct dirent *entry; !found && (entry = readdir(names));)
    found = entry->d_type == DT_DIR && entry->d_name[0] != '.' && strcmp(entry->d_name, OURS) != 0;
  closedir(names);
  return found;
}

// Where others have their limits from, another server in the same cgroup, it stays as it is.
void cgroup_unified_close(struct cgroup_place *place) {
  if (!place->vacated[0]) return;
  char path[PATH_BYTES];
  file_of(place->vacated, "cgroup.subtree_control", path);
  if (!has_others(place->vacated) && cgroup_write(path, "-memory -pids") == 0)
    move_back(place->vacated);
  place->vacated[0] = 0;
}
