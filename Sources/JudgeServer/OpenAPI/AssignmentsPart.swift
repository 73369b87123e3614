extension OpenAPIPart {
  static let assignments = OpenAPIPart(
    "Assignments", "Problems with times, points, attempt limits and a late policy.",
    #"""
    {
      "paths": {
        "/api/v1/classrooms/{classroom}/assignments": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "listAssignments", "access": "account",
            "summary": "For students those that have opened",
            "errors": {"404": ["unknown_classroom"]},
            "responses": {"200": {"description": "The assignments.", "json": "AssignmentList"}}
          },
          "post": {
            "operationId": "createAssignment", "access": "account",
            "summary": "A new one; it closes when it is due unless it says otherwise",
            "requestBody": {"required": true, "json": "AssignmentDocument"},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom"],
              "409": ["classroom_archived", "too_many"],
              "422": ["wrong_times", "wrong_value", "unknown_problem", "invalid_name"]
            },
            "responses": {"201": {"description": "It is there.", "json": "Assignment",
              "headers": {"Location": {"$ref": "headers/Location"}}}}
          }
        },
        "/api/v1/assignments/{assignment}": {
          "parameters": [{"$ref": "parameters/assignment"}],
          "get": {
            "operationId": "showAssignment", "access": "account",
            "summary": "With a student's own times and points; for staff, all extensions",
            "errors": {"404": ["unknown_assignment"]},
            "responses": {"200": {"description": "The assignment.", "json": "Assignment"}}
          },
          "patch": {
            "operationId": "changeAssignment", "access": "account",
            "summary": "Change what is named",
            "requestBody": {"required": true, "json": "AssignmentChange"},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_assignment"], "409": ["classroom_archived"],
              "422": ["wrong_times", "wrong_value", "unknown_problem", "invalid_name"]
            },
            "responses": {"200": {"description": "As it is now.", "json": "Assignment"}}
          },
          "delete": {
            "operationId": "removeAssignment", "access": "account",
            "summary": "Remove it; what was submitted to it stays in the log",
            "errors": {
              "403": ["staff_only"], "404": ["unknown_assignment"], "409": ["classroom_archived"]
            },
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/assignments/{assignment}/problems/{id}": {
          "parameters": [{"$ref": "parameters/assignment"}, {"$ref": "parameters/problem"}],
          "get": {
            "operationId": "showAssignedProblem", "access": "account",
            "summary": "The problem as one was given it",
            "parameters": [{"name": "account", "in": "query", "schema": {"type": "string"},
              "description": "For staff: as this member was given it."}],
            "errors": {
              "403": ["staff_only"],
              "404": ["unknown_assignment", "unknown_problem", "not_assigned", "unknown_member"]
            },
            "responses": {"200": {"description": "The problem.", "json": "Problem"}}
          }
        },
        "/api/v1/assignments/{assignment}/extensions/{account}": {
          "parameters": [{"$ref": "parameters/assignment"}, {"$ref": "parameters/account"}],
          "put": {
            "operationId": "grantExtension", "access": "account",
            "summary": "Other times and more attempts for one student",
            "requestBody": {"required": true, "json": "ExtensionDocument"},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_assignment", "unknown_member"],
              "409": ["classroom_archived"], "422": ["wrong_times"]
            },
            "responses": {"200": {"description": "Granted.", "json": "Extension"}}
          },
          "delete": {
            "operationId": "removeExtension", "access": "account", "summary": "Take it back",
            "errors": {
              "403": ["staff_only"],
              "404": ["unknown_assignment", "unknown_member", "no_extension"],
              "409": ["classroom_archived"]
            },
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        }
      },
      "components": {"schemas": {
        "TeachersTime": {"type": "string",
          "pattern": \#
          "^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})?)?$",
          "description": "RFC 3339, or a local time of the classroom's clock.",
          "examples": ["2026-03-02T08:00", "2026-03-02T08:00:00+01:00"]},
        "FeedbackPolicy": {"type": "string",
          "enum": ["samples", "first_failure", "all_after_due"]},
        "AssignmentRanking": {"type": "string", "enum": ["score", "solved"]},
        "Factor": {"type": "number", "minimum": 0, "maximum": 1},
        "LatePolicy": {
          "description": "`{}`: late is as good as in time. Steps: hours grow, factors do not.",
          "oneOf": [
            {"type": "object", "maxProperties": 0},
            {"fields": {"steps": {"type": "array", "maxItems": 20, "items": {"fields": {
              "after_hours": {"type": "number", "minimum": 0, "maximum": 8784},
              "factor": "Factor"}}}}},
            {"fields": {"per_day": "Factor", "floor?": "Factor"}}
          ],
          "examples": [{}, {"per_day": 0.1, "floor": 0.5},
            {"steps": [{"after_hours": 0, "factor": 0.8}]}]
        },
        "AssignedProblems": {"type": "array", "minItems": 1, "maxItems": 50, "items": {"takes": {
          "problem_id": "ProblemID",
          "points?": {"type": "number", "minimum": 0, "maximum": 10000,
            "description": "Left out: the problem's own."},
          "attempt_limit?": {"type": "integer", "minimum": 1, "maximum": 1000,
            "description": "Left out: as many as they like."}}}},
        "AssignmentDocument": {
          "takes": {"name": "Name", "opens_at": "TeachersTime", "due_at": "TeachersTime",
            "closes_at?": "TeachersTime", "late_policy?": "LatePolicy",
            "feedback?": "FeedbackPolicy", "ranking?": "AssignmentRanking",
            "problems": "AssignedProblems"},
          "examples": [{"name": "Week 1", "opens_at": "2026-03-02T08:00",
            "due_at": "2026-03-09T08:00", "late_policy": {"per_day": 0.1},
            "problems": [{"problem_id": "async-solver", "points": 10, "attempt_limit": 5}]}]
        },
        "AssignmentChange": {
          "takes": {"name?": "Name", "opens_at?": "TeachersTime", "due_at?": "TeachersTime",
            "closes_at?": "TeachersTime", "late_policy?": "LatePolicy",
            "feedback?": "FeedbackPolicy", "ranking?": "AssignmentRanking",
            "problems?": "AssignedProblems"},
          "examples": [{"due_at": "2026-03-10T08:00"}]
        },
        "ExtensionDocument": {
          "takes": {
            "due_at?": "TeachersTime", "closes_at?": "TeachersTime",
            "more_attempts?": {"type": "integer", "minimum": 0, "maximum": 1000},
            "reason?": {"type": "string", "maxLength": 500}
          },
          "examples": [{"due_at": "2026-03-12T08:00", "more_attempts": 2, "reason": "ill"}]
        },
        "Extension": {
          "fields": {"account?": "string", "due_at?": "LocalTime", "closes_at?": "LocalTime",
            "more_attempts": "count", "reason?": "string"},
          "examples": [{"account": "ada", "due_at": "2026-03-12T08:00:00+01:00",
            "more_attempts": 2, "reason": "ill"}]
        },
        "Assignment": {
          "fields": {
            "id": "ID", "classroom_id": "ID", "name": "string", "time_zone": "string",
            "opens_at": "Time", "opens_at_local": "LocalTime", "due_at": "Time",
            "due_at_local": "LocalTime", "closes_at": "Time", "closes_at_local": "LocalTime",
            "phase": {"type": "string", "enum": ["upcoming", "open", "late", "closed"]},
            "late_policy": "LatePolicy", "feedback": "FeedbackPolicy",
            "ranking": "AssignmentRanking",
            "max_points": {"type": "number", "minimum": 0},
            "points?": {"type": "number", "minimum": 0,
              "description": "A student's own, when all of it may be known."},
            "problems": [{"fields": {
              "problem_id": "ProblemID", "points": {"type": "number", "minimum": 0},
              "attempt_limit?": {"type": "integer", "minimum": 1},
              "href": "Href", "submissions_href": "Href",
              "attempts_used?": "count", "attempts_pending?": "count", "attempts_left?": "count",
              "best?": {"fields": {
                "points": {"type": "number", "minimum": 0}, "verdict": "Verdict",
                "late_factor": "Factor", "submitted_at": "Time", "submission_href": "Href"}}}}],
            "extension?": {"$ref": "Extension", "description": "A student's own."},
            "extensions?": {"type": "array", "items": {"$ref": "Extension"},
              "description": "For staff."},
            "href": "Href"
          },
          "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
            "classroom_id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P4", "name": "Week 1",
            "time_zone": "Europe/Berlin", "opens_at": "2026-03-02T07:00:00.000Z",
            "opens_at_local": "2026-03-02T08:00:00+01:00", "due_at": "2026-03-09T07:00:00.000Z",
            "due_at_local": "2026-03-09T08:00:00+01:00", "closes_at": "2026-03-09T07:00:00.000Z",
            "closes_at_local": "2026-03-09T08:00:00+01:00", "phase": "open", "late_policy": {},
            "feedback": "first_failure", "ranking": "score", "max_points": 10, "points": 7,
            "problems": [{"problem_id": "async-solver", "points": 10, "attempt_limit": 5,
              "href": "/api/v1/assignments/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3/problems/async-solver",
              "submissions_href": \#
              "/api/v1/problems/async-solver/submissions?assignment=01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
              "attempts_used": 1, "attempts_pending": 0, "attempts_left": 4,
              "best": {"points": 7, "verdict": "TLE", "late_factor": 1,
                "submitted_at": "2026-03-03T10:15:00.123Z",
                "submission_href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P5"}}],
            "href": "/api/v1/assignments/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"}]
        },
        "AssignmentList": {
          "fields": {"assignments": ["Assignment"]}, "examples": [{"assignments": []}]
        }
      }}
    }
    """#)
}
