/// A Python source as a row of tokens that says how it works and not how it looks: without comments,
/// spaces and line ends, all names alike, all numbers alike, all strings alike.
package enum PythonTokens {
  /// Hashes of the tokens, at most `limit`. Never fails: what is no Python gives tokens, too.
  package static func read(_ source: String, limit: Int) -> [UInt64] {
    var scanner = Scanner(rest: Array(source.utf8)[...])
    var tokens: [UInt64] = []
    while tokens.count < limit, let token = scanner.next() { tokens.append(token) }
    return tokens
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func next() -> UInt64? {
      while let byte = rest.first {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 12,
          UInt8(ascii: "\\"):
          rest.removeFirst()
        case UInt8(ascii: "#"):
          rest = rest.drop { $0 != UInt8(ascii: "\n") }
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          skipString()
          return Token.string
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          skipNumber()
          return Token.number
        case _ where Self.isName(byte):
          return name()
        default:
          rest.removeFirst()
          return Token.symbol(byte)
        }
      }
      return nil
    }

    /// `0xFF`, `1_000.5j`, `1e-3`.
    private mutating func skipNumber() {
      let isDecimal = !rest.prefix(2).contains {
        $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X")
      }
      var last: UInt8 = 0
      while let byte = rest.first {
        let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        let isExponent =
          isDecimal && isSign && (last == UInt8(ascii: "e") || last == UInt8(ascii: "E"))
        guard Self.isName(byte) || byte == UInt8(ascii: ".") || isExponent else { return }
        last = byte
        rest.removeFirst()
      }
    }

    private mutating func name() -> UInt64 {
      let name = rest.prefix(while: Self.isName)
      rest = rest[name.endIndex...]
      // The letters before a string: rb'…'.
      if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        name.count <= 2
      {
        skipString()
        return Token.string
      }
      let text = String(decoding: name, as: UTF8.self)
      return keywords.contains(text) ? hash(of: name) : Token.name
    }

    /// Either kind, with one or three quotes; an escape takes the byte after it.
    private mutating func skipString() {
      guard let quote = rest.first else { return }
      let isLong = rest.prefix(3).count == 3 && rest.prefix(3).allSatisfy { $0 == quote }
      rest = rest.dropFirst(isLong ? 3 : 1)
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\\") {
          rest = rest.dropFirst()
        } else if byte == quote {
          guard isLong else { return }
          if rest.prefix(2).count == 2, rest.prefix(2).allSatisfy({ $0 == quote }) {
            rest = rest.dropFirst(2)
            return
          }
        } else if byte == UInt8(ascii: "\n"), !isLong {
          return
        }
      }
    }

    private static func isName(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        true
      default: false
      }
    }
  }

  private enum Token {
    static let name: UInt64 = 1
    static let number: UInt64 = 2
    static let string: UInt64 = 3
    static func symbol(_ byte: UInt8) -> UInt64 { 256 + UInt64(byte) }
  }

  private static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]

  /// FNV-1a.
  private static func hash(of bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
