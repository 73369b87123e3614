import Domain

/// One theme of the API's description, as JSON that is written by hand beside the handlers: `paths`
/// and `components` as OpenAPI 3.1 has them, in a shorter notation for what comes again and again:
///
/// - `"access": "account"` in an operation: who may call it, as `Route.access` (`open`: nobody is
///   asked). Becomes `security` and the errors that follow from it.
/// - `"errors": {"404": ["unknown_problem"]}`: the codes of its own errors, by status.
/// - `"json": "Problem"` in an answer or a request body: `application/json` with that schema.
/// - `{"fields": {"id": "ID", "runs?": ["Run"]}}`: an object with these keys and no others, of which
///   those with `?` may be missing. A word names a schema or a type, `count` is an integer from 0.
/// - `{"takes": {…}}`: the same of a document that a client sends, where what may be missing may be
///   null, too.
/// - `{"$ref": "Problem"}`, `{"$ref": "parameters/limit"}`: below `#/components`.
struct OpenAPIPart: Sendable {
  /// The heading of its operations.
  var tag: String
  /// What it is about, Markdown.
  var about: String
  var json: String

  init(_ tag: String, _ about: String, _ json: String) {
    self.tag = tag
    self.about = about
    self.json = json
  }
}
