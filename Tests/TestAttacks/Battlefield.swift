import Foundation
import Sandboxing

/// Where attacks are run: what this machine offers to root, what it offers to an ordinary user, and a
/// container with Docker's default profile. Launchers make the last two of sandboxd.
package enum Battlefield: String, CaseIterable, Sendable, CustomStringConvertible {
  case machine, user, container

  package var description: String { rawValue }

  /// Of a sandbox there. The launchers lie beside sandboxd and the test program.
  package func configuration(slots: Int) -> SandboxConfiguration {
    let launcher: String? =
      switch self {
      case .machine: nil
      case .user: "ordinaryuser"
      case .container: "dockerprofile"
      }
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let directory = own.deletingLastPathComponent().path
    return SandboxConfiguration(
      slots: slots, sandboxdPath: launcher.map { directory + "/" + $0 }, minimumTier: .c)
  }
}
