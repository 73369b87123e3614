// Timers that are due together wake in the order of the tasks, not in which they fell asleep.
#include <coroutine>
#include <deque>
#include <iostream>
#include <queue>
#include <sstream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

struct Task {
  struct promise_type {
    Task get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
};

struct Loop {
  using Timer = std::tuple<long long, long long, int>;  // due, order, task

  std::vector<std::string> names;
  std::vector<std::vector<std::string>> operations;
  std::unordered_map<std::string, int> numbers;
  std::vector<bool> ended;
  std::vector<std::vector<int>> waiting;
  std::deque<int> ready;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers;
  long long time = 0, order = 0;
  std::string lines;

  Task perform(int me) {
    for (const std::string& operation : operations[me]) {
      auto colon = operation.find(':');
      std::string kind = operation.substr(0, colon), argument = operation.substr(colon + 1);
      if (kind == "say") {
        lines += std::to_string(time) + ' ' + names[me] + ' ' + argument + '\n';
      } else if (kind == "sleep") {
        long long pause = std::stoll(argument);
        if (pause == 0) ready.push_back(me);
        else timers.emplace(time + pause, me, me);
        co_await std::suspend_always{};
      } else if (int other = numbers[argument]; !ended[other]) {
        waiting[other].push_back(me);
        co_await std::suspend_always{};
      }
    }
    ended[me] = true;
    for (int task : waiting[me]) ready.push_back(task);
  }

  void run() {
    ended.resize(names.size());
    waiting.resize(names.size());
    std::vector<Task> tasks;
    for (int task = 0; task < (int)names.size(); task++) {
      tasks.push_back(perform(task));
      ready.push_back(task);
    }
    while (!ready.empty() || !timers.empty()) {
      if (ready.empty()) {
        time = std::get<0>(timers.top());
        while (!timers.empty() && std::get<0>(timers.top()) == time) {
          ready.push_back(std::get<2>(timers.top()));
          timers.pop();
        }
      }
      int task = ready.front();
      ready.pop_front();
      tasks[task].handle.resume();
    }
    for (Task task : tasks) task.handle.destroy();
  }
};

int main() {
  std::ios::sync_with_stdio(false);
  Loop loop;
  std::string line, word;
  std::getline(std::cin, line);
  for (int count = std::stoi(line); count > 0; count--) {
    std::getline(std::cin, line);
    std::istringstream row(line);
    row >> word;
    loop.numbers[word] = (int)loop.names.size();
    loop.names.push_back(word);
    loop.operations.emplace_back();
    while (row >> word) loop.operations.back().push_back(word);
  }
  loop.run();
  std::string stuck;
  for (size_t task = 0; task < loop.names.size(); task++)
    if (!loop.ended[task]) stuck += ' ' + loop.names[task];
  std::cout << loop.lines;
  if (stuck.empty()) std::cout << "end " << loop.time << '\n';
  else std::cout << "deadlock" << stuck << '\n';
}
