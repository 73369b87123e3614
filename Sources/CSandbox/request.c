#include "request.h"
#include <string.h>

struct job slot_job;

bool request_read(
  ssize_t (*receive)(int, void *, size_t, int *, size_t *),
  int descriptors[SANDBOX_REQUEST_DESCRIPTORS]) {
  size_t count = SANDBOX_REQUEST_DESCRIPTORS;
  struct {
    struct sandbox_request request;
    char payload[SANDBOX_PAYLOAD_MAX];
  } *message = (void *)&slot_job;
  const struct sandbox_request *request = &slot_job.request;
  ssize_t size = receive(SLOT_CONTROL, message, sizeof *message, descriptors, &count);
  if (size < (ssize_t)sizeof *request || request->magic != SANDBOX_MAGIC) return false;
  if (request->kind == SANDBOX_CANCEL) return true;
  size_t payload = (size_t)size - sizeof *request;
  if (count != SANDBOX_REQUEST_DESCRIPTORS
    || (uint64_t)request->name_bytes + request->argument_bytes != payload)
    return false;
  // Two C strings: the arguments move one byte up to make room for the name's end.
  char *name_end = slot_job.payload + request->name_bytes;
  memmove(name_end + 1, name_end, request->argument_bytes);
  *name_end = 0;
  slot_job.payload[payload + 1] = 0;
  return true;
}

bool request_is_plain(const struct sandbox_request *request) {
  return request->kind == SANDBOX_RUN_COMMAND
    && !(request->flags & (SANDBOX_SCRATCH | SANDBOX_DIRECT_OUTPUT));
}

void request_forget(void) {
  const struct sandbox_request *request = &slot_job.request;
  size_t payload = (size_t)request->name_bytes + request->argument_bytes;
  memset(&slot_job, 0, sizeof *request + payload + 2);
}

int slot_job_kind(void) { return (int)slot_job.request.kind; }
const char *slot_job_name(void) { return slot_job.payload; }
const char *slot_job_arguments(void) { return slot_job.payload + slot_job.request.name_bytes + 1; }
