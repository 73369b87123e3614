extension OpenAPIPart {
  /// What several themes use: words, parameters, headers, the error.
  static let shared = OpenAPIPart(
    "Shared", "",
    #"""
    {
      "components": {
        "securitySchemes": {
          "token": {"type": "http", "scheme": "bearer", "description": "`aj_…`"},
          "cookie": {"type": "apiKey", "in": "cookie", "name": "aj_session",
            "description": "Behind https it is named `__Host-aj_session`."}
        },
        "headers": {
          "ETag": {"required": true, "schema": {"type": "string"},
            "description": "Send it back as `If-None-Match`: 304 while nothing has changed."},
          "Location": {"required": true, "schema": {"type": "string", "pattern": "^/api/v1/"},
            "description": "Where what was made is read."},
          "RetryAfter": {"required": true, "schema": {"type": "string", "pattern": "^[0-9]+$"},
            "description": "Seconds to wait."},
          "SetCookie": {"required": true,
            "schema": {"type": "string", "pattern": "^(__Host-)?aj_session="},
            "description": "The session; HttpOnly, SameSite=Lax, over https Secure."},
          "WWWAuthenticate": {"required": true,
            "schema": {"type": "string", "pattern": "^Bearer realm=\"asyncjudge\""}}
        },
        "responses": {
          "Done": {"description": "Done; nothing is left to say."},
          "NotModified": {"description": "`If-None-Match` has the current version."}
        },
        "parameters": {
          "problem": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "ProblemID"},
            "description": "A problem."},
          "submission": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "ID"},
            "description": "A submission."},
          "classroom": {"name": "classroom", "in": "path", "required": true,
            "schema": {"$ref": "ID"}},
          "assignment": {"name": "assignment", "in": "path", "required": true,
            "schema": {"$ref": "ID"}},
          "account": {"name": "account", "in": "path", "required": true,
            "schema": {"type": "string", "minLength": 1}, "description": "An account's name."},
          "limit": {"name": "limit", "in": "query", "description": "Rows of the page.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}},
          "after": {"name": "after", "in": "query",
            "description": "`next_after` of the page before.",
            "schema": {"type": "string"}},
          "wait": {"name": "wait", "in": "query",
            "description": "Seconds to wait for the verdict before answering.",
            "schema": {"type": "integer", "minimum": 0, "maximum": 60}},
          "set": {"name": "set", "in": "query", "schema": {"$ref": "ProblemSet"}},
          "inClassroom": {"name": "classroom", "in": "query", "schema": {"$ref": "ID"},
            "description": "The id of a classroom."}
        },
        "schemas": {
          "Error": {
            "description": "RFC 9457, with a code.",
            "fields": {
              "code": {"type": "string", "pattern": "^[a-z0-9_]+$", "description": "Stable."},
              "detail": {"type": "string", "minLength": 1,
                "description": "A sentence for people: what is wrong and what to do."},
              "status": {"type": "integer", "minimum": 400, "maximum": 599},
              "title": "string",
              "type": {"const": "about:blank"}
            },
            "examples": [{"code": "unknown_problem", "detail": "There is no problem \"x\" here.",
              "status": 404, "title": "Not Found", "type": "about:blank"}]
          },
          "ID": {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{26}$",
            "description": "26 characters of Crockford's base 32; ids sort by time.",
            "examples": ["01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"]},
          "Time": {"type": "string", "format": "date-time",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
            "description": "In UTC, with milliseconds.", "examples": ["2026-03-02T10:15:00.123Z"]},
          "LocalTime": {"type": "string", "format": "date-time",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$",
            "description": "On the classroom's clock.", "examples": ["2026-03-02T11:15:00+01:00"]},
          "Href": {"type": "string", "pattern": "^/api/v1/",
            "description": "Path and query of something on this server."},
          "Verdict": {"type": "string",
            "enum": ["AC", "WA", "TLE", "MLE", "OLE", "RTE", "CE", "ILE", "SV", "JE"],
            "description": "AC accepted; WA wrong answer; TLE, MLE, OLE more time, memory, output \#
    than allowed; RTE crashed; CE does not compile; ILE idle: asleep or deadlocked; SV tried what \#
    no honest program does; JE our own fault."},
          "Reason": {"type": "string", "description": "What the lab found, finer than a verdict.",
            "enum": ["too_slow", "blocked_loop", "virtual_time_exceeded", "deadlock",
              "wrong_answer", "wrong_state", "too_many_requests", "concurrency_exceeded",
              "rate_exceeded", "retried_too_early", "memory_exceeded", "stale_answer",
              "send_backlog", "misuse", "orphans", "leak", "cancel_ignored", "cancel_swallowed",
              "exception", "killed", "no_answer", "malformed_wire"]},
          "Mistake": {"type": "string", "description": "One of the five common mistakes.",
            "enum": ["ignoring_edge_cases", "choosing_the_wrong_approach",
              "premature_optimization", "not_testing_thoroughly", "memorizing"]},
          "Isolation": {"type": "string", "enum": ["A", "B", "C", "D", "none"],
            "description": "How well submissions are locked in; A is the strongest."},
          "ClassroomRole": {"type": "string", "enum": ["student", "teacher"]},
          "AccountRole": {"type": "string", "enum": ["student", "teacher", "admin"]}
        }
      }
    }
    """#)
}
