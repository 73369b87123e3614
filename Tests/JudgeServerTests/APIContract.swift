import Domain
import TestClient
import Testing

@testable import JudgeServer

/// The API's description as a promise that answers are held to. `TestServer` asks it about every
/// answer that any test gets.
struct APIContract: Sendable {
  static let served = APIContract(OpenAPIDocument.document)

  let document: JSONValue

  init(_ document: JSONValue) { self.document = document }

  /// `GET /api/v1/problems/{id}`, with what stands at the path itself.
  struct Operation {
    var route: String
    var content: JSONValue
    var item: JSONValue
  }

  var operations: [Operation] {
    (document["paths"].object ?? [:]).sorted { $0.key < $1.key }.flatMap { path, item in
      (item.object ?? [:]).filter { $0.key != "parameters" }.map { method, content in
        Operation(route: "\(method.uppercased()) \(path)", content: content, item: item)
      }
    }
  }

  /// What an answer has that is not promised; empty when it is as described.
  func faults(of reply: Reply, to method: String, _ target: String) -> [String] {
    let path = String(target.prefix { $0 != "?" })
    guard let pattern = pattern(of: path) else { return ["\(path) is not described"] }
    let route = "\(method) \(pattern)"
    let operation = document["paths"][pattern][method.lowercased()]
    guard operation != .null else { return ["\(route) is not described"] }
    let response = resolved(operation["responses"]["\(reply.status)"])
    guard response != .null else { return ["\(route) may not answer \(reply.status)"] }
    return (faults(ofFields: reply, response) + faults(ofBody: reply, response))
      .map { "\(route) \(reply.status): \($0)" }
  }

  private func faults(ofBody reply: Reply, _ response: JSONValue) -> [String] {
    let types = response["content"].object ?? [:]
    guard let type = reply.fields["content-type"]?.prefix(while: { $0 != ";" }) else {
      return types.isEmpty && reply.body.isEmpty ? [] : ["has no content"]
    }
    guard let media = types[String(type)] else { return ["may not be \(type)"] }
    guard type.hasSuffix("json") else { return [] }
    guard let value = try? JSONParser.parse(reply.body) else { return ["is no JSON"] }
    return schema(media["schema"]).faults(of: value)
  }

  private func faults(ofFields reply: Reply, _ response: JSONValue) -> [String] {
    (response["headers"].object ?? [:]).flatMap { name, header -> [String] in
      let header = resolved(header)
      guard let value = reply.fields[name.lowercased()] else {
        return header["required"] == true ? ["lacks the field \(name)"] : []
      }
      return schema(header["schema"]).faults(of: .string(value)).map { name + $0 }
    }
  }

  /// The path of the document that `path` is one of; literal segments first.
  private func pattern(of path: String) -> String? {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let fitting = (document["paths"].object ?? [:]).keys.filter { pattern in
      let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == segments.count
        && zip(parts, segments).allSatisfy { $0 == $1 || $0.hasPrefix("{") && !$1.isEmpty }
    }
    return fitting.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
  }

  func schema(_ schema: JSONValue) -> JSONSchema { JSONSchema(schema, in: document) }

  /// What a reference is to, or the value itself.
  func resolved(_ value: JSONValue) -> JSONValue {
    guard let names = value["$ref"].string?.split(separator: "/").dropFirst() else { return value }
    return names.reduce(document) { $0[String($1)] }
  }
}
