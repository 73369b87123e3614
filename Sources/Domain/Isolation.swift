/// How well a machine can lock submissions in. Ordered: `a` is the strongest.
package enum IsolationTier: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Every namespace, a range of user ids, memory and process cgroups.
  case a = "A"
  /// Every namespace with a single user id (unprivileged user namespaces); cgroups only if delegated.
  case b = "B"
  /// No namespaces (a container with its default profile): Landlock, seccomp, user ids, limits.
  case c = "C"
  /// One user id and nothing else: Landlock, seccomp and limits. One slot only.
  case d = "D"
  /// No isolation at all; only by explicit request, for a laptop.
  case none

  /// `a < b` means that `a` isolates less than `b`.
  package static func < (a: IsolationTier, b: IsolationTier) -> Bool { a.strength < b.strength }

  private var strength: Int {
    switch self {
    case .a: 4
    case .b: 3
    case .c: 2
    case .d: 1
    case .none: 0
    }
  }
}
