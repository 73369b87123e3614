import Glibc

/// A system call that failed. Made right after the call, before anything else can change `errno`.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The call, and what it was about: `open data/judge.sqlite`.
  package var operation: String
  package var code: Int32

  package init(_ operation: String, code: Int32 = errno) {
    self.code = code
    self.operation = operation
  }

  /// `open data/judge.sqlite: Permission denied`.
  package var description: String { "\(operation): \(unsafe String(cString: strerror(code)))" }
}
