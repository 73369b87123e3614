import Domain
import HTTP

/// The description of the whole API, OpenAPI 3.1: made of the parts once in a process.
enum OpenAPIDocument {
  static let parts: [OpenAPIPart] = [
    .service, .problems, .submissions, .judgements, .rejudging, .studentTests, .events,
    .leaderboards, .signIn, .accounts, .classrooms, .members, .assignments, .teacher, .practice,
    .discussion, .shared,
  ]

  static let document = make(of: parts)

  static let answer = CachedAnswer(document.jsonBytes, contentType: "application/json")

  static func make(of parts: [OpenAPIPart]) -> JSONValue {
    var paths: [String: JSONValue] = [:]
    var components: [String: [String: JSONValue]] = [:]
    var tags: [JSONValue] = []
    for part in parts {
      let content = content(of: part)
      if content["paths"] != nil {
        tags.append(["name": .string(part.tag), "description": .string(part.about)])
      }
      for (path, item) in content["paths"]?.object ?? [:] {
        guard paths.updateValue(OpenAPIOperation.item(item, under: part.tag), forKey: path) == nil
        else { preconditionFailure("\(path) is described twice") }
      }
      for (kind, named) in content["components"]?.object ?? [:] {
        components[kind, default: [:]].merge(
          (named.object ?? [:]).mapValues(OpenAPINotation.expanded)
        ) { _, _ in preconditionFailure("\(part.tag) describes one of the \(kind) again") }
      }
    }
    return .object([
      "openapi": "3.1.0",
      "info": [
        "title": "AsyncJudge", "version": "1", "description": .string(about),
        "license": ["name": "MIT", "identifier": "MIT"],
      ],
      "servers": [["url": "/"]],
      "tags": .array(tags),
      "paths": .object(paths),
      "components": .object(components.mapValues { .object($0) }),
    ])
  }

  private static func content(of part: OpenAPIPart) -> [String: JSONValue] {
    do {
      return try JSONParser.parse(Array(part.json.utf8)).object ?? [:]
    } catch {
      preconditionFailure("the description of \(part.tag) is no JSON: \(error)")
    }
  }

  private static let about = """
    A judge for practice problems in asynchronous Python.

    Keys are `snake_case`; a key whose value is not known, or not for the reader, is left out and \
    never null. Times are RFC 3339 in UTC with milliseconds; `_us` are microseconds. What comes in \
    pages has `next_after` as long as there is more: it is the next page's `after`.

    An error is `application/problem+json` (RFC 9457) with a stable `code` and a sentence that says \
    what to do. What does not exist for the reader is `404`, as is what does not exist at all. Keys \
    of a body and parameters of a query that mean nothing are refused rather than ignored. Besides \
    what is listed, any request can be answered by the server itself: `405` and `501` for a method, \
    `408` and `413` for a body that comes too slowly or is too large, `414` and `431` for a head, \
    `500` when it fails.

    Programs send `Authorization: Bearer TOKEN`; browsers have a cookie, with which whatever changes \
    something has to come from the server's own pages. The role in a security requirement is the \
    least that is needed; a classroom, a submission or a thread may ask for more.
    """
}

extension API {
  /// `GET /openapi.json`
  func describe(_ request: Request) throws -> Response {
    try request.allowQuery([])
    return .cached(description)
  }
}
