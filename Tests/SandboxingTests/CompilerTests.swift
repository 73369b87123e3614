import Domain
import Glibc
import Sandboxing
import Testing

/// Compilers of the machine, and what they make, through the command runner.
@Suite(.timeLimit(.minutes(5)), .enabled(if: hasCompiler, "gcc is not installed"))
struct CompilerTests {
  // MARK: what a compiled program may do

  @Test func `a compiled program reads its input and writes its output`() async throws {
    let execution = try await SharedSandbox.sandbox().runC(
      """
      #include <stdio.h>
      int main(void) { int n; return scanf("%d", &n) == 1 && printf("%d\\n", 2 * n) > 0 ? 0 : 1; }
      """, input: "21\n")
    #expect(execution.text == "42\n")
    #expect(execution.ending == .exited(code: 0))
    #expect(execution.exceeded == nil)
    #expect(execution.errorText == "")
  }

  @Test(arguments: [
    ("return 7;", Execution.Ending.exited(code: 7)), ("exit(300);", .exited(code: 300 & 255)),
    ("abort();", .signalled(SIGABRT)), ("assert(1 > 2);", .signalled(SIGABRT)),
    ("*(volatile int *)8 = 1;", .signalled(SIGSEGV)), ("raise(SIGFPE);", .signalled(SIGFPE)),
    ("kill(getpid(), SIGTERM);", .signalled(SIGTERM)),
    ("__builtin_trap();", .signalled(SIGILL)),
  ])
  func `how a compiled program ended is a fact`(
    statement: String, ending: Execution.Ending
  ) async throws {
    let execution = try await SharedSandbox.sandbox().runC(
      """
      #include <assert.h>
      #include <signal.h>
      #include <stdlib.h>
      #include <unistd.h>
      int main(void) { \(statement) return 0; }
      """)
    #expect(execution.ending == ending)
    #expect(execution.exceeded == nil)
  }

