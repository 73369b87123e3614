// The user ids of slots: which ones, and that no process of theirs is left.
//
// Each slot has a block of SLOT_IDS ids that nobody else on the machine has: where there are no pid
// namespaces, an id is all that keeps the runs of two slots apart, and of two servers. A block is
// claimed by binding an abstract socket named after it. The kernel gives a name to one process and
// takes it back when that is gone, so a claim cannot be stale.
#include "daemon.h"
#include "slot.h"
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct region {
  uid_t first;
  uint32_t blocks;
};

// Ids that no system hands out (systemd, docs/UIDS-GIDS.md); a container may not have so high ones.
static const struct region high = {0x70000000u, 4096}, low = {60000, 86};

// Whether this user namespace has all ids of a region.
static bool is_mapped(const struct region *region) {
  FILE *file = fopen("/proc/self/uid_map", "re");
  if (!file) return false;
  unsigned long inside, outside, count;
  bool found = false;
  while (!found && fscanf(file, "%lu %lu %lu", &inside, &outside, &count) == 3)
    found = inside <= region->first
      && region->first + region->blocks * SLOT_IDS - inside <= count;
  fclose(file);
  return found;
}

bool identity_may_change(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data)) return false;
  uint32_t needed = 1u << CAP_SETUID | 1u << CAP_SETGID | 1u << CAP_KILL;
  return (data[0].effective & needed) == needed;
}

static bool claim(uint32_t block) {
  int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (file < 0) return false;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int length = snprintf(
    address.sun_path + 1, sizeof address.sun_path - 1, "asyncjudge-ids-%u", (unsigned)block);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
  if (bind(file, (struct sockaddr *)&address, size) == 0) return true; // until this process ends
  close(file);
  return false;
}

uid_t identity_claim(void) {
  const struct region *region = is_mapped(&high) ? &high : &low;
  // Containers share ids but not socket names; the kernel counts the processes of an id in all of
  // them together. So each starts its search elsewhere, and always at the same place.
  struct stat space;
  uint32_t start = stat("/proc/self/ns/pid", &space) ? 0 : (uint32_t)space.st_ino;
  for (uint32_t i = 0; i < region->blocks; i++) {
    uint32_t block = (start + i) % region->blocks;
    if (claim(block)) return region->first + block * SLOT_IDS;
  }
  return 0;
}

static bool is_alive(uid_t uid) {
  errno = 0;
  return getpriority(PRIO_USER, uid) != -1 || errno != ESRCH;
}

void identity_end_all(uid_t uid, void (*reap)(void)) {
  // A process that is forking meanwhile is caught by the next round; one that nobody reaps stays.
  for (int round = 0; round < 100 && is_alive(uid); round++) {
    pid_t killer = fork();
    if (killer == 0) {
      // With any other id, or with a capability left, this would end the whole machine.
      if (syscall(SYS_setresuid, uid, uid, uid) || capabilities_clear() || getuid() != uid
        || geteuid() != uid)
        _exit(1);
      kill(-1, SIGKILL);
      _exit(0);
    }
    while (killer > 0 && waitpid(killer, NULL, 0) < 0 && errno == EINTR) {}
    reap();
    if (round) usleep(1000);
  }
}
