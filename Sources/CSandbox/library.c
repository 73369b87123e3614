// The slot library, as the zygote can load it.
//
// SwiftPM links every product against the Swift runtime, which no jail contains and no C code here
// uses. So the copy that goes into the slots has that one dependency turned into an entry without
// a meaning (DT_DEBUG, which a library may have and the loader ignores).
#include "daemon.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIBRARY_BYTES_MAX (16 << 20)

// The position in the file of a virtual address; SIZE_MAX when no segment has it.
static size_t position(const ElfW(Phdr) *segments, size_t count, ElfW(Addr) address) {
  for (size_t i = 0; i < count; i++)
    if (segments[i].p_type == PT_LOAD && address >= segments[i].p_vaddr
      && address - segments[i].p_vaddr < segments[i].p_filesz)
      return segments[i].p_offset + (address - segments[i].p_vaddr);
  return SIZE_MAX;
}

static int drop_swift_runtime(char *image, size_t size) {
  const ElfW(Ehdr) *header = (const void *)image;
  if (size < sizeof *header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return ENOEXEC;
  size_t count = header->e_phnum;
  if (header->e_phoff > size || count > (size - header->e_phoff) / sizeof(ElfW(Phdr)))
    return ENOEXEC;
  const ElfW(Phdr) *segments = (const void *)(image + header->e_phoff);
  const ElfW(Phdr) *dynamic = NULL;
  for (size_t i = 0; i < count; i++)
    if (segments[i].p_type == PT_DYNAMIC) dynamic = &segments[i];
  if (!dynamic || dynamic->p_offset > size || dynamic->p_filesz > size - dynamic->p_offset)
    return ENOEXEC;
  ElfW(Dyn) *entries = (void *)(image + dynamic->p_offset);
  size_t number = dynamic->p_filesz / sizeof *entries;
  size_t names = SIZE_MAX;
  for (size_t i = 0; i < number && entries[i].d_tag != DT_NULL; i++)
    if (entries[i].d_tag == DT_STRTAB) names = position(segments, count, entries[i].d_un.d_ptr);
  if (names >= size) return ENOEXEC;
  for (size_t i = 0; i < number && entries[i].d_tag != DT_NULL; i++) {
    if (entries[i].d_tag != DT_NEEDED || entries[i].d_un.d_val >= size - names) continue;
    const char *name = image + names + entries[i].d_un.d_val;
    if (strncmp(name, "libswift", 8) == 0) entries[i].d_tag = DT_DEBUG;
  }
  return 0;
}

int library_open(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -errno;
  struct stat status;
  char *image = NULL;
  int result = -EFBIG;
  if (fstat(file, &status) == 0 && status.st_size < LIBRARY_BYTES_MAX) {
    size_t size = (size_t)status.st_size;
    image = malloc(size);
    if (!image || pread(file, image, size, 0) != (ssize_t)size) result = -EIO;
    else {
      int error = drop_swift_runtime(image, size);
      result = error ? -error : sandbox_sealed_file(image, size);
    }
  }
  free(image);
  close(file);
  return result;
}
