import CSandbox

/// Classic BPF as seccomp uses it: runs a filter on one system call, in a test.
struct FilterMachine {
  /// What the kernel gives a filter to look at.
  struct Call {
    var number: UInt32
    var architecture: UInt32 = FilterMachine.ownArchitecture
    var arguments: [UInt64] = [0, 0, 0, 0, 0, 0]

    /// A word of `struct seccomp_data`, or nil where the kernel would refuse the filter.
    func word(at offset: Int) -> UInt32? {
      switch offset {
      case 0: return number
      case 4: return architecture
      case 8, 12: return 0  // the instruction pointer
      case 16..<64 where offset % 4 == 0:
        let argument = arguments[(offset - 16) / 8]
        return UInt32(truncatingIfNeeded: offset % 8 == 0 ? argument : argument >> 32)
      default: return nil
      }
    }
  }

  enum Action: Equatable, Comparable {
    /// In the order of strength: of several filters the kernel takes the strongest answer.
    case kill
    case refuse(UInt32)
    case allow
    /// No valid filter ends like this.
    case broken(String)
  }

  static var ownArchitecture: UInt32 {
    #if arch(x86_64)
      0xC000_003E
    #else
      0xC000_00B7
    #endif
  }

  let instructions: [sandbox_instruction]

  /// `options`: of `sandbox_filter_option`, joined.
  init(_ options: [sandbox_filter_option]) {
    let most = Int(SANDBOX_FILTER_MAX)
    instructions = unsafe [sandbox_instruction](unsafeUninitializedCapacity: most) {
      unsafe $1 = Int(
        sandbox_filter($0.baseAddress, options.reduce(UInt32(0)) { $0 | $1.rawValue }))
    }
  }

  /// The answer and how many instructions it took.
  func answer(to call: Call) -> (action: Action, steps: Int) {
    var accumulator: UInt32 = 0
    var at = 0
    var steps = 0
    // Jumps only lead forwards, so this ends.
    while at < instructions.count {
      let instruction = instructions[at]
      at += 1
      steps += 1
      let value = instruction.value
      func jump(if condition: Bool) {
        at += Int(condition ? instruction.jump_true : instruction.jump_false)
      }
      switch instruction.code {
      case 0x20:  // BPF_LD | BPF_W | BPF_ABS
        guard let word = call.word(at: Int(value)) else { return (.broken("load \(value)"), steps) }
        accumulator = word
      case 0x54: accumulator &= value  // BPF_ALU | BPF_AND | BPF_K
      case 0x05: at += Int(value)  // BPF_JMP | BPF_JA
      case 0x15: jump(if: accumulator == value)  // BPF_JEQ
      case 0x25: jump(if: accumulator > value)  // BPF_JGT
      case 0x35: jump(if: accumulator >= value)  // BPF_JGE
      case 0x45: jump(if: accumulator & value != 0)  // BPF_JSET
      case 0x06:  // BPF_RET | BPF_K
        switch value & 0xFFFF_0000 {
        case 0x8000_0000: return (.kill, steps)  // SECCOMP_RET_KILL_PROCESS
        case 0x0005_0000: return (.refuse(value & 0xFFFF), steps)  // SECCOMP_RET_ERRNO
        case 0x7FFF_0000: return (.allow, steps)  // SECCOMP_RET_ALLOW
        default: return (.broken("return \(value)"), steps)
        }
      default: return (.broken("instruction \(instruction.code)"), steps)
      }
    }
    return (.broken("it does not end"), steps)
  }
}
