import CSandbox
import Domain
import Posix

/// A request as a slot takes it: the struct, what follows it in the datagram, and its files.
struct RunRequest: Sendable {
  enum Process: Sendable { case zygote, runner }

  var process: Process
  var header: sandbox_request
  var payload: [UInt8]
  /// Standard input, and what goes to descriptor 3: code, source or an executable.
  var input: SealedFile
  var program: SealedFile
  var wallTime: Duration
  /// Whom the run talks to over its standard input, a socket then; `input` is not used.
  var peer: (@Sendable () -> any ConversationPeer)?

  private init(
    _ kind: sandbox_request_kind, in process: Process, name: String, arguments: [UInt8],
    input: SealedFile, program: SealedFile, limits: ExecutionLimits
  ) throws(SandboxError) {
    let name = Array(name.utf8)
    guard name.count + arguments.count <= SandboxLimits.payload.bytes, !name.contains(0) else {
      throw SandboxError(
        .request, "run in the sandbox",
        cause: "entry point and parameters are longer than \(SandboxLimits.payload)",
        hint: "Give large data as standard input")
    }
    header = sandbox_request()
    header.magic = UInt32(SANDBOX_MAGIC)
    header.kind = kind.rawValue
    header.cpu_ns = limits.cpuTime.nanoseconds
    header.wall_ns = limits.wallTime.nanoseconds
    header.memory_bytes = UInt64(limits.memory.bytes)
    header.output_bytes = UInt64(limits.output.bytes)
    header.error_bytes = UInt64(limits.errorOutput.bytes)
    header.processes = UInt32(clamping: max(1, limits.processes))
    header.open_files = UInt32(clamping: max(8, limits.openFiles))
    header.name_bytes = UInt32(name.count)
    header.argument_bytes = UInt32(arguments.count)
    payload = name + arguments
    self.input = input
    self.process = process
    self.program = program
    wallTime = limits.wallTime
  }

  init(_ request: ExecutionRequest) throws(SandboxError) {
    switch request.program {
    case .python(let code, let entry, let parameters):
      try self.init(
        SANDBOX_RUN_PYTHON, in: .zygote, name: entry ?? "", arguments: parameters,
        input: request.input, program: code, limits: request.limits)
    case .lab(let code):
      try self.init(
        SANDBOX_RUN_LAB, in: .zygote, name: "", arguments: [], input: request.input,
        program: code, limits: request.limits)
    case .command(let command):
      let arguments = Self.list(command.arguments)
      switch command.executable {
      case .file(let file):
        try self.init(
          SANDBOX_RUN_COMMAND, in: .runner, name: "", arguments: arguments, input: request.input,
          program: file, limits: request.limits)
      case .path(let path):
        try self.init(
          SANDBOX_RUN_COMMAND, in: .runner, name: path, arguments: arguments,
          input: request.input, program: request.input, limits: request.limits)
      }
    }
    if let scratch = request.scratch {
      header.flags |= UInt32(SANDBOX_SCRATCH.rawValue)
      header.scratch_bytes = UInt64(scratch.bytes)
    }
  }

  /// Python source to marshalled code, by the interpreter that will run it.
  static func pythonCompiler(source: SealedFile, nothing: SealedFile, limits: ExecutionLimits)
    throws(SandboxError) -> RunRequest
  {
    try RunRequest(
      SANDBOX_COMPILE_PYTHON, in: .zygote, name: "", arguments: [], input: nothing,
      program: source, limits: limits)
  }

  /// Source to an executable, by a compiler of the machine. `scratch`: room for its files.
  static func compiler(
    _ compiler: CompileCommand, source: SealedFile, nothing: SealedFile, limits: ExecutionLimits,
    scratch: ByteCount
  ) throws(SandboxError) -> RunRequest {
    precondition(!compiler.sourceFile.contains("/"), "the source lies in the compiler's directory")
    var request = try RunRequest(
      SANDBOX_COMPILE_COMMAND, in: .runner, name: compiler.sourceFile,
      arguments: list(compiler.command), input: nothing, program: source, limits: limits)
    request.header.scratch_bytes = UInt64(scratch.bytes)
    return request
  }

  /// As in the payload: each ended by a NUL.
  private static func list(_ arguments: [String]) -> [UInt8] {
    arguments.flatMap { Array($0.utf8) + [0] }
  }
}

extension Duration {
  /// Whole nanoseconds; 0 for a negative duration.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(
      by: 1_000_000_000)
    return overflow ? .max / 4 : product + UInt64(clamping: attoseconds / 1_000_000_000)
  }
}
