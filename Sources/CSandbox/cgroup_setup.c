// sandboxd's side of cgroups.
//
// Directories are named asyncjudge-<pid namespace>-<pid>-<start time> after their sandboxd and lie
// in its own cgroup (v1: per hierarchy) or where cgroup_unified.c found a place (v2). A directory
// whose process is gone, or whose pid now belongs to a younger process, is a leftover and removed at
// the next start in the same place; those of living servers are left alone, several can share a
// machine.
#include "cgroup_setup.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "asyncjudge-"

int cgroup_write(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  ssize_t count = write(file, text, strlen(text));
  int error = count < 0 ? errno : 0;
  close(file);
  return error;
}

// Field 22 of /proc/<pid>/stat: when it started, in clock ticks since boot. 0: no such process.
static unsigned long long start_time(long pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%ld/stat", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return 0;
  text[count] = 0;
  char *field = strrchr(text, ')'); // the name before it may contain anything
  for (int number = 2; field && number < 22; number++) field = strchr(field + 1, ' ');
  return field ? strtoull(field, NULL, 10) : 0;
}

static unsigned long long pid_namespace(void) {
  struct stat status;
  return stat("/proc/self/ns/pid", &status) ? 0 : (unsigned long long)status.st_ino;
}

static void remove_tree(const char *path) {
  DIR *directory = opendir(path);
  if (!directory) return;
  struct dirent *entry;
  while ((entry = readdir(directory))) {
    if (entry->d_name[0] == '.' || entry->d_type != DT_DIR) continue;
    char below[1024];
    if (snprintf(below, sizeof below, "%s/%s", path, entry->d_name) < (int)sizeof below)
      remove_tree(below);
  }
  closedir(directory);
  for (int attempt = 0; attempt < 400 && rmdir(path) && errno == EBUSY; attempt++) usleep(1000);
}

static void remove_leftovers(const char *parent) {
  DIR *directory = opendir(parent);
  if (!directory) return;
  struct dirent *entry;
  while ((entry = readdir(directory))) {
    unsigned long long space, started;
    long pid;
    int read = 0;
    if (sscanf(entry->d_name, PREFIX "%llu-%ld-%llu%n", &space, &pid, &started, &read) != 3
      || entry->d_name[read] || space != pid_namespace() || start_time(pid) == started)
      continue;
    char path[1024];
    if (snprintf(path, sizeof path, "%s/%s", parent, entry->d_name) < (int)sizeof path)
      remove_tree(path);
  }
  closedir(directory);
}

// Where a hierarchy is mounted, from /proc/self/mountinfo; `controller` NULL: the v2 one.
static bool find_mount(const char *controller, char *mount, size_t size, char *root, size_t room) {
  FILE *file = fopen("/proc/self/mountinfo", "re");
  if (!file) return false;
  char line[4096];
  bool found = false;
  while (!found && fgets(line, sizeof line, file)) {
    char inside[512], point[512], type[32], options[256];
    char *rest = strstr(line, " - ");
    if (!rest || sscanf(line, "%*s %*s %*s %511s %511s", inside, point) != 2
      || sscanf(rest, " - %31s %*s %255s", type, options) != 2)
      continue;
    if (!controller) found = strcmp(type, "cgroup2") == 0;
    else if (strcmp(type, "cgroup") == 0) {
      char *state = NULL;
      for (char *word = strtok_r(options, ",", &state); word; word = strtok_r(NULL, ",", &state))
        found = found || strcmp(word, controller) == 0;
    }
    if (found) {
      snprintf(mount, size, "%s", point);
      snprintf(root, room, "%s", inside);
    }
  }
  fclose(file);
  return found;
}

bool cgroup_own(const char *controller, char *path, size_t size, size_t *top) {
  char mount[512], root[512];
  if (!find_mount(controller, mount, sizeof mount, root, sizeof root)) return false;
  *top = strlen(mount);
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (!file) return false;
  char line[2048];
  bool found = false;
  while (!found && fgets(line, sizeof line, file)) {
    char *controllers = strchr(line, ':');
    char *own = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!own) continue;
    *controllers++ = 0;
    *own++ = 0;
    own[strcspn(own, "\n")] = 0;
    if (!controller) found = *controllers == 0;
    else {
      char *state = NULL;
      for (char *word = strtok_r(controllers, ",", &state); word;
           word = strtok_r(NULL, ",", &state))
        found = found || strcmp(word, controller) == 0;
    }
    if (!found) continue;
    // A container sees its own part of the hierarchy as the mount's root.
    size_t inside = strcmp(root, "/") == 0 ? 0 : strlen(root);
    const char *relative = strncmp(own, root, inside) == 0 ? own + inside : "/";
    if (strcmp(relative, "/") == 0) relative = "";
    snprintf(path, size, "%s%s", mount, relative);
  }
  fclose(file);
  return found;
}

int cgroup_make(const char *parent, char *path, size_t size) {
  remove_leftovers(parent);
  long pid = (long)getpid();
  int length = snprintf(
    path, size, "%s/" PREFIX "%llu-%ld-%llu", parent, pid_namespace(), pid, start_time(pid));
  int error = length >= (int)size ? ENAMETOOLONG : 0;
  if (!error && mkdir(path, 0755) && errno != EEXIST) error = errno;
  if (error) path[0] = 0;
  return error;
}

static int make_v1(const char *controller, char *path, size_t size) {
  char parent[512];
  size_t top;
  if (!cgroup_own(controller, parent, sizeof parent, &top)) return ENODEV;
  return cgroup_make(parent, path, size);
}

