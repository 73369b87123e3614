import Glibc

/// A program started and waited for, as plainly as POSIX allows: what all sandboxes are measured by.
struct Spawn: Sendable {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// An absolute path first.
  var command: [String]
  /// A file to read from; nil: nothing.
  var input: String?

  /// Its exit status; standard output goes to the file `output`, or nowhere.
  @discardableResult
  func run(output: String = "/dev/null") throws -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
    let environment = unsafe [strdup("PATH=/usr/bin:/bin"), strdup("LANG=C.UTF-8"), nil]
    defer { for index in unsafe environment.indices { unsafe free(environment[index]) } }
    var process: pid_t = 0
    let error = unsafe posix_spawn(
      &process, command[0], &actions, nil, arguments, environment)
    guard error == 0 else {
      throw Failure(
        description: "cannot start \(command[0]): \(unsafe String(cString: strerror(error)))")
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status
  }
}
