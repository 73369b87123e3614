extension OpenAPIPart {
  static let teacher = OpenAPIPart(
    "Teacher's tools", "Gradebooks, similarity, all submissions: for the staff of a classroom.",
    #"""
    {
      "paths": {
        "/api/v1/classrooms/{classroom}/gradebook": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "showGradebook", "access": "account",
            "summary": "Students by assignments; as CSV for `Accept: text/csv`",
            "parameters": [{"$ref": "parameters/format"}],
            "errors": {"403": ["staff_only"], "404": ["unknown_classroom"]},
            "responses": {"200": {"description": "The gradebook.", "json": "Gradebook",
              "content": {"text/csv": {"schema": {"type": "string"}}}}}
          }
        },
        "/api/v1/assignments/{assignment}/gradebook": {
          "parameters": [{"$ref": "parameters/assignment"}],
          "get": {
            "operationId": "showAssignmentGradebook", "access": "account",
            "summary": "Students by problems; as CSV for `Accept: text/csv`",
            "parameters": [{"$ref": "parameters/format"}],
            "errors": {"403": ["staff_only"], "404": ["unknown_assignment"]},
            "responses": {"200": {"description": "The gradebook.", "json": "Gradebook",
              "content": {"text/csv": {"schema": {"type": "string"}}}}}
          }
        },
        "/api/v1/assignments/{assignment}/similarity": {
          "parameters": [{"$ref": "parameters/assignment"}],
          "get": {
            "operationId": "showSimilarity", "access": "account",
            "summary": "Which counted submissions share how much: a hint and no proof",
            "parameters": [{"name": "threshold", "in": "query",
              "description": "Percent of the shorter program.",
              "schema": {"type": "integer", "minimum": 30, "maximum": 100, "default": 60}}],
            "errors": {"403": ["staff_only"], "404": ["unknown_assignment"]},
            "responses": {"200": {"description": "The pairs.", "json": "Similarity"}}
          }
        },
        "/api/v1/assignments/{assignment}/submissions.zip": {
          "parameters": [{"$ref": "parameters/assignment"}],
          "get": {
            "operationId": "downloadSubmissions", "access": "account",
            "summary": "Every submission to it, by problem and account",
            "errors": {
              "403": ["staff_only"], "404": ["unknown_assignment"],
              "413": ["too_many_submissions"]
            },
            "responses": {"200": {"description": "An archive.",
              "content": {"application/zip": {}}}}
          }
        }
      },
      "components": {
        "parameters": {
          "format": {"name": "format", "in": "query",
            "schema": {"type": "string", "enum": ["json", "csv"]},
            "description": "In place of `Accept`."}
        },
        "schemas": {
          "Gradebook": {
            "fields": {
              "time": "Time", "max_total": {"type": "number", "minimum": 0},
              "columns": [{"fields": {
                "id": {"type": "string", "description": "Of an assignment or a problem."},
                "name": "string", "max_points": {"type": "number", "minimum": 0}}}],
              "rows": [{"fields": {
                "account": "string", "name": "string",
                "points": {"type": "array", "items": {"type": "number", "minimum": 0},
                  "description": "One for each column."},
                "total": {"type": "number", "minimum": 0},
                "problems?": {"type": "array", "items": {"$ref": "ProblemGrade"},
                  "description": "In the gradebook of an assignment."}}}]
            },
            "examples": [{"time": "2026-03-02T10:15:00.123Z", "max_total": 10,
              "columns": [{"id": "async-solver", "name": "async-solver", "max_points": 10}],
              "rows": [{"account": "ada", "name": "Ada Lovelace", "points": [7], "total": 7,
                "problems": [{"problem_id": "async-solver", "points": 7, "attempts": 2,
                  "pending": 0, "verdict": "TLE", "late_factor": 1,
                  "submitted_at": "2026-03-02T10:15:00.123Z",
                  "submission_href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"}]}]}]
          },
          "ProblemGrade": {"fields": {
            "problem_id": "ProblemID", "points": {"type": "number", "minimum": 0},
            "attempts": "count", "pending": "count", "solved_at?": "Time",
            "verdict?": {"$ref": "Verdict", "description": "Of the submission that counts."},
            "late_factor?": "Factor", "submitted_at?": "Time", "submission_href?": "Href"
          }},
          "Similarity": {
            "fields": {
              "note": "string",
              "threshold_percent": {"type": "integer", "minimum": 30, "maximum": 100},
              "problems": [{"fields": {
                "problem_id": "ProblemID", "compared_submissions": "count",
                "pairs": {"type": "array", "maxItems": 100, "items": {"fields": {
                  "first": "SimilaritySide", "second": "SimilaritySide",
                  "share_percent": {"type": "integer", "minimum": 0, "maximum": 100},
                  "shared_prints": "count"}}}}}]
            },
            "examples": [{"note": "A hint.", "threshold_percent": 60, "problems": [{
              "problem_id": "async-solver", "compared_submissions": 2, "pairs": [{
                "first": {"account": "ada", "name": "Ada",
                  "submission_href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"},
                "second": {"account": "eve", "name": "Eve",
                  "submission_href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P4"},
                "share_percent": 92, "shared_prints": 31}]}]}]
          },
          "SimilaritySide": {"fields": {
            "account": "string", "name": "string", "submission_href": "Href"}}
        }
      }
    }
    """#)
}
