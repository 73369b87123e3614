/// Who is to be in a classroom, as a teacher writes it: CSV with a line of headings that has
/// `account` and `name`, and may have `role`.
package struct Roster: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var line: Int
    package var account: String
    package var name: String
    /// nil: a student when new, unchanged otherwise.
    package var role: Membership.Role?

    package init(line: Int, account: String, name: String, role: Membership.Role? = nil) {
      self.line = line
      self.account = account
      self.name = name
      self.role = role
    }
  }

  /// What is wrong with a line, said of it: "has no name".
  package struct Fault: Sendable, Hashable {
    package var line: Int
    package var description: String

    package init(line: Int, _ description: String) {
      self.line = line
      self.description = description
    }
  }

  package static let largestEntryCount = 2000
  package static let columnLimit = 20

  package private(set) var entries: [Entry] = []
  /// In the order of their lines.
  package private(set) var faults: [Fault] = []

  /// Reads on after a fault, so that all are reported, but for those that leave no lines to read.
  package init(csv bytes: [UInt8]) {
    let records: [CSV.Record]
    do throws(CSV.Fault) {
      records = try CSV.parse(
        bytes, recordLimit: Self.largestEntryCount + 1, fieldLimit: Self.columnLimit)
    } catch {
      faults = [Fault(line: error.line, error.description)]
      return
    }
    guard let head = records.first else {
      faults = [Fault(line: 1, "is missing; the first line names the columns: account,name,role")]
      return
    }
    let headings = head.fields.map { Self.trimmed($0).lowercased() }
    guard let columns = Columns(headings) else {
      faults = [
        Fault(
          line: head.line,
          "must name the columns account and name, each once, and may name role")
      ]
      return
    }
    var lines: [String: Int] = [:]
    for record in records.dropFirst() {
      do throws(Reason) {
        guard record.fields.count == headings.count else {
          throw Reason(
            "has \(record.fields.count) fields, where the first line has \(headings.count)")
        }
        let entry = try columns.entry(record)
        if let first = lines[entry.account] {
          throw Reason("has the account \"\(entry.account)\" of line \(first) again")
        }
        lines[entry.account] = record.line
        entries.append(entry)
      } catch {
        faults.append(Fault(line: record.line, error.text))
      }
    }
  }

  private struct Reason: Error {
    var text: String
    init(_ text: String) { self.text = text }
  }

  private struct Columns {
    var account: Int
    var name: Int
    var role: Int?

    init?(_ headings: [String]) {
      for column in ["account", "name", "role"] {
        guard headings.count(where: { $0 == column }) <= 1 else { return nil }
      }
      guard let account = headings.firstIndex(of: "account"),
        let name = headings.firstIndex(of: "name")
      else { return nil }
      self.account = account
      self.name = name
      role = headings.firstIndex(of: "role")
    }

    func entry(_ record: CSV.Record) throws(Reason) -> Entry {
      let account = Roster.cell(record.fields[account])
      guard !account.isEmpty else { throw Reason("has no account") }
      let name = Roster.cell(record.fields[name])
      guard !name.isEmpty else { throw Reason("has no name") }
      var entry = Entry(line: record.line, account: account, name: name)
      if let role {
        let text = Roster.cell(record.fields[role]).lowercased()
        guard text.isEmpty || Membership.Role(rawValue: text) != nil else {
          throw Reason("has the role \"\(text)\"; the roles are student and teacher")
        }
        entry.role = Membership.Role(rawValue: text)
      }
      return entry
    }
  }

  /// Without spaces around, and without the apostrophe that CSV puts before what looks like a
  /// formula, so that an exported roster can be imported.
  private static func cell(_ text: String) -> String {
    let text = trimmed(text)
    guard text.first == "'", let second = text.dropFirst().first, "=+-@".contains(second) else {
      return text
    }
    return String(text.dropFirst())
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let end = text.lastIndex { !isSpace($0) }.map(text.index(after:)) ?? text.startIndex
    return String(text[..<end].drop(while: isSpace))
  }

  /// The members as a roster.
  package static func csv(_ members: [Membership]) -> String {
    CSV.line(["account", "name", "role"])
      + members.map { CSV.line([$0.account.name, $0.name, $0.role.rawValue]) }.joined()
  }
}
