import Domain
import HTTP
import Testing

@testable import JudgeServer
@testable import TestClient

/// The description at `/openapi.json` is of this API, and holds together.
@Suite struct OpenAPITests {
  private let contract = APIContract.served

  @Test func `every route is described, and nothing else`() async throws {
    let routes = try await TestServer().api.routes.map { "\($0.method.rawValue) \($0.pattern)" }
    #expect(contract.operations.map(\.route).sorted() == routes.sorted())
  }

  @Test func `it says who may call a route`() async throws {
    let both: [JSONValue] = [["token": []], ["cookie": []]]
    let expected: [Access: JSONValue] = [
      .everyone: .array([[:]] + both), .account: .array(both),
      .teacher: [["token": ["teacher"]], ["cookie": ["teacher"]]],
      .admin: [["token": ["admin"]], ["cookie": ["admin"]]],
    ]
    for route in try await TestServer().api.routes {
      let operation = contract.document["paths"][route.pattern][route.method.rawValue.lowercased()]
      if case .viewed = route.handler {
        #expect(operation["security"] == expected[route.access], "\(route.pattern)")
      } else {
        #expect(operation["security"] == [], "\(route.pattern)")
      }
    }
  }

  @Test func `the parameters of a path are described`() {
    for operation in contract.operations {
      let named = operation.route.matches(of: /{(\w+)}/).map { String($0.output.1) }
      let described = operation.item["parameters"].elements.map(contract.resolved)
      #expect(described.map { $0["name"].string ?? "" } == named, "\(operation.route)")
      #expect(described.allSatisfy { $0["in"] == "path" && $0["required"] == true })
    }
  }

  @Test func `operations have names of their own, a tag and a summary`() {
    let names = contract.operations.map { $0.content["operationId"].string }
    #expect(Set(names).count == contract.operations.count && !names.contains(nil))
    let tags = Set(contract.document["tags"].elements.map { $0["name"].string })
    for operation in contract.operations {
      #expect(tags.contains(operation.content["tags"][0].string), "\(operation.route)")
      #expect(operation.content["summary"].string?.isEmpty == false, "\(operation.route)")
    }
  }

  @Test func `references lead somewhere, and what is described is used`() {
    var found: Set<String> = []
    Self.visit(contract.document) { members in
      if let reference = members["$ref"]?.string { found.insert(reference) }
    }
    let components = contract.document["components"].object ?? [:]
    let there = components.filter { $0.key != "securitySchemes" }.flatMap { kind, named in
      (named.object ?? [:]).keys.map { "#/components/\(kind)/\($0)" }
    }
    #expect(found.subtracting(there) == [])
    #expect(Set(there).subtracting(found) == [])
  }

  @Test func `every example is valid`() {
    var count = 0
    Self.visit(contract.document) { schema in
      for example in schema["examples"]?.array ?? [] {
        count += 1
        #expect(contract.schema(.object(schema)).faults(of: example) == [], "\(example.json)")
      }
    }
    #expect(count > 60)
  }

  @Test func `every document that is sent or answered has an example`() {
    for operation in contract.operations {
      let answers = (operation.content["responses"].object ?? [:])
        .filter { $0.key.hasPrefix("2") }.map { contract.resolved($0.value) }
      for message in answers + [operation.content["requestBody"]] {
        let schema = message["content"]["application/json"]["schema"]
        guard schema != .null else { continue }
        let kinds = schema["oneOf"].array ?? [schema]
        #expect(
          kinds.allSatisfy { !contract.resolved($0)["examples"].elements.isEmpty },
          "\(operation.route)")
      }
    }
  }

  @Test func `no keyword of a schema goes unchecked`() {
    for (name, schema) in contract.document["components"]["schemas"].object ?? [:] {
      let faults = contract.schema(schema).faults(of: .object(["a": .array([.object([:])])]))
      #expect(!faults.contains { $0.hasPrefix("schema:") }, "\(name): \(faults)")
    }
  }

  @Test func `it is served, and only once to who has it`() async throws {
    let server = try await TestServer()
    let reply = try await server.get("/openapi.json")
    #expect(reply.status == 200)
    #expect(reply.json["openapi"].string == "3.1.0")
    #expect(reply.body == contract.document.jsonBytes)
    let tag = try #require(reply.fields["etag"])
    let again = try await server.get("/openapi.json", fields: ["If-None-Match": tag])
    #expect(again.status == 304)
  }

  @Test(arguments: [
    (200, "application/json", #"{"weekly": 3, "is_own": true}"#, nil),
    (200, "application/json", #"{"weekly": 3}"#, "lacks is_own"),
    (200, "application/json", #"{"weekly": -1, "is_own": true}"#, "weekly: breaks minimum"),
    (200, "application/json", #"{"weekly": 3, "is_own": true, "x": 1}"#, "x: is not allowed"),
    (200, "text/plain", "3", "may not be text/plain"),
    (200, "application/json", "3 problems", "is no JSON"),
    (201, "application/json", #"{"weekly": 3, "is_own": true}"#, "may not answer 201"),
    (
      403, "application/problem+json",
      #"""
      {"code": "cross_site", "detail": "x", "status": 403, "title": "x", "type": "about:blank"}
      """#, nil
    ),
    (
      403, "application/problem+json",
      #"""
      {"code": "staff_only", "detail": "x", "status": 403, "title": "x", "type": "about:blank"}
      """#, "code: is none of"
    ),
    (
      401, "application/problem+json",
      #"""
      {"code": "invalid_token", "detail": "x", "status": 401, "title": "x", "type": "about:blank"}
      """#, "lacks the field WWW-Authenticate"
    ),
  ])
  func `an answer that is not as described is noticed`(
    status: Int, type: String, body: String, fault: String?
  ) {
    let reply = Reply(status: status, fields: ["content-type": type], body: Array(body.utf8))
    let faults = contract.faults(of: reply, to: "PUT", "/api/v1/me/goal")
    if let fault {
      #expect(faults.contains { $0.contains(fault) }, "\(faults)")
    } else {
      #expect(faults == [])
    }
  }

  /// Every object of the document outside of examples.
  private static func visit(_ value: JSONValue, _ body: ([String: JSONValue]) -> Void) {
    switch value {
    case .array(let elements): for element in elements { visit(element, body) }
    case .object(let members):
      body(members)
      for (key, member) in members where key != "examples" { visit(member, body) }
    default: break
    }
  }
}
