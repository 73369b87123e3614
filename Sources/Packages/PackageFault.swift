/// Something wrong with a package, and what to do about it.
package struct PackageFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Path of the file or directory.
  package var file: String
  /// `limits.time_limit`; nil when it is about the file as a whole.
  package var key: String?
  /// Counts from 1, where it is known.
  package var line: Int?
  package var message: String

  package init(file: String, key: String? = nil, line: Int? = nil, _ message: String) {
    self.file = file
    self.key = key
    self.line = line
    self.message = message
  }

  /// `Problems/easy/echo/problem.yaml:4: limits.time_limit: must be a positive number of seconds`
  package var description: String {
    file + (line.map { ":\($0)" } ?? "") + ": " + (key.map { $0 + ": " } ?? "") + message
  }
}

/// A file of a package that was there when the package was loaded, and cannot be read any more.
package struct PackageError: Error, Sendable, Hashable, CustomStringConvertible {
  package var file: String
  package var cause: String

  package init(file: String, cause: String) {
    self.cause = cause
    self.file = file
  }

  package var description: String { "\(file): \(cause); restore the file and restart the server" }
}

/// Collects the faults of one package, so that all are reported together.
final class FaultCollector {
  private(set) var faults: [PackageFault] = []
  private var known: Set<PackageFault> = []

  /// Says it once, also when several readers come across it.
  func add(_ file: String, key: String? = nil, line: Int? = nil, _ message: String) {
    let fault = PackageFault(file: file, key: key, line: line, message)
    if known.insert(fault).inserted { faults.append(fault) }
  }
}