void cgroup_place_open(struct cgroup_place *place) {
  *place = (struct cgroup_place){.version = 0};
  int error = cgroup_unified_open(place);
  if (place->version) return;
  place->error[0] = make_v1("memory", place->memory, sizeof place->memory);
  place->error[1] = make_v1("pids", place->pids, sizeof place->pids);
  place->error[2] = make_v1("cpuacct", place->cpu, sizeof place->cpu);
  if (place->memory[0]) place->version = 1;
  else if (error) // a v2 machine: why v2 failed says more than "no v1 here"
    for (int i = 0; i < 3; i++) place->error[i] = error;
}

void cgroup_place_close(struct cgroup_place *place) {
  char *const paths[] = {place->memory, place->pids, place->cpu, place->unified};
  for (int i = 0; i < 4; i++)
    if (paths[i][0]) remove_tree(paths[i]);
  if (place->version == 2) cgroup_unified_close(place);
}

static int leaf_file(const char *directory, const char *leaf, const char *name, int flags) {
  char path[700];
  if (!directory[0]) return -1;
  snprintf(path, sizeof path, "%s/%s/%s", directory, leaf, name);
  return open(path, flags | O_CLOEXEC);
}

static int leaf_make(const char *directory, const char *leaf) {
  char path[700];
  if (!directory[0]) return 0;
  snprintf(path, sizeof path, "%s/%s", directory, leaf);
  return mkdir(path, 0755) && errno != EEXIST ? errno : 0;
}

static int slot_open_v2(
  const struct cgroup_place *place, uint32_t index, bool command, uid_t uid,
  struct slot_cgroup *group) {
  char path[800], slot_path[700], leaf[32];
  snprintf(slot_path, sizeof slot_path, "%s/slot%u", place->unified, index);
  // A slot that died in a run left its leaf, whose name the new one would use again.
  if (!command) remove_tree(slot_path);
  snprintf(leaf, sizeof leaf, "slot%u", index);
  int error = leaf_make(place->unified, leaf);
  if (error) return error;
  snprintf(path, sizeof path, "%s/cgroup.subtree_control", slot_path);
  error = cgroup_write(path, "+memory +pids");
  if (error) return error;
  // CLONE_INTO_CGROUP asks for write access to cgroup.procs of the leaf and of the common ancestor:
  // the slot's directory, because its own processes live in `init` beside the leaves.
  const char *const owned[] = {"", "/cgroup.procs"};
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s%s", slot_path, owned[i]);
    if (chown(path, uid, uid)) return errno;
  }
  snprintf(path, sizeof path, "%s/init", slot_path);
  if (mkdir(path, 0755) && errno != EEXIST) return errno;
  group->directory = open(slot_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return group->directory < 0 ? errno : 0;
}

int cgroup_slot_open(
  const struct cgroup_place *place, uint32_t index, bool command, uid_t uid,
  struct slot_cgroup *group) {
  *group = (struct slot_cgroup){
    .version = place->version, .tasks = {-1, -1, -1}, .limit = -1, .peak = -1, .usage = -1,
    .oom = -1, .processes = -1, .processes_now = -1, .cpu = -1, .directory = -1, .leaf = -1, .leaf_events = -1,
    .leaf_cpu = -1};
  if (place->version == 0) return 0;
  if (place->version == 2) return slot_open_v2(place, index, command, uid, group);
  char leaf[32];
  snprintf(leaf, sizeof leaf, command ? "command%u" : "slot%u", index);
  const char *const directories[] = {place->memory, place->pids, place->cpu};
  for (int i = 0; i < 3; i++) {
    int error = leaf_make(directories[i], leaf);
    if (error) return error;
    group->tasks[i] = leaf_file(directories[i], leaf, "tasks", O_WRONLY);
  }
  group->limit = leaf_file(place->memory, leaf, "memory.limit_in_bytes", O_RDWR);
  group->peak = leaf_file(place->memory, leaf, "memory.max_usage_in_bytes", O_RDWR);
  group->usage = leaf_file(place->memory, leaf, "memory.usage_in_bytes", O_RDONLY);
  group->oom = leaf_file(place->memory, leaf, "memory.oom_control", O_RDONLY);
  group->processes = leaf_file(place->pids, leaf, "pids.max", O_RDWR);
  group->processes_now = leaf_file(place->pids, leaf, "pids.current", O_RDONLY);
  group->cpu = leaf_file(place->cpu, leaf, "cpuacct.usage", O_RDONLY);
  if (group->limit < 0 || group->peak < 0 || group->usage < 0 || group->oom < 0) return errno;
  char path[700];
  snprintf(path, sizeof path, "%s/%s/memory.swappiness", place->memory, leaf);
  cgroup_write(path, "0");
  return 0;
}

int cgroup_slot_enter(const struct cgroup_place *place, uint32_t index, pid_t process) {
  if (place->version != 2) return 0;
  char path[700], text[32];
  snprintf(path, sizeof path, "%s/slot%u/init/cgroup.procs", place->unified, index);
  snprintf(text, sizeof text, "%ld", (long)process);
  return cgroup_write(path, text);
}

void cgroup_slot_close(struct slot_cgroup *group) {
  int *const files[] = {
    &group->tasks[0], &group->tasks[1], &group->tasks[2], &group->limit, &group->peak,
    &group->usage, &group->oom, &group->processes, &group->processes_now, &group->cpu, &group->directory};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (*files[i] >= 0) {
      close(*files[i]);
      *files[i] = -1;
    }
}
