import CSandbox
import Glibc
import Testing

/// The seccomp filters, by running them: every number, every architecture, every argument that
/// matters. What they do to a real program is in `Attacks/`.
@Suite(.enabled(if: !SystemCalls.numbers.isEmpty, "needs the kernel's headers (linux-libc-dev)"))
struct FilterTests {
  typealias Action = FilterMachine.Action

  /// The filters that a run has above it, in each kind of slot.
  struct Slot: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var own: FilterMachine
    var child: FilterMachine?
    var isCommand = false
    var hasServersID = false

    func action(_ number: UInt32, _ arguments: [UInt64] = []) -> Action {
      let padded = arguments + Array(repeating: 0, count: 6 - arguments.count)
      let call = FilterMachine.Call(number: number, arguments: padded)
      let first = own.answer(to: call).action
      return child.map { min(first, $0.answer(to: call).action) } ?? first
    }

    func action(_ name: String, _ arguments: UInt64...) throws -> Action {
      action(try #require(SystemCalls.numbers[name]), arguments)
    }

    var filters: [FilterMachine] { [own] + (child.map { [$0] } ?? []) }
  }

  static let commands = SANDBOX_FILTER_COMMANDS
  static let namespaces = SANDBOX_FILTER_NAMESPACES
  static let child = SANDBOX_FILTER_CHILD
  static let sharedID = SANDBOX_FILTER_SHARED_ID

  static let slots = [
    Slot(testDescription: "Python in namespaces", own: FilterMachine([namespaces])),
    Slot(
      testDescription: "Python in namespaces and cgroup v2",
      own: FilterMachine([namespaces, SANDBOX_FILTER_CLONE3]), child: FilterMachine([child])),
    Slot(
      testDescription: "Python without namespaces", own: FilterMachine([]),
      child: FilterMachine([child])),
    Slot(
      testDescription: "commands in namespaces", own: FilterMachine([commands, namespaces]),
      isCommand: true),
    Slot(
      testDescription: "commands in namespaces and cgroup v2",
      own: FilterMachine([commands, namespaces, SANDBOX_FILTER_CLONE3]),
      child: FilterMachine([commands, child]), isCommand: true),
    Slot(
      testDescription: "commands without namespaces", own: FilterMachine([commands]),
      child: FilterMachine([commands, child]), isCommand: true),
    Slot(
      testDescription: "Python with the server's user id", own: FilterMachine([sharedID]),
      child: FilterMachine([child, sharedID]), hasServersID: true),
    Slot(
      testDescription: "commands with the server's user id",
      own: FilterMachine([commands, sharedID]),
      child: FilterMachine([commands, child, sharedID]), isCommand: true, hasServersID: true),
  ]

  /// What is expected of a call with all arguments 0.
  static func expected(_ number: UInt32, in slot: Slot) -> Action {
    if SystemCalls.hostile.contains(number) { return .kill }
    if number == SystemCalls.numbers["clone3"] { return .refuse(UInt32(ENOSYS)) }
    if slot.hasServersID && SystemCalls.set("tkill fork vfork").contains(number) {
      return .refuse(UInt32(EPERM))
    }
    if slot.child != nil {
      if number == SystemCalls.numbers["mount"] { return .kill }
      if number == SystemCalls.numbers["setpgid"] { return .refuse(UInt32(EPERM)) }
      if SystemCalls.ofSlots.contains(number) { return .refuse(UInt32(EPERM)) }
    }
    let isAllowed =
      SystemCalls.harmless.contains(number)
      || slot.isCommand && SystemCalls.ofCommands.contains(number)
      || slot.child == nil && SystemCalls.ofSlots.contains(number)
    return isAllowed ? .allow : .refuse(UInt32(EPERM))
  }

