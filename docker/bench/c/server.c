// The floor of the benchmark: the least an HTTP server in C can do with epoll and still answer
// pipelined requests in order. It checks nothing and has no limits: never put it on a network.
//
//   server PORT DIRECTORY     serves the files `small` and `large` of DIRECTORY as JSON
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATH_AT = 5, INPUT_SIZE = 16 << 10, OUTPUT_SIZE = 512 << 10, BATCH = 256 };

/// What a connection could not finish: half a request, and an answer nobody takes yet.
struct connection {
  size_t input_count, output_count;
  char *input, *output;
  int closing;
};

/// A whole answer, head and body.
struct answer {
  char *bytes;
  size_t count;
};

/// The second of each says that the connection ends.
static struct answer small[2], large[2];
static struct connection connections[1 << 16];
static char input[INPUT_SIZE], output[OUTPUT_SIZE];

static void die(const char *what) {
  perror(what);
  exit(1);
}

static struct answer load(const char *directory, const char *name, const char *last_field) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  char *bytes = malloc(64 << 10);
  if (!bytes) die("malloc");
  char body[32 << 10];
  const size_t count = fread(body, 1, sizeof body, file);
  fclose(file);
  const int head = sprintf(
      bytes,
      "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
      "Content-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n",
      count, last_field);
  memcpy(bytes + head, body, count);
  return (struct answer){bytes, head + count};
}

static void drop(int fd) {
  free(connections[fd].input);
  free(connections[fd].output);
  connections[fd] = (struct connection){0};
  close(fd);
}

/// Sends, and keeps what does not fit. False when the client is gone.
static int deliver(int epoll, int fd, const char *bytes, size_t count) {
  struct connection *connection = &connections[fd];
  ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return 0;
  if (sent < 0) sent = 0;
  const size_t left = count - sent;
  char *kept = NULL;
  if (left) {
    kept = malloc(left);
    if (!kept) die("malloc");
    memcpy(kept, bytes + sent, left);
  }
  if (!left != !connection->output) {
    struct epoll_event event = {.events = left ? EPOLLOUT : EPOLLIN, .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
  }
  free(connection->output);
  connection->output = kept;
  connection->output_count = left;
  return left || !connection->closing;
}

static int serve(int epoll, int fd) {
  struct connection *connection = &connections[fd];
  memcpy(input, connection->input, connection->input_count);
  const ssize_t got =
      recv(fd, input + connection->input_count, sizeof input - connection->input_count, 0);
  if (got < 0 && errno == EAGAIN) return 1;
  if (got <= 0) return 0;
  const size_t count = connection->input_count + got;
  size_t at = 0, filled = 0;
  const char *end;
  while ((end = memmem(input + at, count - at, "\r\n\r\n", 4))) {
    static const char close_field[] = "\r\nConnection: close";
    const size_t head = end - (input + at);
    if (memmem(input + at, head, close_field, sizeof close_field - 1)) connection->closing = 1;
    const struct answer *answer =
        (input[at + PATH_AT] == 'l' ? large : small) + connection->closing;
    at = end + 4 - input;
    if (filled + answer->count > sizeof output) return 0;
    memcpy(output + filled, answer->bytes, answer->count);
    filled += answer->count;
  }
  free(connection->input);
  connection->input = NULL;
  connection->input_count = count - at;
  if (count > at) {
    connection->input = malloc(count - at);
    if (!connection->input) die("malloc");
    memcpy(connection->input, input + at, count - at);
  }
  return !filled || deliver(epoll, fd, output, filled);
}

int main(int argc, char **argv) {
  if (argc != 3) return fputs("usage: server PORT DIRECTORY\n", stderr), 2;
  for (int closing = 0; closing < 2; closing++) {
    const char *field = closing ? "Connection: close\r\n" : "";
    small[closing] = load(argv[2], "small", field);
    large[closing] = load(argv[2], "large", field);
  }
  const int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons(atoi(argv[1])),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (const struct sockaddr *)&address, sizeof address)) die("bind");
  if (listen(listener, 1024)) die("listen");
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[BATCH];
  for (;;) {
    const int ready = epoll_wait(epoll, events, BATCH, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd != listener) {
        struct connection *connection = &connections[fd];
        const int alive =
            connection->output
                ? deliver(epoll, fd, connection->output, connection->output_count)
                : serve(epoll, fd);
        if (!alive) drop(fd);
        continue;
      }
      while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd >= 1 << 16) {
          close(fd);
          continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
      }
    }
  }
}
