extension OpenAPIPart {
  static let submissions = OpenAPIPart(
    "Submissions",
    "A guest's is seen by whoever has its id, an account's by its owner and their teachers.",
    #"""
    {
      "paths": {
        "/api/v1/problems/{id}/submissions": {
          "parameters": [{"$ref": "parameters/problem"}],
          "post": {
            "operationId": "submit", "access": "everyone",
            "summary": "Submit a solution; without a token it is a guest's and does not rank",
            "parameters": [
              {"$ref": "parameters/wait"},
              {"name": "runtime", "in": "query", "schema": {"type": "string"},
                "description": "In place of the body's; `python3` unless one is named."},
              {"name": "entry", "in": "query", "schema": {"$ref": "EntryPoint"},
                "description": "In place of the body's."},
              {"name": "assignment", "in": "query", "schema": {"$ref": "ID"},
                "description": "Left out: for practice."}
            ],
            "requestBody": {"required": true, "json": "SolverDocument",
              "description": "At most 2 MiB: the solver's configuration, a form, or the source as it is.",
              "content": {
                "multipart/form-data": {"schema": {"type": "object", "properties": {
                  "file": {"type": "string", "description": "The source."},
                  "runtime": {"type": "string"}, "entry": {"type": "string"},
                  "parameters": {"type": "string", "description": "A JSON object."}}}},
                "text/x-python": {"schema": {"$ref": "Source"}},
                "application/x-python": {"schema": {"$ref": "Source"}},
                "text/x-script.python": {"schema": {"$ref": "Source"}},
                "text/plain": {"schema": {"$ref": "Source"}},
                "application/octet-stream": {"schema": {"$ref": "Source"}},
                "application/x-www-form-urlencoded": {"schema": {"type": "object"}}
              }},
            "errors": {
              "400": ["malformed_form"],
              "401": ["guests_refused", "assigned_to_a_class", "sign_in_required"],
              "403": ["assignment_closed", "problem_locked"],
              "404": ["unknown_problem", "unknown_assignment", "not_assigned"],
              "409": ["assigned", "attempts_used_up", "classroom_archived"],
              "413": ["source_too_large", "parameters_too_large"],
              "415": ["unsupported_media_type"],
              "422": ["missing_source", "missing_solver", "source_not_accepted", "invalid_entry",
                "entry_not_supported", "parameters_without_entry", "parameters_not_supported",
                "missing_parameter", "unknown_parameter", "invalid_parameter",
                "unknown_runtime", "unavailable_runtime", "runtime_not_allowed"],
              "429": ["too_many_submissions"],
              "503": ["queue_full"]
            },
            "responses": {"201": {
              "description": "It is stored; after `wait`, most likely judged.",
              "headers": {"Location": {"$ref": "headers/Location"}}, "json": "Submission"}}
          }
        },
        "/api/v1/submissions": {"get": {
          "operationId": "listSubmissions", "access": "everyone",
          "summary": "Submissions, newest first",
          "description": "Those of guests; one's own and one's students'; all, for admins.",
          "parameters": [
            {"name": "problem", "in": "query", "schema": {"$ref": "ProblemID"}},
            {"name": "account", "in": "query", "schema": {"type": "string"}},
            {"$ref": "parameters/after"}, {"$ref": "parameters/limit"}
          ],
          "errors": {"404": ["unknown_problem"]},
          "responses": {"200": {"description": "A page.", "json": "SubmissionPage"}}
        }},
        "/api/v1/submissions/{id}": {
          "parameters": [{"$ref": "parameters/submission"}],
          "get": {
            "operationId": "showSubmission", "access": "everyone",
            "summary": "A submission with its judgement",
            "description": "`Accept: text/event-stream`: as it is, then events, until the verdict.",
            "parameters": [{"$ref": "parameters/wait"}],
            "errors": {"404": ["unknown_submission"]},
            "responses": {"200": {"description": "The submission.", "json": "Submission",
              "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}}}
          }
        },
        "/api/v1/submissions/{id}/source": {
          "parameters": [{"$ref": "parameters/submission"}],
          "get": {
            "operationId": "showSource", "access": "everyone",
            "summary": "What was submitted, for its owner and their teachers",
            "errors": {"403": ["hidden_source"], "404": ["unknown_submission"]},
            "responses": {"200": {"description": "The source.",
              "content": {"text/plain": {"schema": {"$ref": "Source"}}}}}
          }
        },
        "/api/v1/submissions/{id}/runs/{ordinal}/timeline": {
          "parameters": [
            {"$ref": "parameters/submission"},
            {"name": "ordinal", "in": "path", "required": true,
              "schema": {"type": "integer", "minimum": 1}}
          ],
          "get": {
            "operationId": "showTimeline", "access": "everyone",
            "summary": "What happened when in a run of an asynchronous problem",
            "errors": {
              "403": ["hidden_timeline"], "404": ["unknown_submission", "unknown_timeline"],
              "409": ["problem_changed"]
            },
            "responses": {"200": {"description": "For a chart.", "json": "Timeline"}}
          }
        },
        "/api/v1/submissions/{id}/judgements": {
          "parameters": [{"$ref": "parameters/submission"}],
          "get": {
            "operationId": "listJudgements", "access": "everyone",
            "summary": "Every judgement that counted, the first one first",
            "errors": {"404": ["unknown_submission"]},
            "responses": {"200": {"description": "The judgements.", "json": "JudgementList"}}
          }
        }
      },
      "components": {"schemas": {
        "Source": {"type": "string", "minLength": 1, "description": "UTF-8."},
        "EntryPoint": {"type": "string", "minLength": 1, "maxLength": 100,
          "pattern": "^[^\\W\\d]\\w*$", "description": "The name of a function."},
        "SolverDocument": {
          "takes": {
            "solver": {"takes": {
              "runtime?": {"type": "string"},
              "source?": {"type": "string"},
              "entry?": "EntryPoint",
              "parameters?": {"type": "object",
                "description": "The entry point's keyword arguments, at most 64 KiB as JSON."}
            }},
            "benchmark?": {"takes": {
              "iterations": {"type": "integer", "minimum": 1, "maximum": 100}}}
          },
          "examples": [{"solver": {"runtime": "python3", "source": "print(1)"}},
            {"solver": {"parameters": {"concurrency": 10}}, "benchmark": {"iterations": 10}}]
        },
        "Timeline": {
          "fields": {
            "version": {"const": 1}, "end_us": "count",
            "requests": [{"fields": {
              "id": "count", "service": "string", "operation": "string", "argument": "string",
              "start_us": "count", "end_us": {"type": ["integer", "null"], "minimum": 0},
              "status": {"type": "string", "enum": ["ok", "error", "cancelled", "open"]}}}],
            "blocks": [{"description": "Something else than `await` held the loop.", "fields": {
              "start_us": "count", "duration_us": "count", "place": {"type": ["string", "null"]}}}],
            "violations": [{"fields": {
              "time_us": "count", "reason": "Reason", "what": "string"}}],
            "tasks": {"type": "array", "description": "As the sandbox tells them: a hint only."}
          },
          "examples": [{"version": 1, "end_us": 20000, "requests": [{"id": 1,
            "service": "api", "operation": "get", "argument": "\"a\"", "start_us": 0,
            "end_us": 20000, "status": "ok"}], "blocks": [], "violations": [], "tasks": []}]
        }
      }}
    }
    """#)
}