  @Test(arguments: slots)
  func `every system call is allowed, refused or deadly as the list says`(slot: Slot) {
    let spread = (UInt64(2000)..<40000).map { UInt32($0 * 53633 % (1 << 31)) }
    let numbers = Array(UInt32(0)..<2000) + spread + [.max, 1 << 31]
    var tried = 0
    for number in numbers where !SystemCalls.conditional.contains(number) {
      let expected = Self.expected(number, in: slot)
      let action = slot.action(number)
      if action != expected { Issue.record("call \(number): \(action), not \(expected)") }
      tried += 1
    }
    #expect(tried > 30000)
  }

  @Test(arguments: slots)
  func `numbers of x32 are refused`(slot: Slot) {
    for number in UInt32(0)..<2000 {
      #expect(slot.action(0x4000_0000 | number) == .refuse(UInt32(EPERM)))
    }
  }

  @Test(arguments: slots)
  func `another architecture is deadly`(slot: Slot) {
    // i386, ARM, MIPS, RISC-V, and the other of ours: numbers mean something else there.
    let all: [UInt32] = [0x4000_0003, 0x4000_0028, 8, 0xC000_00F3, 0xC000_003E, 0xC000_00B7, 0]
    for architecture in all where architecture != FilterMachine.ownArchitecture {
      for number in UInt32(0)..<600 {
        let call = FilterMachine.Call(number: number, architecture: architecture)
        #expect(slot.own.answer(to: call).action == .kill)
      }
    }
  }

  // MARK: calls whose arguments decide

  @Test(arguments: slots)
  func `clone makes threads, and processes where they are meant to be`(slot: Slot) throws {
    // VM, FS, FILES, SIGHAND, THREAD
    let thread: [UInt64] = [0x100, 0x200, 0x400, 0x800, 0x10000]
    let (newMounts, newProcesses) = (UInt64(0x20000), UInt64(0x2000_0000))
    // The rest: NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWNET; then PTRACE, PARENT, UNTRACED.
    let spaces = [newMounts, newProcesses, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 30]
    let flags = thread + spaces + [0x2000, 0x8000, 0x80_0000]
    // CAP_SYS_ADMIN, which a run has lost, is what these take.
    let forSlots: Set<UInt64> = [newProcesses, newProcesses | newMounts]
    let forCommands: Set<UInt64> = [0, thread[0], newMounts, newMounts | thread[0]]
    let aThread = thread.reduce(0, |)
    for subset in 0..<UInt64(1 << flags.count) {
      let chosen = flags.indices.reduce(UInt64(0)) {
        subset >> $1 & 1 == 1 ? $0 | flags[$1] : $0
      }
      let isAllowed =
        chosen == aThread
        || !slot.isCommand && slot.child == nil && forSlots.contains(chosen)
        || slot.isCommand && !slot.hasServersID && forCommands.contains(chosen)
      let expected = isAllowed ? Action.allow : .refuse(UInt32(EPERM))
      // SETTLS, PARENT_SETTID, CHILD_CLEARTID, SYSVSEM and the signal at the end
      let others = 0x80000 | 0x100000 | 0x200000 | 0x40000 | UInt64(SIGCHLD)
      for bits in [0, others] where try slot.action("clone", chosen | bits) != expected {
        Issue.record("clone with flags \(String(chosen | bits, radix: 16)): not \(expected)")
      }
    }
  }

  @Test(arguments: slots)
  func `the only namespace to leave or enter is that of processes, before a command's first`(
    slot: Slot
  ) throws {
    let newProcesses: UInt64 = 0x2000_0000
    for bit in UInt64(0)..<32 {
      for flags in [1 << bit, 1 << bit | newProcesses] {
        let isAllowed = slot.isCommand && slot.child == nil && flags == newProcesses
        let expected = isAllowed ? Action.allow : .kill
        #expect(try slot.action("unshare", flags) == expected)
        #expect(try slot.action("setns", 5, flags) == expected)
      }
    }
  }

  @Test(arguments: slots)
  func `socket pairs are Unix sockets`(slot: Slot) throws {
    for family in UInt64(0)..<64 {
      let expected = family == UInt64(AF_UNIX) ? Action.allow : .refuse(UInt32(EACCES))
      #expect(try slot.action("socketpair", family, 1) == expected)
    }
  }

