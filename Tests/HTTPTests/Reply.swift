/// What a server answered.
struct Reply: Sendable, Hashable {
  var status: Int
  /// By lower-case name; the Date left out.
  var fields: [String: String] = [:]
  var body = ""

  static func text(_ body: String, fields: [String: String] = [:]) -> Reply {
    let own = [
      "content-type": "text/plain; charset=utf-8", "content-length": "\(body.utf8.count)",
    ]
    return Reply(status: 200, fields: own.merging(fields) { $1 }, body: body)
  }

  /// Status and code of a problem document, and whether the connection ends with it:
  /// `400 bad_request, close`.
  var problem: String {
    let start = #"{"code":""#
    guard fields["content-type"] == "application/problem+json", body.hasPrefix(start),
      body.contains(#""status":\#(status),"#)
    else { return "\(status), no problem document" }
    let code = body.dropFirst(start.count).prefix { $0 != "\"" }
    return "\(status) \(code)" + (fields["connection"].map { ", " + $0 } ?? "")
  }
}
