// The interpreter's code in its runs.
//
// fork copies no page tables of a mapping that has only pages of a file, and lets the child fault
// them in again: 70 of the 700 page faults of a small test, dear ones on a virtual machine. A mapping
// in which one page is this process's own is copied whole. So the first page of each large mapping of
// code and constants is made our own, by writing to it what it holds.
#include "slot.h"
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE (128 * 1024) // below, the page costs more than it saves

static int own_first_page(struct dl_phdr_info *library, size_t size, void *unused) {
  (void)size, (void)unused;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &library->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || segment->p_flags & PF_W || segment->p_memsz < LARGE) continue;
    uintptr_t begin = (library->dlpi_addr + segment->p_vaddr) / page * page;
    uintptr_t end =
      (library->dlpi_addr + segment->p_vaddr + segment->p_memsz + page - 1) / page * page;
    int protection = PROT_READ | (segment->p_flags & PF_X ? PROT_EXEC : 0);
    volatile char *first = (char *)begin;
    // Where a policy forbids this (execmod), runs are as slow as they would be without.
    if (mprotect((void *)begin, end - begin, protection | PROT_WRITE)) continue;
    *first = *first;
    // Never left writable; a slot that cannot take it back is none.
    if (mprotect((void *)begin, end - begin, protection)) _exit(1);
  }
  return 0;
}

void mappings_prepare(void) { dl_iterate_phdr(own_first_page, NULL); }

uint64_t mappings_anonymous(void) {
  if (slot.status < 0) return 0;
  char text[4096];
  ssize_t count = pread(slot.status, text, sizeof text - 1, 0);
  close(slot.status);
  slot.status = -1;
  if (count <= 0) return 0;
  text[count] = 0;
  const char *line = strstr(text, "RssAnon:");
  return line ? strtoull(line + 8, NULL, 10) * 1024u : 0;
}
