/// Parameters of a field value: `form-data; name="file"; filename="a;b.py"`.
enum HeaderParameters {
  /// The value of the parameter `name` (lower case), without quotes; nil when there is none.
  static func value(of name: String, in field: String) -> String? {
    var rest = Array(field.utf8)[...]
    _ = take(&rest) { $0 != UInt8(ascii: ";") }
    while rest.popFirst() != nil {
      _ = take(&rest) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let found = take(&rest) { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest.removeFirst()
      let value = takeValue(&rest)
      if String(decoding: found, as: UTF8.self).lowercased() == name {
        return String(decoding: value, as: UTF8.self)
      }
      _ = take(&rest) { $0 != UInt8(ascii: ";") }
    }
    return nil
  }

  private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    guard rest.first == UInt8(ascii: "\"") else {
      var value = take(&rest) { $0 != UInt8(ascii: ";") }
      while value.last == UInt8(ascii: " ") || value.last == UInt8(ascii: "\t") {
        value.removeLast()
      }
      return value
    }
    rest.removeFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      value.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
    }
    return value
  }

  private static func take(
    _ rest: inout ArraySlice<UInt8>, while isTaken: (UInt8) -> Bool
  ) -> [UInt8] {
    let taken = rest.prefix(while: isTaken)
    rest = rest[taken.endIndex...]
    return Array(taken)
  }
}
