extension OpenAPIPart {
  static let rejudging = OpenAPIPart(
    "Rejudging",
    """
    Judging again: first what would change, then applied or discarded. A teacher names one of their \
    classrooms.
    """,
    #"""
    {
      "paths": {
        "/api/v1/rejudgings": {
          "get": {
            "operationId": "listRejudgings", "access": "teacher",
            "summary": "Rejudgings, newest first",
            "parameters": [{"$ref": "parameters/inClassroom"}],
            "errors": {"403": ["classroom_needed", "staff_only"], "404": ["unknown_classroom"]},
            "responses": {"200": {"description": "The rejudgings.", "json": "RejudgingList"}}
          },
          "post": {
            "operationId": "startRejudging", "access": "teacher",
            "summary": "Judge again what is named; nothing changes yet",
            "requestBody": {"required": true, "json": "RejudgingDocument"},
            "errors": {
              "403": ["classroom_needed", "staff_only"], "404": ["unknown_classroom"],
              "409": ["already_rejudging"],
              "422": ["empty_filter", "nothing_to_rejudge", "too_many_to_rejudge"]
            },
            "responses": {"201": {"description": "It is queued.", "json": "RejudgingSummary",
              "headers": {"Location": {"$ref": "headers/Location"}}}}
          }
        },
        "/api/v1/rejudgings/{rejudging}": {
          "parameters": [{"$ref": "parameters/rejudging"}],
          "get": {
            "operationId": "showRejudging", "access": "teacher",
            "summary": "What would change, in verdicts and in ranks",
            "errors": {"404": ["unknown_rejudging"]},
            "responses": {"200": {"description": "The rejudging.", "json": "Rejudging"}}
          }
        },
        "/api/v1/rejudgings/{rejudging}/apply": {
          "parameters": [{"$ref": "parameters/rejudging"}],
          "post": {
            "operationId": "applyRejudging", "access": "teacher",
            "summary": "Let the new judgements count",
            "errors": {"404": ["unknown_rejudging"], "409": ["rejudging_not_ready"]},
            "responses": {"200": {"description": "Applied.", "json": "RejudgingSummary"}}
          }
        },
        "/api/v1/rejudgings/{rejudging}/discard": {
          "parameters": [{"$ref": "parameters/rejudging"}],
          "post": {
            "operationId": "discardRejudging", "access": "teacher",
            "summary": "Leave everything as it was",
            "errors": {"404": ["unknown_rejudging"], "409": ["rejudging_not_ready"]},
            "responses": {"200": {"description": "Discarded.", "json": "RejudgingSummary"}}
          }
        }
      },
      "components": {
        "parameters": {
          "rejudging": {"name": "rejudging", "in": "path", "required": true,
            "schema": {"$ref": "ID"}}
        },
        "schemas": {
          "RejudgingDocument": {
            "description": "Everything that is given has to hold for a submission.",
            "takes": {
              "reason": {"type": "string", "minLength": 1, "maxLength": 1000},
              "classroom?": {"$ref": "ID", "description": "Admins may leave it out."},
              "submissions?": {"type": "array", "minItems": 1, "maxItems": 1000,
                "items": {"type": "string"}},
              "problem?": "string", "assignment?": "string", "account?": "string",
              "verdict?": "Verdict"
            },
            "examples": [{"reason": "A case was wrong.", "problem": "async-solver",
              "classroom": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"}]
          },
          "RejudgingFilter": {"fields": {
            "submissions?": ["string"], "problem?": "string", "assignment?": "string",
            "account?": "string", "verdict?": "Verdict"
          }},
          "RejudgingState": {"type": "string",
            "enum": ["judging", "ready", "applied", "discarded"]},
          "RejudgingSummary": {
            "fields": {
              "id": "ID", "href": "Href", "state": "RejudgingState", "reason": "string",
              "filter": "RejudgingFilter", "classroom?": "ID", "started_by": "string",
              "created_at": "Time", "ended_at?": "Time", "total": "count", "judged": "count"
            },
            "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
              "href": "/api/v1/rejudgings/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "state": "judging",
              "reason": "A case was wrong.", "filter": {"problem": "async-solver"},
              "started_by": "grace", "created_at": "2026-03-02T10:15:00.123Z", "total": 12,
              "judged": 3}]
          },
          "RejudgingList": {
            "fields": {"rejudgings": ["RejudgingSummary"]}, "examples": [{"rejudgings": []}]
          },
          "Outcome": {"fields": {"verdict": "Verdict", "score": "Score"}},
          "Rejudging": {
            "fields": {
              "id": "ID", "href": "Href", "state": "RejudgingState", "reason": "string",
              "filter": "RejudgingFilter", "classroom?": "ID", "started_by": "string",
              "created_at": "Time", "ended_at?": "Time", "total": "count", "judged": "count",
              "changes": [{"fields": {
                "submission_id": "ID", "problem_id": "ProblemID", "account?": "string",
                "before": "Outcome", "after?": "Outcome"}}],
              "failures": {"type": "integer", "minimum": 0,
                "description": "Submissions that the judge failed on: they stay as they are."},
              "ranks?": {"type": "array", "description": "While it can be applied.",
                "items": {"fields": {"set": "ProblemSet", "account": "string",
                  "before": {"type": "integer", "minimum": 1},
                  "after": {"type": "integer", "minimum": 1}}}}
            },
            "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
              "href": "/api/v1/rejudgings/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "state": "ready",
              "reason": "A case was wrong.", "filter": {"problem": "async-solver"},
              "started_by": "grace", "created_at": "2026-03-02T10:15:00.123Z", "total": 12,
              "judged": 12, "failures": 0,
              "changes": [{"submission_id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P4",
                "problem_id": "async-solver", "account": "ada",
                "before": {"verdict": "WA", "score": 70},
                "after": {"verdict": "AC", "score": 100}}],
              "ranks": [{"set": "easy", "account": "ada", "before": 2, "after": 1}]}]
          }
        }
      }
    }
    """#)
}
