import Domain
import Glibc

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

  package init(
    slots: Int? = nil, sandboxdPath: String? = nil, minimumTier: IsolationTier = .c,
    maximumTier: IsolationTier = .a, python: String? = nil
  ) {
    self.maximumTier = maximumTier
    self.minimumTier = minimumTier
    self.python = resolved(python ?? Self.systemPython)
    self.sandboxdPath = sandboxdPath
    self.slots = slots ?? Self.cores
  }

  /// Processors this process may use.
  package static var cores: Int { max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

  /// Where a machine has its `python3`.
  package static var systemPython: String {
    let paths = ["/usr/local/bin/python3", "/usr/bin/python3"]
    return paths.first { unsafe access($0, X_OK) == 0 } ?? "/usr/bin/python3"
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
