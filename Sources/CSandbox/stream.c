#include "slot.h"
#include "stream.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

// What runs print passes through here. Runs are copies of this process: all but this mapping, or the
// next could read in it what the last one printed.
#define BUFFER_BYTES 65536
static char *buffer;

int stream_prepare(void) {
  buffer = mmap(NULL, BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return buffer == MAP_FAILED || madvise(buffer, BUFFER_BYTES, MADV_DONTFORK) ? errno : 0;
}

int stream_open(struct stream *stream, int *write_end, int sink, uint64_t limit) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return errno;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *stream = (struct stream){.pipe = ends[0], .sink = sink, .limit = limit};
  *write_end = ends[1];
  return 0;
}

void stream_to(struct stream *stream, int sink, uint64_t limit) {
  stream->sink = sink;
  stream->limit = limit;
}

void stream_close(struct stream *stream) {
  if (stream->pipe >= 0) close(stream->pipe);
  stream->pipe = -1;
}

void stream_drain(struct stream *stream) {
  while (stream->pipe >= 0) {
    ssize_t count = read(stream->pipe, buffer, BUFFER_BYTES);
    if (count < 0) return; // nothing there yet
    if (count == 0) return stream_close(stream);
    uint64_t room = stream->limit - stream->kept;
    size_t keep = (uint64_t)count < room ? (size_t)count : (size_t)room;
    if ((uint64_t)count > room) stream->over = true;
    for (size_t done = 0; done < keep;) {
      ssize_t written =
        pwrite(stream->sink, buffer + done, keep - done, (off_t)(stream->kept + done));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        stream->error = written ? errno : EIO;
        break;
      }
      done += (size_t)written;
    }
    stream->kept += keep;
    if (stream->over) return; // the caller decides; a flood must not hold the loop here
  }
}
