/// Of a suite, with its scenarios and without them.
private let suiteFields = #"""
  "id": "ID", "href": "Href", "problem_id": "ProblemID", "account": "string",
  "state": {"type": "string", "enum": ["queued", "done"]},
  "submitted_at": "Time", "judged_at?": "Time",
  "ending?": {"type": "string", "enum": ["judged", "too_long", "judge_error"]},
  "caught?": "count", "wrong?": "count",
  "score?": {"type": "number", "minimum": 0, "maximum": 1},
  "mistake?": "Mistake", "advice?": "string"
  """#

extension OpenAPIPart {
  static let studentTests = OpenAPIPart(
    "Student tests", "Tests that a student writes, worth as many wrong solutions as they catch.",
    #"""
    {
      "paths": {
        "/api/v1/problems/{id}/tests": {
          "parameters": [{"$ref": "parameters/problem"}],
          "get": {
            "operationId": "listTests", "access": "account", "summary": "One's own, newest first",
            "errors": {"404": ["unknown_problem"]},
            "responses": {"200": {"description": "The suites.", "json": "TestSuiteList"}}
          },
          "post": {
            "operationId": "submitTests", "access": "account",
            "summary": "Send a suite of tests for an asynchronous problem",
            "parameters": [{"$ref": "parameters/wait"}],
            "requestBody": {"required": true, "json": "TestSuiteDocument",
              "description": "At most 1 MiB."},
            "errors": {
              "404": ["unknown_problem"],
              "422": ["takes_no_tests", "duplicate_name", "test_too_large", "invalid_scenario"],
              "429": ["too_many_submissions", "too_many_tests_waiting"]
            },
            "responses": {"201": {"description": "It is stored.", "json": "TestSuite",
              "headers": {"Location": {"$ref": "headers/Location"}}}}
          }
        },
        "/api/v1/tests/{test}": {
          "parameters": [{"name": "test", "in": "path", "required": true,
            "schema": {"$ref": "ID"}, "description": "A suite of tests."}],
          "get": {
            "operationId": "showTests", "access": "account",
            "summary": "A suite, for its owner and their teachers",
            "parameters": [{"$ref": "parameters/wait"}],
            "errors": {"404": ["unknown_tests"]},
            "responses": {"200": {"description": "The suite.", "json": "TestSuite"}}
          }
        }
      },
      "components": {"schemas": {
        "TestSuiteDocument": {
          "takes": {"tests": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"takes": {
            "name": {"type": "string", "minLength": 1, "maxLength": 100},
            "scenario": {"type": "object", "description": "As those of the problem's samples."},
            "answer": {"description": "What a right solution answers; may be null."}
          }}}},
          "examples": [{"tests": [{"name": "nothing to do", "scenario": {"version": 1},
            "answer": []}]}]
        },
        "TestSuite": {
          "fields": {
            \#(suiteFields),
            "tests": [{"fields": {
              "name": "string", "scenario": {}, "answer": {},
              "valid?": {"type": "boolean", "description": "Whether the reference passes it."},
              "reason?": "Reason", "message?": "string", "first_caught?": "count"}}]
          },
          "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
            "href": "/api/v1/tests/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "problem_id": "async-solver",
            "account": "ada", "state": "done", "submitted_at": "2026-03-02T10:15:00.123Z",
            "judged_at": "2026-03-02T10:15:09.000Z", "ending": "judged", "caught": 3, "wrong": 4,
            "score": 0.75, "tests": [{"name": "nothing to do", "scenario": {}, "answer": null,
              "valid": true, "first_caught": 3}]}]
        },
        "TestSuiteSummary": {"description": "Without the scenarios and answers.",
          "fields": {
            \#(suiteFields),
            "tests": [{"fields": {
              "name": "string", "valid?": "boolean", "reason?": "Reason", "message?": "string",
              "first_caught?": "count"}}]
          }},
        "TestSuiteList": {
          "fields": {
            "best?": {"$ref": "TestSuiteSummary", "description": "The one that caught most."},
            "suites": ["TestSuiteSummary"]
          },
          "examples": [{"suites": []}]
        }
      }}
    }
    """#)
}