  @Test(arguments: [
    ("for (;;);", Execution.Limit.cpuTime), ("pause();", .wallTime),
    ("for (;;) memset(malloc(1 << 20), 1, 1 << 20);", .memory),
    ("for (;;) puts(\"flood\");", .output),
    // Neither the limit's signal nor the end of a parent saves a process.
    ("if (fork() == 0) for (;;); else for (;;) wait(0);", .cpuTime),
    ("syscall(SYS_ptrace, 0, 0, 0, 0);", .systemCalls),
  ])
  func `a limit that is broken ends a compiled program and is named`(
    statement: String, limit: Execution.Limit
  ) async throws {
    let execution = try await SharedSandbox.sandbox().runC(
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/syscall.h>
      #include <sys/wait.h>
      #include <unistd.h>
      int main(void) { \(statement) return 0; }
      """, limits: .breaking(limit))
    #expect(execution.exceeded == limit)
  }

  @Test func `memory of a compiled program is what it touches`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    func peak(_ mebibytes: Int) async throws -> Int {
      var limits = ExecutionLimits.quick
      limits.memory = .mebibytes(256)
      let execution = try await sandbox.runC(
        """
        #include <stdlib.h>
        int main(void) {
          size_t size = (size_t)\(mebibytes) << 20;
          volatile char *memory = malloc(size + 1);
          for (size_t at = 0; at < size; at += 4096) memory[at] = 1;
          return 0;
        }
        """, limits: limits)
      #expect(execution.ending == .exited(code: 0))
      return execution.peakMemory.bytes
    }
    let base = try await peak(0)
    for mebibytes in [10, 50, 200] {
      let over = try await peak(mebibytes) - base
      #expect(abs(over - mebibytes << 20) < 1 << 20, "\(mebibytes) MiB gave \(over) bytes")
    }
  }

  @Test func `a compiled program finds no descriptors, no files to write, no network`() async throws
  {
    let execution = try await SharedSandbox.sandbox().runC(
      """
      #include <fcntl.h>
      #include <stdio.h>
      #include <sys/socket.h>
      #include <unistd.h>
      int main(void) {
        for (int file = 3; file < 64; file++) if (fcntl(file, F_GETFD) >= 0) printf("%d\\n", file);
        if (open("/tmp/x", O_CREAT | O_WRONLY, 0600) >= 0) puts("wrote");
        if (open("/proc/self/maps", O_RDONLY) >= 0) puts("read /proc");
        if (socket(AF_INET, SOCK_STREAM, 0) >= 0) puts("socket");
        return 0;
      }
      """)
    #expect(execution.text == "")
    #expect(execution.ending == .exited(code: 0))
  }

  // MARK: the compiler

  @Test func `an error in the source is the compiler's message`() async throws {
    let result = try await SharedSandbox.sandbox().compile(Array("int main( {\n".utf8), with: .c)
    guard case .failed(let message) = result else {
      Issue.record("this is no program")
      return
    }
    #expect(message.contains("solver.c:1:"))
    #expect(message.contains("error: "))
  }

  /// Each would keep a compiler busy, fill a disk, or show it a file that is none of its business.
  @Test(arguments: [
    "#include \"/dev/zero\"\n", "#include \"/etc/passwd\"\n", "#include \"/proc/self/environ\"\n",
    "#include \"solver.c\"\n", "asm(\".incbin \\\"/dev/zero\\\"\");int main(){}",
    "asm(\".fill 2000000000\");int main(){}", "char large[1 << 28] = {1};int main(){}",
    "int other(void) { return 1; }", "",
  ])
  func `whatever a source does to a compiler is the source's fault`(source: String) async throws {
    var limits = ExecutionLimits.compilation
    limits.cpuTime = .seconds(2)
    let result = try await SharedSandbox.sandbox().compile(
      Array(source.utf8), with: .c, limits: limits)
    guard case .failed(let message) = result else {
      Issue.record("this is no program")
      return
    }
    #expect(!message.isEmpty)
    #expect(!message.contains("root:"))
  }

  @Test func `an artefact that is no program is the source's fault as well`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    let execution = try await sandbox.execute(
      ExecutionRequest(
        program: .command(CommandProgram(.file(try SealedFile(Array("no program".utf8))))),
        input: try SealedFile([]), limits: .quick))
    #expect(execution.ending == .exited(code: 127))
    #expect(execution.errorText.contains("cannot be executed"))
  }

  @Test func `a compiler that leaves no program, or a link, has failed`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    for command in [["/bin/true"], ["/bin/ln", "-s", "/usr/bin/true", "program"]] {
      let result = try await sandbox.compile(
        [], with: CompileCommand(sourceFile: "solver.txt", command: command))
      guard case .failed(let message) = result else {
        Issue.record("there is no program")
        continue
      }
      #expect(message.contains("the compiler left no program"))
    }
  }

  @Test func `a compiler that is not there is an error, and the slot goes on`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    await #expect(throws: SandboxError.self) {
      try await sandbox.compile(
        [], with: CompileCommand(sourceFile: "solver.txt", command: ["/usr/bin/nothing"]))
    }
    #expect(try await sandbox.run("print(1)").text == "1\n")
  }
}

private let hasCompiler = unsafe access("/usr/bin/gcc", X_OK) == 0

extension CompileCommand {
  fileprivate static let c = CompileCommand(
    sourceFile: "solver.c",
    command: ["/usr/bin/gcc", "-std=gnu17", "-O1", "-static", "-o", artefact, "solver.c"])
}

extension Sandbox {
  fileprivate func runC(
    _ source: String, input: String = "", limits: ExecutionLimits = .quick
  ) async throws -> Execution {
    switch try await compile(Array(source.utf8), with: .c) {
    case .failed(let message): throw CompileFailure(message: message)
    case .code(let file):
      return try await execute(
        ExecutionRequest(
          program: .command(CommandProgram(.file(file))),
          input: try SealedFile(Array(input.utf8)), limits: limits))
    }
  }
}
