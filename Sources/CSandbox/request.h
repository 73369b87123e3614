// The request of the run that goes on, as it came from the server.
#pragma once
#include "slot.h"

extern struct job {
  struct sandbox_request request;
  char payload[SANDBOX_PAYLOAD_MAX + 2]; // name and arguments, each ended by a NUL of ours
} slot_job;

// Reads one with its descriptors, or a cancellation, which has none; `receive` is sandbox_receive or
// sandbox_peek. False: the server is gone, or not one.
bool request_read(
  ssize_t (*receive)(int, void *, size_t, int *, size_t *),
  int descriptors[SANDBOX_REQUEST_DESCRIPTORS]);
// Whether a command can wait for such a request: it has no mounts of its own, and what it prints goes
// through the pipes.
bool request_is_plain(const struct sandbox_request *request);
void request_forget(void); // the parameters are nobody else's business
