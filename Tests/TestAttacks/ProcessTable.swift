import Foundation
import Glibc

/// /proc at one moment.
package struct ProcessTable {
  package var parents: [pid_t: pid_t] = [:]
  package var names: [pid_t: String] = [:]

  package init() {
    for entry in entries("/proc") {
      // The name is in parentheses and may contain anything.
      guard let process = pid_t(entry), let text = lines("/proc/\(entry)/stat").first,
        let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")")
      else { continue }
      names[process] = String(text[text.index(after: open)..<close])
      parents[process] = pid_t(text[text.index(after: close)...].split(separator: " ")[1])
    }
  }

  package func children(of process: pid_t) -> [pid_t] {
    parents.keys.filter { parents[$0] == process }.sorted()
  }

  /// With the process itself, if it is there.
  package func descendants(of process: pid_t) -> Set<pid_t> {
    guard parents[process] != nil else { return [] }
    return children(of: process).reduce(into: [process]) { $0.formUnion(descendants(of: $1)) }
  }

  package func owned(by user: uid_t?) -> Set<pid_t> {
    guard let user else { return [] }
    return Set(
      parents.keys.filter { process in
        lines("/proc/\(process)/status").contains { $0.hasPrefix("Uid:\t\(user)\t") }
      })
  }
}

func lines(_ path: String) -> [String] {
  let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  return text.split(separator: "\n").map(String.init)
}

func entries(_ path: String) -> [String] {
  (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
}

func link(_ path: String) -> String {
  (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
}
