/// The syntax of `Host` and of authorities (RFC 9110, section 7.2), without user information.
enum HostName {
  /// A host with an optional port; brackets only around the whole address.
  static func isValid(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard !range.isEmpty else { return false }
    var portStart: Int?
    var bracketEnd: Int?
    for position in range {
      guard ByteSet.host.contains(bytes[position]) else { return false }
      switch bytes[position] {
      case UInt8(ascii: "["): if position != range.lowerBound { return false }
      case UInt8(ascii: "]"):
        if bracketEnd != nil || bytes[range.lowerBound] != UInt8(ascii: "[") { return false }
        bracketEnd = position
        portStart = nil
      case ASCII.colon: if portStart == nil { portStart = position + 1 }
      default: break
      }
    }
    if bytes[range.lowerBound] == UInt8(ascii: "[") {
      guard let bracketEnd else { return false }
      guard bracketEnd + 1 == range.upperBound || portStart == bracketEnd + 2 else { return false }
    }
    guard let portStart else { return true }
    return portStart - 1 > range.lowerBound
      && (portStart..<range.upperBound).allSatisfy { ASCII.isDigit(bytes[$0]) }
  }
}
