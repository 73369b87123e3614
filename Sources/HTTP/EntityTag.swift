/// What tells one version of an answer from another: `"abc"`, `W/"abc"` (RFC 9110, section 8.8.3).
package struct EntityTag: Sendable, Hashable, CustomStringConvertible {
  /// As it stands in the field.
  package let description: String
  /// Between the quotes.
  let opaque: [UInt8]

  /// `opaque`: visible ASCII without quotes. `isWeak`: the content may differ in ways that do not
  /// matter.
  package init(_ opaque: String, isWeak: Bool = false) {
    self.opaque = Array(opaque.utf8)
    precondition(
      self.opaque.allSatisfy { $0 > 32 && $0 < 127 && $0 != ASCII.quote },
      "an entity tag is visible ASCII without quotes")
    description = (isWeak ? "W/\"" : "\"") + opaque + "\""
  }

  /// Made of the content: equal bytes, equal tag.
  package init(of bytes: [UInt8]) {
    // FNV-1a: who chooses the bytes can make two of them equal, and would deceive only himself.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.init(String(hash, radix: 36) + "-" + String(bytes.count, radix: 36))
  }
}

extension Request {
  /// Whether If-None-Match names `tag`, by weak comparison: the client has this version already
  /// (RFC 9110, section 13.1.2).
  package func hasCurrent(_ tag: EntityTag) -> Bool {
    let bytes = head.span
    for field in fields where bytes.matches(field.name, "if-none-match") {
      if Self.names(tag.opaque, field.value, bytes) { return true }
    }
    return false
  }

  private static func names(
    _ opaque: [UInt8], _ value: Range<Int>, _ bytes: Span<UInt8>
  ) -> Bool {
    if value.count == 1, bytes[value.lowerBound] == ASCII.asterisk { return true }
    var index = value.lowerBound
    while index < value.upperBound {
      // Anything between two tags (commas, spaces, W/) is of no interest, and commas may be in tags.
      while index < value.upperBound, bytes[index] != ASCII.quote { index += 1 }
      let start = index + 1
      index = start
      while index < value.upperBound, bytes[index] != ASCII.quote { index += 1 }
      guard index < value.upperBound else { return false }
      if index - start == opaque.count,
        opaque.indices.allSatisfy({ bytes[start + $0] == opaque[$0] })
      {
        return true
      }
      index += 1
    }
    return false
  }
}

extension Response {
  /// The answer to a client that has this one already: the fields that tell how to keep it, and
  /// nothing that describes content (RFC 9110, section 15.4.5).
  var notModified: Response {
    var response = Response(304)
    response.tag = tag
    response.fields = fields.filter { field in
      !["content-", "last-modified"].contains {
        field.name.description.lowercased().hasPrefix($0)
      }
    }
    return response
  }
}
