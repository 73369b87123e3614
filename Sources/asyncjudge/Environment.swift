import ArgumentParser
import Glibc

/// Defaults from the environment: `--port` is also `ASYNCJUDGE_PORT`. An option that is given wins.
enum Environment {
  static func value(_ name: String) -> String? {
    guard let value = unsafe getenv("ASYNCJUDGE_" + name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  static func text(_ name: String, default fallback: String) -> String {
    value(name) ?? fallback
  }

  /// The parts between commas.
  static func list(_ name: String) -> [String] {
    (value(name) ?? "").split(separator: ",").map(String.init)
  }

  /// `1`, `true`, `yes` or `on`.
  static func flag(_ name: String) -> Bool {
    ["1", "true", "yes", "on"].contains(value(name)?.lowercased())
  }

  /// Ends the program with a sentence when the variable is not a number: a typing error must not
  /// silently become the default.
  static func number(_ name: String, default fallback: Int) -> Int {
    guard let text = value(name) else { return fallback }
    guard let number = Int(text) else {
      AsyncJudge.exit(
        withError: ValidationError("ASYNCJUDGE_\(name)=\(text) must be a whole number."))
    }
    return number
  }
}
