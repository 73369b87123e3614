import CSandbox
import Domain
import Glibc
import Posix

/// How to start the sandbox.
package struct SandboxConfiguration: Sendable {
  /// Runs at the same time; more than cores makes times unfair.
  package var slots: Int
  /// Nil: beside the running executable.
  package var sandboxdPath: String?
  /// Refuse to start when the machine isolates less. `.none`: run without isolation.
  package var minimumTier: IsolationTier
  /// Do not use more than this, for tests of the weaker tiers.
  package var maximumTier: IsolationTier
  /// Slots see `/usr`; of an interpreter elsewhere they also see `<prefix>` of
  /// `<prefix>/bin/python3`, read-only.
  package var python: String
  /// A slot is built anew after as many, against anything that could pile up in it.
  package var runsPerSlot: Int

  package init(
    slots: Int? = nil, sandboxdPath: String? = nil, minimumTier: IsolationTier = .c,
    maximumTier: IsolationTier = .a, python: String? = nil,
    runsPerSlot: Int = SandboxLimits.runsPerSlot
  ) {
    self.maximumTier = maximumTier
    self.minimumTier = minimumTier
    self.python = resolved(python ?? Self.systemPython)
    self.runsPerSlot = runsPerSlot
    self.sandboxdPath = sandboxdPath
    self.slots = slots ?? Self.cores
    precondition((1...Self.mostSlots).contains(self.slots), "sandboxd cannot make as many slots")
  }

  /// As many slots sandboxd can keep.
  package static let mostSlots = Int(SANDBOX_SLOTS_MAX)

  /// Processors this process may use, as far as there can be slots for them.
  package static var cores: Int { min(mostSlots, Process.availableCores) }

  /// The newest Python that the lab is known to agree with; else whatever `python3` the machine has.
  /// 3.12 before 3.11, whose `wait_for` loses a cancellation (gh-86296).
  package static var systemPython: String {
    systemPython { unsafe access($0, X_OK) == 0 }
  }

  static func systemPython(isThere: (String) -> Bool) -> String {
    let names = ["python3.13", "python3.12", "python3"]
    let paths = names.flatMap { ["/usr/local/bin/\($0)", "/usr/bin/\($0)"] }
    return paths.first(where: isThere) ?? "/usr/bin/python3"
  }

  /// Where sandboxd is, and with it libsandboxslot.so.
  var daemonPath: String {
    if let sandboxdPath { return sandboxdPath }
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe readlink(
        "/proc/self/exe", bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return directory(of: own) + "/sandboxd"
  }

  var libraryPath: String { directory(of: daemonPath) + "/libsandboxslot.so" }
}

/// Without symbolic links: in the jail they might lead nowhere.
private func resolved(_ path: String) -> String {
  guard let found = unsafe realpath(path, nil) else { return path }
  defer { unsafe free(found) }
  return unsafe String(cString: found)
}

private func directory(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
}