  @Test(arguments: slots)
  func `a process may change its name and nothing else of itself`(slot: Slot) throws {
    let (setDeathSignal, setName, getName) = (UInt64(1), UInt64(15), UInt64(16))
    for option in Array(UInt64(0)..<256) + [0x5961_6D61, 0x4156_4D41, UInt64(UInt32.max)] {
      let isAllowed =
        [setName, getName].contains(option) || slot.child == nil && option == setDeathSignal
      #expect(try slot.action("prctl", option, 1) == (isAllowed ? .allow : .refuse(UInt32(EPERM))))
    }
  }

  @Test(arguments: slots)
  func `ioctl only asks`(slot: Slot) throws {
    // FIONBIO, FIOCLEX, FIONCLEX, FIONREAD, TCGETS; TIOCSTI (0x5412) is one of the others.
    let harmless: Set<UInt64> = [0x5421, 0x5451, 0x5450, 0x541B, 0x5401]
    for request in Array(UInt64(0)..<0x8000) + [0x4004_7454, 0x8004_5430] {
      let expected = harmless.contains(request) ? Action.allow : .refuse(UInt32(ENOTTY))
      if try slot.action("ioctl", 1, request) != expected { Issue.record("ioctl \(request)") }
    }
  }

  @Test(arguments: slots.filter { $0.child != nil })
  func `limits can be read, not set`(slot: Slot) throws {
    #expect(try slot.action("prlimit64", 0, 7, 0, 0x7FFF_0000_1000) == .allow)
    for pointer in [1, 0x1000, 0x7FFF_0000_0000, 1 << 32, UInt64.max] as [UInt64] {
      #expect(try slot.action("prlimit64", 0, 7, pointer) == .refuse(UInt32(EPERM)))
    }
  }

  @Test(arguments: slots)
  func `buffers of sockets keep their size, and who asks is not told`(slot: Slot) throws {
    let (sockets, pretended) = (UInt64(SOL_SOCKET), Action.refuse(0))
    for option in UInt64(0)..<100 {
      // SO_SNDBUF, SO_RCVBUF and their FORCE variants
      let isBuffer = [7, 8, 32, 33].contains(option)
      #expect(
        try slot.action("setsockopt", 3, sockets, option) == (isBuffer ? pretended : .allow))
      #expect(try slot.action("setsockopt", 3, 6, option) == .allow)
    }
  }

  @Test(arguments: slots)
  func `where runs have the server's user id they signal nobody else`(slot: Slot) throws {
    let own = getpid()  // whose filter it is
    for call in ["kill", "tgkill"] {
      for target in [own, -own, 0, 1, -1, getppid(), own + 1, -own - 1, .min, .max] {
        let isAllowed = !slot.hasServersID || [own, -own, 0].contains(target)
        let word = UInt64(UInt32(bitPattern: target))
        // A process id is 32 bits wide, whatever stands above them.
        for argument in [word, word | 7 << 32] {
          #expect(
            try slot.action(call, argument, 9) == (isAllowed ? .allow : .refuse(UInt32(EPERM))))
        }
      }
    }
    // F_SETOWN, F_SETSIG, F_SETOWN_EX
    for command in UInt64(0)..<2000 {
      let isRefused = slot.hasServersID && [8, 10, 15].contains(command)
      #expect(
        try slot.action("fcntl", 0, command, 1) == (isRefused ? .refuse(UInt32(EPERM)) : .allow))
    }
  }

  // MARK: cost

  @Test(arguments: slots)
  func `no call takes more than a few steps of a tree`(slot: Slot) {
    for filter in slot.filters {
      #expect(filter.instructions.count < 1000)
      let most = (UInt32(0)..<1000).map { filter.answer(to: .init(number: $0)).steps }.max() ?? 0
      #expect(most < 40)
    }
  }
}
