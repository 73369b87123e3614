import Glibc

/// An open file descriptor with one owner, closed when the owner is gone.
package struct FileDescriptor: ~Copyable, Sendable {
  package let rawValue: Int32

  /// Takes over `rawValue`, which must be open and belong to nobody else.
  package init(owning rawValue: Int32) {
    precondition(rawValue >= 0, "a file descriptor cannot be negative")
    self.rawValue = rawValue
  }

  deinit { close(rawValue) }

  /// Gives the descriptor away; the caller must close it.
  package consuming func release() -> Int32 {
    let value = rawValue
    discard self
    return value
  }
}
