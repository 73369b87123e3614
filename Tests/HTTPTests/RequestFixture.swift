import Posix

@testable import HTTP

extension Request {
  /// A request as a handler gets it, from the bytes of its head.
  init(
    _ method: HTTP.Method = .get, target: String = "/", fields: [String] = [],
    parameters: [RouteMatch.Parameter] = [], body: [UInt8] = []
  ) {
    let lines = (["\(method.rawValue) \(target) HTTP/1.1", "Host: a"] + fields).map { $0 + "\r\n" }
    let bytes = Array((lines.joined() + "\r\n").utf8)
    guard case .complete(let head, _) = HeadParser(limits: HTTPLimits()).parse(bytes.span) else {
      preconditionFailure("a fixture is a valid request: \(lines)")
    }
    self.init(
      method: method, head: bytes, head, parameters: parameters, body: body,
      peer: PeerAddress("192.0.2.7") ?? .unix)
  }
}

extension HTTPError {
  /// What of an error is stable.
  var summary: String { "\(status.code) \(code)" }
}
