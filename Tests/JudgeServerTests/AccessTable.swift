import Foundation
import Testing

/// The tables of `Sources/JudgeServer/Access.md`: what every route answers to everybody.
struct AccessTable: Sendable {
  /// In the order of the columns.
  enum Role: String, Sendable, CaseIterable {
    case guest, stranger, member, staff
    case otherTeacher = "other teacher"
    case admin
  }

  struct Row: Sendable, CustomTestStringConvertible {
    /// `GET /api/v1/problems/{id}`
    var route: String
    var statuses: [Role: Int]

    var testDescription: String { route }
    var method: String { String(route.prefix { $0 != " " }) }
    var pattern: String { String(route.drop { $0 != " " }.dropFirst()) }
  }

  var rows: [Row]
  /// Lines of tables that could not be read.
  var faults: [String]

  static let committed: AccessTable = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("Sources/JudgeServer/Access.md")
    return AccessTable((try? String(contentsOf: file, encoding: .utf8)) ?? "")
  }()

  init(_ text: String) {
    rows = []
    faults = []
    let titles = ["Route"] + Role.allCases.map(\.rawValue)
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      if cells == titles || cells.allSatisfy({ $0 == "---" }) { continue }
      let statuses = cells.dropFirst().compactMap { Int($0) }
      guard statuses.count == Role.allCases.count, let route = cells.first,
        route.hasPrefix("`"), route.hasSuffix("`")
      else {
        faults.append(String(line))
        continue
      }
      rows.append(
        Row(
          route: String(route.dropFirst().dropLast()),
          statuses: Dictionary(uniqueKeysWithValues: zip(Role.allCases, statuses))))
    }
  }
}
