import Domain
import Sandboxing

/// How a language is compiled and run. To add a compiled language, add an entry to `all`.
package struct Runtime: Sendable, Hashable {
  /// In the API and in the `languages` of a problem package.
  package var id: String
  package var name: String
  /// Nil: the warm interpreter of a slot, which compiles as well.
  package var compiler: CompileCommand?
  /// What a compiled program sees as its arguments; the first is its own name.
  package var arguments: [String] = []
  /// A program whose first line of output is the version. It is compiled and run at the start, so a
  /// compiler that is there but lacks its headers or libraries is found out before a student does.
  package var probe: String
  /// What to install where it is missing.
  package var debianPackage: String

  /// Whether a function of the source can be called with parameters; else the program is run.
  package var takesEntryPoint: Bool { compiler == nil }
}

extension Runtime {
  package static let all = [
    Runtime(
      id: "python3", name: "Python", probe: "import platform\nprint(platform.python_version())",
      debianPackage: "python3"),
    // gnu17: with what POSIX declares, getline for one, which strict C hides.
    // Static: hello world is done in 0.42 ms instead of 0.55 (C), 0.47 instead of 1.12 (C++), which
    // every test pays; and it needs no file of the machine, whatever the isolation.
    Runtime(
      id: "c", name: "C17, GCC",
      compiler: CompileCommand(
        sourceFile: "solver.c",
        command: [
          "/usr/bin/gcc", "-std=gnu17", "-O2", "-static", "-o", CompileCommand.artefact, "solver.c",
          "-lm",
        ]),
      arguments: ["solver"],
      probe: "#include <stdio.h>\nint main(void) { return puts(__VERSION__) < 0; }",
      debianPackage: "gcc and libc6-dev"),
    Runtime(
      id: "cpp", name: "C++20, GCC",
      compiler: CompileCommand(
        sourceFile: "solver.cpp",
        command: [
          "/usr/bin/g++", "-std=gnu++20", "-O2", "-static", "-o", CompileCommand.artefact,
          "solver.cpp",
        ]),
      arguments: ["solver"],
      probe: "#include <cstdio>\n#include <string>\nint main() { std::puts(__VERSION__); }",
      debianPackage: "g++"),
  ]

  /// The runtime of a file, by the ending of its name.
  package static func named(like file: String) -> Runtime? {
    guard let dot = file.lastIndex(of: ".") else { return nil }
    return all.first { $0.compiler?.sourceFile.hasSuffix(file[dot...]) ?? false }
  }

  /// What the sandbox runs: `code` is what `Sandbox.compile` made of a source.
  func program(_ code: SealedFile, entry: String?, parameters: [UInt8]) -> Program {
    if compiler == nil { return .python(code: code, entry: entry, parameters: parameters) }
    return .command(CommandProgram(.file(code), arguments: arguments))
  }
}

extension Sandbox {
  func compile(_ source: [UInt8], for runtime: Runtime, limits: ExecutionLimits)
    async throws(SandboxError) -> CompileResult
  {
    guard let compiler = runtime.compiler else { return try await compile(source, limits: limits) }
    return try await compile(source, with: compiler, limits: limits)
  }
}
