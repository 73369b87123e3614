import Domain

/// What one run may use. CPU time decides about slowness; wall time is the safety net for programs
/// that sleep or wait for each other.
package struct ExecutionLimits: Sendable, Hashable {
  package var cpuTime: Duration
  package var wallTime: Duration
  /// Everything the program holds, the interpreter included.
  package var memory: ByteCount
  /// Standard output; more than this ends the run.
  package var output: ByteCount
  /// Standard error; the rest is dropped, the run goes on.
  package var errorOutput: ByteCount
  /// Processes and threads.
  package var processes: Int
  package var openFiles: Int

  /// `wallTime` nil: three times the CPU time and a second, so that a busy machine does not decide.
  package init(
    cpuTime: Duration = .seconds(2), wallTime: Duration? = nil, memory: ByteCount = .mebibytes(256),
    output: ByteCount = .mebibytes(16), errorOutput: ByteCount = .kibibytes(64),
    processes: Int = 64, openFiles: Int = 64
  ) {
    self.cpuTime = cpuTime
    self.errorOutput = errorOutput
    self.memory = memory
    self.openFiles = openFiles
    self.output = output
    self.processes = processes
    self.wallTime = wallTime ?? cpuTime * 3 + .seconds(1)
  }
}

/// What to run.
package enum Program: Sendable {
  /// `code` is what `Sandbox.compile` returned. Without an entry point it runs as `__main__`; with
  /// one, the module is loaded (its `__main__` guard does not fire) and that function is called,
  /// awaited if it is asynchronous, with `parameters` (a JSON object, UTF-8; empty: none) as
  /// keyword arguments.
  case python(code: SealedFile, entry: String?, parameters: [UInt8])
  /// Python code that talks to a world (`Sandbox.converse`).
  case lab(code: SealedFile)
  /// An executable file, or a program of the system at `path` (absolute).
  case command(CommandProgram)
}

/// A compiled program: its bytes, and the arguments it sees (the first is its own name).
package struct CommandProgram: Sendable {
  package enum Executable: Sendable {
    case file(SealedFile)
    /// A program of the machine that slots can see, below `/usr`.
    case path(String)
  }

  package var executable: Executable
  package var arguments: [String]

  package init(_ executable: Executable, arguments: [String] = ["program"]) {
    self.arguments = arguments
    self.executable = executable
  }
}

/// How a compiler of the machine is called. It runs in a private, writable directory that is gone
/// afterwards and holds nothing but the source.
package struct CompileCommand: Sendable, Hashable {
  /// What a command must call the executable it makes; other files are dropped.
  package static let artefact = "program"

  /// The name under which the compiler finds the source; its messages show it to the student.
  package var sourceFile: String
  /// The compiler's absolute path, below `/usr`, and its arguments.
  package var command: [String]

  package init(sourceFile: String, command: [String]) {
    self.command = command
    self.sourceFile = sourceFile
  }
}

/// One run: a program, its standard input, its limits.
package struct ExecutionRequest: Sendable {
  package var program: Program
  package var input: SealedFile
  package var limits: ExecutionLimits
  /// Waits until no other run is in flight and keeps others out: for a run whose time is in doubt.
  package var alone: Bool
  /// A private writable `/tmp` of this size, gone with the run. Nil: nothing can be written.
  package var scratch: ByteCount?

  package init(
    program: Program, input: SealedFile, limits: ExecutionLimits = ExecutionLimits(),
    alone: Bool = false, scratch: ByteCount? = nil
  ) {
    self.alone = alone
    self.input = input
    self.limits = limits
    self.program = program
    self.scratch = scratch
  }
}

/// What became of a source.
package enum CompileResult: Sendable {
  /// What `Program` takes: marshalled Python code, or an executable.
  case code(SealedFile)
  /// The compiler's own message, for the student.
  case failed(message: String)
}
