import Packages
import Testing

/// One thing that is wrong with an otherwise good package, and the only fault that it must give.
struct Breakage: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// In the package.
  var file: String
  var key: String?
  var message: String
  var apply: @Sendable (PackageDirectory) throws -> Void

  init(
    _ description: String, _ file: String, key: String? = nil, _ message: String,
    _ apply: @escaping @Sendable (PackageDirectory) throws -> Void
  ) {
    testDescription = description
    self.file = file
    self.key = key
    self.message = message
    self.apply = apply
  }

  /// Of a problem.yaml.
  static func metadata(
    _ description: String, _ key: String?, _ message: String, _ text: String
  ) -> Breakage {
    Breakage(description, "problem.yaml", key: key, message) {
      try $0.write(text, to: "problem.yaml")
    }
  }

  /// Applies itself to a good package and expects its fault.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try withPackage { directory in
      try apply(directory)
      let catalog = directory.load()
      #expect(catalog.problems.isEmpty, sourceLocation: sourceLocation)
      var faults = catalog.faults
      for index in faults.indices { faults[index].line = nil }
      #expect(
        faults == [PackageFault(file: directory.path(file), key: key, message)],
        sourceLocation: sourceLocation)
    }
  }
}
