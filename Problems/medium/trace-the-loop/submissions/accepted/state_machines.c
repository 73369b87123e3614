// Without coroutines: a task is its next operation, the queues are lists through the tasks.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct task {
  char *name;
  char **operations; // ended by NULL
  int next;          // in the ready queue or in a list of waiting tasks; -1: last
  int first_waiting, last_waiting;
  int ended;
};

struct timer {
  long long due, order;
  int task;
};

static struct task *tasks;
static int *by_name;
static struct timer *heap;
static int count, sleeping, ready_first = -1, ready_last = -1;
static long long now, order;

static void append(int *first, int *last, int task) {
  tasks[task].next = -1;
  if (*first < 0) *first = task;
  else tasks[*last].next = task;
  *last = task;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(tasks[*(const int *)a].name, tasks[*(const int *)b].name);
}

static int find(const char *name) {
  int low = 0, high = count - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (strcmp(tasks[by_name[middle]].name, name) < 0) low = middle + 1;
    else high = middle;
  }
  return by_name[low];
}

static int earlier(struct timer a, struct timer b) {
  return a.due != b.due ? a.due < b.due : a.order < b.order;
}

static void push(struct timer timer) {
  int at = sleeping++;
  for (; at > 0 && earlier(timer, heap[(at - 1) / 2]); at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = timer;
}

static struct timer pop(void) {
  struct timer top = heap[0], last = heap[--sleeping];
  int at = 0;
  for (int child = 1; child < sleeping; child = 2 * at + 1) {
    if (child + 1 < sleeping && earlier(heap[child + 1], heap[child])) child++;
    if (!earlier(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return top;
}

// Until the task suspends or ends.
static void step(int me) {
  while (*tasks[me].operations) {
    char *operation = *tasks[me].operations++;
    if (strncmp(operation, "say:", 4) == 0) {
      printf("%lld %s %s\n", now, tasks[me].name, operation + 4);
    } else if (strncmp(operation, "sleep:", 6) == 0) {
      long long pause = atoll(operation + 6);
      if (pause) push((struct timer){now + pause, order++, me});
      else append(&ready_first, &ready_last, me);
      return;
    } else {
      struct task *other = &tasks[find(operation + 5)];
      if (!other->ended) {
        append(&other->first_waiting, &other->last_waiting, me);
        return;
      }
    }
  }
  tasks[me].ended = 1;
  for (int task = tasks[me].first_waiting, next; task >= 0; task = next) {
    next = tasks[task].next;
    append(&ready_first, &ready_last, task);
  }
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  if (getline(&line, &size, stdin) < 0) return 1;
  count = atoi(line);
  tasks = calloc((size_t)count + 1, sizeof *tasks);
  by_name = calloc((size_t)count + 1, sizeof *by_name);
  heap = calloc((size_t)count + 1, sizeof *heap);
  for (int i = 0; i < count; i++) {
    line = NULL;
    if (getline(&line, &size, stdin) < 0) return 1;
    int words = 0;
    for (char *at = line; *at; at++) words += *at == ' ';
    tasks[i].operations = calloc((size_t)words + 2, sizeof(char *));
    tasks[i].name = strtok(line, " \n");
    for (int word = 0; (tasks[i].operations[word] = strtok(NULL, " \n")); word++) {}
    tasks[i].first_waiting = -1;
    by_name[i] = i;
    append(&ready_first, &ready_last, i);
  }
  qsort(by_name, (size_t)count, sizeof *by_name, compare_names);
  while (ready_first >= 0 || sleeping) {
    if (ready_first < 0) {
      now = heap[0].due;
      while (sleeping && heap[0].due == now) append(&ready_first, &ready_last, pop().task);
    }
    int task = ready_first;
    ready_first = tasks[task].next;
    step(task);
  }
  int stuck = 0;
  for (int i = 0; i < count; i++)
    if (!tasks[i].ended) printf("%s%s", stuck++ ? " " : "deadlock ", tasks[i].name);
  if (stuck) putchar('\n');
  else printf("end %lld\n", now);
  return 0;
}
