import CSandbox

/// A step of setting up a slot or a run, in words: where a broken machine is to be mended.
struct Stage: Sendable, Hashable {
  let rawValue: UInt32

  var isNone: Bool { rawValue == SANDBOX_STAGE_NONE.rawValue }

  /// Completes the sentence "cannot …".
  var name: String {
    switch sandbox_stage(rawValue: rawValue) {
    case SANDBOX_STAGE_CLONE: "clone a slot with its namespaces"
    case SANDBOX_STAGE_ID_MAP: "map the user ids of a slot"
    case SANDBOX_STAGE_ROOT: "build the read-only root of a slot"
    case SANDBOX_STAGE_CGROUP: "make the cgroup of a slot"
    case SANDBOX_STAGE_LIBRARY: "read libsandboxslot.so beside sandboxd"
    case SANDBOX_STAGE_INTERPRETER: "start the Python interpreter of a slot"
    case SANDBOX_STAGE_PRIVILEGES: "give up the privileges of a slot"
    case SANDBOX_STAGE_SECCOMP: "install the system call filter of a slot"
    case SANDBOX_STAGE_LANDLOCK: "restrict a slot with Landlock"
    case SANDBOX_STAGE_RUN_PIPES: "make the pipes of a run"
    case SANDBOX_STAGE_RUN_CGROUP: "prepare the cgroup of a run"
    case SANDBOX_STAGE_RUN_CLONE: "clone the process of a run"
    case SANDBOX_STAGE_RUN_JOIN: "join the cgroup of a run"
    case SANDBOX_STAGE_RUN_DESCRIPTORS: "set the descriptors of a run"
    case SANDBOX_STAGE_RUN_LIMITS: "set the resource limits of a run"
    case SANDBOX_STAGE_RUN_SCRATCH: "mount the scratch directory of a run"
    case SANDBOX_STAGE_RUN_IDENTITY: "take the user id of a run"
    case SANDBOX_STAGE_RUN_CAPABILITIES: "give up the capabilities of a run"
    case SANDBOX_STAGE_RUN_SECCOMP: "install the system call filter of a run"
    case SANDBOX_STAGE_RUN_EXEC: "execute the program of a run"
    default: "do step \(rawValue)"
    }
  }
}

extension SandboxError {
  /// A slot or run that failed at `stage`; `code` is an errno, or an interpreter's wait status.
  static func failed(_ stage: Stage, code: Int32, kind: Kind = .setUp) -> SandboxError {
    if stage.rawValue == SANDBOX_STAGE_INTERPRETER.rawValue && code > 255 {
      return SandboxError(
        kind, "cannot \(stage.name)", cause: "it ended with status \(code >> 8)",
        hint: "Its own message is on the server's standard error")
    }
    return system(kind, "cannot \(stage.name)", code: code, hint: "`asyncjudge doctor` says more")
  }
}
