import Domain
import Foundation
import TestClient
import Testing

@testable import Lab

/// `Problems/scenario.schema.json` says what `Scenario` accepts.
@Suite struct SchemaTests {
  static let problems = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Problems")

  static func schema() throws -> JSONSchema {
    let file = problems.appendingPathComponent("scenario.schema.json")
    return try JSONSchema(Array(Data(contentsOf: file)))
  }

  /// All `.in` files of the packages for the lab.
  static let scenarios: [URL] = {
    let files = FileManager.default.enumerator(at: problems, includingPropertiesForKeys: nil)
    let inputs = files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "in" } ?? []
    return inputs.filter { (try? Data(contentsOf: $0).starts(with: Data("{".utf8))) == true }
  }()

  @Test func `every committed scenario is valid`() throws {
    let schema = try Self.schema()
    var faults: [String] = []
    for file in Self.scenarios {
      let value = try JSONParser.parse(Array(Data(contentsOf: file)))
      faults += schema.faults(of: value).map { "\(file.path) \($0)" }
    }
    #expect(faults == [])
    #expect(Self.scenarios.count > 300)
  }

  /// What the reader refuses by its shape the schema refuses as well.
  @Test(arguments: [
    "[]", #"{"sed": 1}"#, #"{"seed": -1}"#, #"{"services": {"a": {}}}"#,
    #"{"services": {"a": {"type": "tabel"}}}"#,
    #"{"services": {"a": {"type": "affine", "a": 1, "b": 1}}}"#,
    #"{"services": {"a": {"type": "clock", "latency": {"base": 1}}}}"#,
    #"{"services": {"a": {"type": "front", "arrivals": [[1]]}}}"#, #"{"budgets": {"factor": 1.1}}"#,
    #"{"campaign": {"faults": true}}"#, #"{"campaign": {"schedules": 101}}"#,
    #"{"services": {"n": {"type": "net", "clients": [{"port": 0, "at_us": 1}]}}}"#,
  ])
  func `a fault is one for the schema and for the reader`(json: String) throws {
    #expect(try !Self.schema().faults(of: JSONParser.parse(Array(json.utf8))).isEmpty)
    #expect(throws: InvalidScenario.self) { try Scenario(json: Array(json.utf8)) }
  }
}
