import CSandbox
import Domain
import Glibc

/// What protects this machine from submissions: the tier in use and each mechanism behind it.
package struct IsolationReport: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package var mechanism: String
    package var present: Bool
    /// What it is good for when present, what it would need when not.
    package var note: String

    package init(mechanism: String, present: Bool, note: String) {
      self.mechanism = mechanism
      self.note = note
      self.present = present
    }
  }

  package var tier: IsolationTier
  package var rows: [Row]

  package init(tier: IsolationTier, rows: [Row]) {
    self.rows = rows
    self.tier = tier
  }
}

extension IsolationReport {
  /// `errors`: per mechanism 0, or the errno that says why it is not there.
  init(tier: IsolationTier, errors: [Int32], cgroupVersion: Int) {
    let rows = mechanisms.map { mechanism in
      let code = errors.indices.contains(mechanism.index) ? errors[mechanism.index] : ENOSYS
      let version = mechanism.isCgroup && code == 0 ? " (cgroup v\(cgroupVersion))" : ""
      let note = code == 0 ? mechanism.gives + version : "\(message(code)): \(mechanism.needs)"
      return Row(mechanism: mechanism.name, present: code == 0, note: note)
    }
    self.init(tier: tier, rows: rows)
  }

  /// What is missing, for an error message.
  var missing: String {
    rows.filter { !$0.present }.map { "\($0.mechanism) (\($0.note))" }.joined(separator: "; ")
  }
}

private struct Mechanism {
  let index: Int
  let name: String
  let gives: String
  let needs: String
  var isCgroup = false
}

private let mechanisms = [
  Mechanism(
    index: Int(SANDBOX_NAMESPACES.rawValue), name: "namespaces",
    gives: "a private, read-only root; no network; a run ends with all its processes",
    needs: """
      allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone=1, \
      kernel.apparmor_restrict_unprivileged_userns=0); in a container, a seccomp profile that \
      allows clone, unshare, mount and pivot_root
      """),
  Mechanism(
    index: Int(SANDBOX_ID_RANGE.rawValue), name: "user ids",
    gives: "each slot has user ids that nobody else has",
    needs: "start the server as root, or with the capabilities SETUID, SETGID and KILL"),
  Mechanism(
    index: Int(SANDBOX_MEMORY_CGROUP.rawValue), name: "memory cgroup",
    gives: "exact memory limits and figures",
    needs: """
      a writable cgroup: a service with Delegate=yes, `systemd-run --scope -p Delegate=yes \
      docker/serve`, or in a container --cgroupns=private with /sys/fs/cgroup mounted read-write; \
      memory is measured by resident set until then
      """, isCgroup: true),
  Mechanism(
    index: Int(SANDBOX_PIDS_CGROUP.rawValue), name: "pids cgroup",
    gives: "a limit on the processes of each run", needs: "as for the memory cgroup",
    isCgroup: true),
  Mechanism(
    index: Int(SANDBOX_CPU_CGROUP.rawValue), name: "cpu accounting",
    gives: "CPU time of all processes of a run together", needs: "as for the memory cgroup",
    isCgroup: true),
  Mechanism(
    index: Int(SANDBOX_SECCOMP.rawValue), name: "seccomp",
    gives: "about 130 system calls instead of 360",
    needs: "a kernel with CONFIG_SECCOMP_FILTER (any since 3.17)"),
  Mechanism(
    index: Int(SANDBOX_LANDLOCK.rawValue), name: "Landlock",
    gives: "no file but the interpreter's, where there are no namespaces",
    needs: "Linux 5.13 with CONFIG_SECURITY_LANDLOCK and `landlock` in the lsm= list"),
]

extension IsolationTier {
  init(_ tier: UInt32) {
    switch sandbox_tier(rawValue: tier) {
    case SANDBOX_TIER_A: self = .a
    case SANDBOX_TIER_B: self = .b
    case SANDBOX_TIER_C: self = .c
    case SANDBOX_TIER_D: self = .d
    default: self = .none
    }
  }

  var rawTier: UInt32 {
    switch self {
    case .a: SANDBOX_TIER_A.rawValue
    case .b: SANDBOX_TIER_B.rawValue
    case .c: SANDBOX_TIER_C.rawValue
    case .d: SANDBOX_TIER_D.rawValue
    case .none: SANDBOX_TIER_NONE.rawValue
    }
  }
}
