import Domain
import Foundation
import Testing

@testable import JudgeServer

/// The codes of errors in the description are those that the sources have.
@Suite struct OpenAPICodesTests {
  /// All codes that are described, of the errors of any operation.
  private static let described: Set<String> = {
    let responses = APIContract.served.operations.flatMap {
      ($0.content["responses"].object ?? [:]).map { APIContract.served.resolved($0.value) }
    }
    return Set(
      responses.flatMap { response in
        response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"][
          "enum"
        ].elements.compactMap(\.string)
      })
  }()

  /// The text of a module.
  private static func source(_ module: String) -> String {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/" + module)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    return names.filter { $0.hasSuffix(".swift") }.compactMap {
      try? String(contentsOf: directory.appendingPathComponent($0), encoding: .utf8)
    }.joined()
  }

  @Test func `every code of a handler is described`() {
    let source = Self.source("JudgeServer")
    let named = source.matches(of: /code: "([a-z0-9_]+)"/).map { String($0.output.1) }
    let paired = source.matches(of: /\(4\d\d, "([a-z0-9_]+)"\)/).map { String($0.output.1) }
    #expect(named.count > 80 && paired.count > 10)
    #expect(Set(named + paired).subtracting(Self.described) == [])
  }

  @Test func `every code that is described is in the sources`() {
    let source = Self.source("JudgeServer") + Self.source("HTTP")
    #expect(Self.described.count > 90)
    #expect(Self.described.filter { !source.contains("\"\($0)\"") } == [])
  }
}
