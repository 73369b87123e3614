import HTTP

/// A form with files: `multipart/form-data` (RFC 7578), as `curl -F file=@solver.py` sends it.
struct MultipartForm: Sendable {
  struct Part: Sendable, Hashable {
    var name: String
    var fileName: String?
    var bytes: [UInt8]
  }

  private(set) var parts: [Part] = []

  /// `contentType`: the field of the request, which names the boundary.
  init(_ body: [UInt8], contentType: String) throws(HTTPError) {
    guard let boundary = HeaderParameters.value(of: "boundary", in: contentType),
      (1...70).contains(boundary.utf8.count)
    else { throw Self.malformed("its Content-Type has no boundary") }
    let delimiter = Array("\r\n--\(boundary)".utf8)
    // The first delimiter has no line before it; with one in front all are alike.
    let bytes = Array("\r\n".utf8) + body
    guard var index = Self.find(delimiter, in: bytes, from: 0) else {
      throw Self.malformed("its boundary is not in the body")
    }
    while true {
      index += delimiter.count
      if bytes[index...].starts(with: Array("--".utf8)) { return }
      guard bytes[index...].starts(with: Array("\r\n".utf8)),
        let end = Self.find(delimiter, in: bytes, from: index)
      else { throw Self.malformed("a part has no end") }
      guard parts.count < ServerLimits.formParts else {
        throw Self.malformed("it has more than \(ServerLimits.formParts) parts")
      }
      parts.append(try Self.part(Array(bytes[index..<end])))
      index = end
    }
  }

  /// From CRLF, header lines, an empty line and the content.
  private static func part(_ bytes: [UInt8]) throws(HTTPError) -> Part {
    guard let end = find(Array("\r\n\r\n".utf8), in: bytes, from: 0) else {
      throw malformed("a part has no header")
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    for line in lines {
      guard let colon = line.firstIndex(of: ":"),
        line[..<colon].lowercased() == "content-disposition"
      else { continue }
      let value = String(line[line.index(after: colon)...])
      guard let name = HeaderParameters.value(of: "name", in: value) else { continue }
      return Part(
        name: name, fileName: HeaderParameters.value(of: "filename", in: value),
        bytes: Array(bytes[(end + 4)...]))
    }
    throw malformed("a part has no name")
  }

  /// O(n): looks for the pattern's first byte only.
  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + pattern.count <= bytes.count {
      if bytes[index] == pattern[0], bytes[index...].starts(with: pattern) { return index }
      index += 1
    }
    return nil
  }

  private static func malformed(_ what: String) -> HTTPError {
    HTTPError(
      400, code: "malformed_form",
      "The form is not valid: \(what). curl -F file=@solver.py sends a valid one.")
  }
}
