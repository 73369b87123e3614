/// Parameters of a field value: `form-data; name="file"; filename="a;b.py"`.
enum HeaderParameters {
  /// The value of the parameter `name` (lower case), without quotes; nil when there is none.
  static func value(of name: String, in field: String) -> String? {
    var rest = Array(field.utf8)[...]
    _ = take(&rest) { $0 != ASCII.semicolon }
    while rest.popFirst() != nil {
      _ = take(&rest) { $0 == ASCII.space || $0 == ASCII.tab }
      let found = take(&rest) { $0 != ASCII.equals && $0 != ASCII.semicolon }
      guard rest.first == ASCII.equals else { continue }
      rest.removeFirst()
      let value = takeValue(&rest)
      if String(decoding: found, as: UTF8.self).lowercased() == name {
        return String(decoding: value, as: UTF8.self)
      }
      _ = take(&rest) { $0 != ASCII.semicolon }
    }
    return nil
  }

  private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    guard rest.first == ASCII.quote else {
      var value = take(&rest) { $0 != ASCII.semicolon }
      while value.last == ASCII.space || value.last == ASCII.tab { value.removeLast() }
      return value
    }
    rest.removeFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst(), byte != ASCII.quote {
      value.append(byte == ASCII.backslash ? rest.popFirst() ?? byte : byte)
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
