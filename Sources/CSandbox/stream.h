// What a run prints, on its way from a pipe to a file of the server's.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct stream {
  int pipe;       // read end, -1 at its end
  int sink;
  uint64_t limit;
  uint64_t kept;
  bool over;
  int error;      // the sink took no more: what is kept is not what the program wrote
};

// Once, before the first. 0 or an errno.
int stream_prepare(void);
// `write_end` is for the run. 0 or an errno.
int stream_open(struct stream *stream, int *write_end, int sink, uint64_t limit);
// Where to and how much, when that was not known before.
void stream_to(struct stream *stream, int sink, uint64_t limit);
// Moves what is in the pipe to the sink, up to the limit; the rest is thrown away.
void stream_drain(struct stream *stream);
void stream_close(struct stream *stream);
