import Domain
import Sandboxing
import Testing

@Suite(.timeLimit(.minutes(5))) struct SandboxTests {
  // MARK: what a program may do

  @Test func `a program reads its input and writes its output`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    let execution = try await sandbox.run("print(int(input()) * 2)", input: "21\n")
    #expect(execution.text == "42\n")
    #expect(execution.ending == .exited(code: 0))
    #expect(execution.exceeded == nil)
    #expect(execution.errorText == "")
  }

  @Test func `asyncio works: tasks, queues, time-outs, executors`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    let execution = try await sandbox.run(
      """
      import asyncio
      async def worker(queue, results):
          while (item := await queue.get()) is not None:
              results.append(item * item)
      async def main():
          queue, results = asyncio.Queue(), []
          async with asyncio.TaskGroup() as group:
              group.create_task(worker(queue, results))
              for number in range(4):
                  await queue.put(number)
              await queue.put(None)
          try:
              async with asyncio.timeout(0.01):
                  await asyncio.Event().wait()
          except TimeoutError:
              results.append("timeout")
          results.append(await asyncio.get_running_loop().run_in_executor(None, lambda: "thread"))
          print(*results)
      asyncio.run(main())
      """)
    #expect(execution.text == "0 1 4 9 timeout thread\n")
    #expect(execution.errorText == "")
  }

  @Test func `an entry point is called with its parameters and awaited`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    let source = """
      async def solve(n, word="x"):
          print(word * n, input())
      if __name__ == "__main__":
          print("the guard fired")
      """
    let execution = try await sandbox.run(
      source, entry: "solve", parameters: #"{"n": 3, "word": "ab"}"#, input: "in")
    #expect(execution.text == "ababab in\n")
    let missing = try await sandbox.run(source, entry: "main")
    #expect(missing.ending == .exited(code: 1))
    #expect(missing.errorText.contains("defines no function named 'main'"))
  }

  @Test(arguments: [
    ("raise SystemExit(3)", Int32(3)), ("import sys; sys.exit()", 0), ("1 / 0", 1),
    ("import os; os._exit(7)", 7), ("exit('words')", 1),
  ])
  func `the exit code is a fact`(source: String, code: Int32) async throws {
    let execution = try await SharedSandbox.sandbox().run(source)
    #expect(execution.ending == .exited(code: code))
    #expect(execution.exceeded == nil)
  }

  @Test func `a traceback names the student's file and line`() async throws {
    let execution = try await SharedSandbox.sandbox().run("x = 1\ny = x / 0\n")
    #expect(execution.errorText.contains("File \"solver.py\", line 2"))
    #expect(execution.errorText.contains("y = x / 0"))
    #expect(!execution.errorText.contains("zygote"))
  }

  @Test func `runs do not see what runs before them did`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    for _ in 0..<4 {
      let execution = try await sandbox.run(
        "import asyncio, builtins\nprint(hasattr(asyncio, 'spoilt'))\n"
          + "asyncio.spoilt = True\nbuiltins.print = None")
      #expect(execution.text == "False\n")
    }
  }

  @Test func `a scratch directory is writable, private, and gone with the run`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    try #require(sandbox.hasScratch, "this machine gives runs no mounts of their own")
    let source = """
      import errno, os
      print(os.getcwd(), os.listdir())
      open("notes", "w").write("x" * 1000)
      print(os.path.getsize("/tmp/notes"))
      try:
          open("large", "wb").write(b"x" * (2 << 20))
      except OSError as error:
          print(error.errno in (errno.EFBIG, errno.ENOSPC))
      """
    guard case .code(let code) = try await sandbox.compile(Array(source.utf8)) else { return }
    for _ in 0..<3 {
      let execution = try await sandbox.execute(
        ExecutionRequest(
          program: .python(code: code, entry: nil, parameters: []), input: try SealedFile([]),
          limits: .quick, scratch: .mebibytes(1)))
      #expect(execution.text == "/tmp []\n1000\nTrue\n")
      #expect(execution.errorText == "")
    }
    let without = try await sandbox.run("open('notes', 'w')")
    #expect(without.errorText.contains("Read-only file system"))
  }

  // MARK: limits

  @Test(arguments: [
    ("while True: pass", Execution.Limit.cpuTime),
    ("import time; time.sleep(60)", .wallTime),
    ("import asyncio; asyncio.run(asyncio.Event().wait())", .wallTime),
    ("x = b'x' * (1 << 30)", .memory),
    ("x = []\nwhile True: x.append(bytes(1 << 20))", .memory),
    ("while True: print('x' * 1000)", .output),
  ])
  func `a limit that is broken ends the run and is named`(
    source: String, limit: Execution.Limit
  ) async throws {
    let execution = try await SharedSandbox.sandbox().run(source, limits: .breaking(limit))
    #expect(execution.exceeded == limit)
    #expect(execution.output.count <= ExecutionLimits.quick.output.bytes)
  }

  @Test func `CPU time is measured to the limit, not beyond`() async throws {
    let execution = try await SharedSandbox.sandbox().run("while True: pass")
    #expect(execution.cpuTime >= .seconds(1))
    #expect(execution.cpuTime < .milliseconds(1100))
  }

  @Test func `standard error is cut without failing the run`() async throws {
    let execution = try await SharedSandbox.sandbox().run(
      "import sys\nsys.stderr.write('e' * 100000)\nprint('done')")
    #expect(execution.text == "done\n")
    #expect(execution.errorOutput.count == ExecutionLimits.quick.errorOutput.bytes)
    #expect(execution.exceeded == nil)
  }

  @Test func `memory is what the program holds over the interpreter, within 1 MB`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    func peak(_ mebibytes: Int) async throws -> Int {
      var limits = ExecutionLimits.quick
      limits.memory = .mebibytes(256)
      let execution = try await sandbox.run(
        "x = bytearray(b'x') * (\(mebibytes) << 20)", limits: limits)
      #expect(execution.ending == .exited(code: 0))
      return execution.peakMemory.bytes
    }
    let base = try await peak(0)
    for mebibytes in [10, 50, 200] {
      let over = try await peak(mebibytes) - base
      #expect(abs(over - mebibytes << 20) < 1 << 20, "\(mebibytes) MiB gave \(over) bytes")
    }
  }

  @Test func `a limit is the run's own, whichever process of the slot ran before`() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    let source = "x = bytearray(b'x') * (60 << 20)\nprint('held')"
    guard case .code(let block) = try await sandbox.compile(Array(source.utf8)) else { return }
    let forks = "for i in 1 2 3 4 5 6 7 8; do sleep 0.01 & done; wait; echo all"
    let shell = CommandProgram(.path("/usr/bin/sh"), arguments: ["sh", "-c", forks])
    func run(_ program: Program, _ limits: ExecutionLimits) async throws -> Execution {
      try await sandbox.execute(
        ExecutionRequest(program: program, input: try SealedFile([]), limits: limits))
    }
    var small = ExecutionLimits.quick
    small.memory = .mebibytes(40)
    for _ in 0..<3 {
      #expect(
        try await run(.python(code: block, entry: nil, parameters: []), small).exceeded == .memory)
      // Compiling is allowed fewer processes than these.
      _ = try await sandbox.compile(Array(source.utf8))
      #expect(try await run(.command(shell), .quick).text == "all\n")
      #expect(
        try await run(.python(code: block, entry: nil, parameters: []), small).exceeded == .memory)
      #expect(try await run(.command(shell), .quick).text == "all\n")
    }
    await sandbox.stop()
  }

  @Test func `a fork bomb forks nothing`() async throws {
    let execution = try await SharedSandbox.sandbox().run("import os\nwhile True: os.fork()")
    #expect(execution.ending == .exited(code: 1))
    #expect(
      execution.errorText.contains("PermissionError")
        || execution.errorText.contains("BlockingIOError"))
  }

  @Test func `a forbidden system call is a security violation`() async throws {
    let execution = try await SharedSandbox.sandbox().run(
      "import ctypes\nctypes.CDLL(None).syscall(101, 0, 0, 0, 0)")  // ptrace
    #expect(execution.exceeded == .systemCalls)
  }

  // MARK: compiling

  @Test func `a syntax error is the compiler's message`() async throws {
    guard
      case .failed(let message) = try await SharedSandbox.sandbox().compile(Array("x = (\n".utf8))
    else {
      Issue.record("an open parenthesis is no program")
      return
    }
    #expect(message.contains("File \"solver.py\", line 1"))
    #expect(message.contains("SyntaxError: '(' was never closed"))
  }

  /// Named, because a failing test would print a megabyte of parentheses.
  enum BadSource: String, CaseIterable, Sendable {
    case nulBytes, unknownEncoding, deepParentheses, longChain, longNumber, tenMegabytes

    var text: String {
      switch self {
      case .nulBytes: "\0"
      case .unknownEncoding: "# coding: nonsense\n"
      case .deepParentheses: String(repeating: "(", count: 100_000)
      case .longChain: String(repeating: "a.", count: 200_000) + "a"
      case .longNumber: "x = " + String(repeating: "9", count: 100_000)
      case .tenMegabytes: String(repeating: "x = [1]\n", count: 1_300_000)
      }
    }
  }

  @Test(arguments: BadSource.allCases)
  func `whatever a source does to the compiler is the source's fault`(
    source: BadSource
  ) async throws {
    let result = try await SharedSandbox.sandbox().compile(Array(source.text.utf8))
    guard case .failed(let message) = result else {
      Issue.record("this is no program")
      return
    }
    #expect(!message.isEmpty)
  }

  // MARK: many at once

  @Test func `more runs than slots wait in line`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    try await withThrowingTaskGroup(of: (Int, String).self) { tasks in
      for number in 0..<40 {
        tasks.addTask { (number, try await sandbox.run("print(\(number))").text) }
      }
      for try await (number, text) in tasks { #expect(text == "\(number)\n") }
    }
  }

  @Test func `a cancelled run is killed`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    var limits = ExecutionLimits.quick
    limits.wallTime = .seconds(100)
    let run = Task { [limits] in
      try await sandbox.run("import time; time.sleep(90)", limits: limits)
    }
    try await Task.sleep(for: .milliseconds(300))
    let clock = ContinuousClock()
    let start = clock.now
    run.cancel()
    await #expect(throws: SandboxError.self) { try await run.value }
    #expect(clock.now - start < .seconds(5))
  }
}
