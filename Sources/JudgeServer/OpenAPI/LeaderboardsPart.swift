extension OpenAPIPart {
  static let events = OpenAPIPart(
    "Events",
    "Server-sent: ids grow, `Last-Event-ID` resumes; after `resync` read the resource again.",
    #"""
    {
      "paths": {
        "/api/v1/events": {"get": {
          "operationId": "followEvents", "access": "account",
          "summary": "What happens to one's own submissions; an admin's, to all",
          "parameters": [
            {"$ref": "parameters/inClassroom"},
            {"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"},
              "description": "The last one that was heard."}
          ],
          "errors": {"404": ["unknown_classroom"]},
          "responses": {"200": {"description": "Events, without end.",
            "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}}}
        }}
      },
      "components": {"schemas": {
        "EventStream": {"type": "string",
          "description": "`queued`, `run`, `judgement`, `members`, `leaderboard`, `submission`, `resync`.",
          "examples": ["id: 7\nevent: run\ndata: {\"ordinal\":1,\"problem_id\":\"echo\"}\n\n"]}
      }}
    }
    """#)

  static let leaderboards = OpenAPIPart(
    "Leaderboards",
    "A pure fold over the log. `Accept: text/event-stream`: a `leaderboard` event when it changed.",
    #"""
    {
      "paths": {
        "/api/v1/leaderboard": {"get": {
          "operationId": "showLeaderboard", "access": "everyone",
          "summary": "Of a set, or over all problems",
          "parameters": [
            {"$ref": "parameters/set"}, {"$ref": "parameters/by"},
            {"$ref": "parameters/boardLimit"}, {"$ref": "parameters/boardAfter"},
            {"$ref": "parameters/rowOf"}, {"$ref": "parameters/at"}
          ],
          "errors": {"503": ["history_busy"]},
          "responses": {
            "200": {"description": "The board.", "json": "PublicBoard",
              "headers": {"ETag": {"$ref": "headers/ETagOfBoard"}},
              "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}},
            "304": {"$ref": "responses/NotModified"}
          }
        }},
        "/api/v1/problems/{id}/leaderboard": {
          "parameters": [{"$ref": "parameters/problem"}],
          "get": {
            "operationId": "showProblemLeaderboard", "access": "everyone",
            "summary": "The best accepted submission of each account",
            "parameters": [
              {"name": "by", "in": "query", "schema": {"type": "string",
                "enum": ["makespan", "cpu_time"], "default": "makespan"}},
              {"$ref": "parameters/boardLimit"}, {"$ref": "parameters/boardAfter"},
              {"$ref": "parameters/rowOf"}, {"$ref": "parameters/at"}
            ],
            "errors": {"404": ["unknown_problem"], "503": ["history_busy"]},
            "responses": {
              "200": {"description": "The board.", "json": "ProblemBoard",
                "headers": {"ETag": {"$ref": "headers/ETagOfBoard"}},
                "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}},
              "304": {"$ref": "responses/NotModified"}
            }
          }
        },
        "/api/v1/classrooms/{classroom}/leaderboard": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "showClassroomLeaderboard", "access": "account",
            "summary": "Its students, by their names in it",
            "parameters": [
              {"$ref": "parameters/set"}, {"$ref": "parameters/by"},
              {"$ref": "parameters/boardLimit"}, {"$ref": "parameters/boardAfter"},
              {"$ref": "parameters/row"}, {"$ref": "parameters/at"}
            ],
            "errors": {"404": ["unknown_classroom"], "503": ["history_busy"]},
            "responses": {
              "200": {"description": "The board.", "json": "ClassBoard",
                "headers": {"ETag": {"$ref": "headers/ETagOfBoard"}},
                "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}},
              "304": {"$ref": "responses/NotModified"}
            }
          }
        },
        "/api/v1/assignments/{assignment}/leaderboard": {
          "parameters": [{"$ref": "parameters/assignment"}],
          "get": {
            "operationId": "showAssignmentLeaderboard", "access": "account",
            "summary": "Ranked as the assignment says",
            "parameters": [
              {"$ref": "parameters/boardLimit"}, {"$ref": "parameters/boardAfter"},
              {"$ref": "parameters/row"}, {"$ref": "parameters/at"}
            ],
            "errors": {"404": ["unknown_assignment", "unknown_classroom"]},
            "responses": {
              "200": {"description": "The board.", "json": "ClassBoard",
                "headers": {"ETag": {"$ref": "headers/ETagOfBoard"}},
                "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}},
              "304": {"$ref": "responses/NotModified"}
            }
          }
        },
        "/api/v1/classrooms/{classroom}/freeze": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "put": {
            "operationId": "freezeClassroom", "access": "account",
            "summary": "From now on students see only that something is pending",
            "errors": {"403": ["staff_only"], "404": ["unknown_classroom"]},
            "responses": {"200": {"description": "It is frozen.", "json": "Freeze"}}
          },
          "delete": {
            "operationId": "unfreezeClassroom", "access": "account", "summary": "Show it again",
            "errors": {"403": ["staff_only"], "404": ["unknown_classroom"]},
            "responses": {"200": {"description": "It is not frozen.", "json": "Freeze"}}
          }
        },
        "/api/v1/assignments/{assignment}/freeze": {
          "parameters": [{"$ref": "parameters/assignment"}],
          "put": {
            "operationId": "freezeAssignment", "access": "account",
            "summary": "The same for what is submitted to the assignment",
            "errors": {"403": ["staff_only"], "404": ["unknown_assignment"]},
            "responses": {"200": {"description": "It is frozen.", "json": "Freeze"}}
          },
          "delete": {
            "operationId": "unfreezeAssignment", "access": "account", "summary": "Show it again",
            "errors": {"403": ["staff_only"], "404": ["unknown_assignment"]},
            "responses": {"200": {"description": "It is not frozen.", "json": "Freeze"}}
          }
        }
      },
      "components": {
        "headers": {
          "ETagOfBoard": {"schema": {"type": "string"},
            "description": "As `ETag`; an event stream has none."}
        },
        "parameters": {
          "by": {"name": "by", "in": "query",
            "schema": {"type": "string", "enum": ["solved", "score"], "default": "solved"}},
          "boardLimit": {"name": "limit", "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}},
          "boardAfter": {"name": "after", "in": "query", "description": "Rows to pass over.",
            "schema": {"type": "integer", "minimum": 0, "maximum": 1000000, "default": 0}},
          "rowOf": {"name": "account", "in": "query", "schema": {"type": "string"},
            "description": "Only the row of this account; not with `limit` or `after`."},
          "row": {"name": "row", "in": "query", "schema": {"const": "own"},
            "description": "Only one's own row; not with `limit` or `after`."},
          "at": {"name": "at", "in": "query", "schema": {"type": "string", "format": "date-time"},
            "description": "As the board was at a time that is past."}
        },
        "schemas": {
          "Freeze": {
            "fields": {"frozen": "boolean", "frozen_at?": "Time"},
            "examples": [{"frozen": true, "frozen_at": "2026-03-02T10:15:00.123Z"}]
          },
          "Rank": {"type": "integer", "minimum": 1, "description": "Equal ones share it."},
          "BoardScore": {"oneOf": [
            {"description": "By `solved`.", "fields": {
              "num_solved": "count", "penalty_minutes": "count", "last_solved_at?": "Time"}},
            {"description": "By `score`.", "fields": {
              "num_solved": "count", "score": "Score", "last_scored_at?": "Time"}}
          ]},
          "BoardCell": {"fields": {
            "problem_id": "ProblemID", "num_judged": "count", "num_pending": "count",
            "solved": "boolean", "solved_at?": "Time", "solved_after_minutes?": "count",
            "score?": "Score"
          }},
          "PublicBoard": {
            "fields": {
              "by": {"type": "string", "enum": ["solved", "score"]},
              "num_ranked": "count", "next_after?": "count",
              "penalty_minutes_per_rejection?": "count", "problem_ids": ["ProblemID"],
              "set?": "ProblemSet", "time?": "Time",
              "rows": [{"fields": {
                "account": "string", "rank": "Rank", "score": "BoardScore",
                "problems": ["BoardCell"]}}]
            },
            "examples": [{"by": "solved", "num_ranked": 1, "penalty_minutes_per_rejection": 20,
              "problem_ids": ["async-solver"], "set": "easy", "rows": [{"account": "ada",
                "rank": 1, "score": {"num_solved": 1, "penalty_minutes": 25,
                  "last_solved_at": "2026-03-02T10:15:00.123Z"},
                "problems": [{"problem_id": "async-solver", "num_judged": 2, "num_pending": 0,
                  "solved": true, "solved_at": "2026-03-02T10:15:00.123Z",
                  "solved_after_minutes": 5}]}]}]
          },
          "ProblemBoard": {
            "fields": {
              "by": {"type": "string", "enum": ["makespan", "cpu_time"]},
              "num_ranked": "count", "next_after?": "count", "problem_ids": ["ProblemID"],
              "time?": "Time",
              "rows": {"type": "array", "items": {"oneOf": [
                {"fields": {"account": "string", "rank": "Rank", "makespan_us": "count"}},
                {"fields": {"account": "string", "rank": "Rank", "cpu_time_us": "count"}}
              ]}}
            },
            "examples": [{"by": "makespan", "num_ranked": 1, "problem_ids": ["async-solver"],
              "rows": [{"account": "ada", "rank": 1, "makespan_us": 120000}]}]
          },
          "ClassBoard": {
            "fields": {
              "by": {"type": "string", "enum": ["solved", "score"]},
              "num_ranked": "count", "next_after?": "count",
              "penalty_minutes_per_rejection?": "count", "problem_ids": ["ProblemID"],
              "set?": "ProblemSet", "time?": "Time", "frozen_at?": "Time",
              "rows": [{"fields": {
                "name": "string", "rank": "Rank", "score": "BoardScore",
                "problems": ["BoardCell"],
                "account?": {"type": "string", "description": "For staff."},
                "frozen?": {"description": "For staff: what the others see.",
                  "fields": {"rank": "Rank", "score": "BoardScore"}}}}]
            },
            "examples": [{"by": "score", "num_ranked": 1, "problem_ids": ["async-solver"],
              "rows": [{"account": "ada", "name": "Ada Lovelace", "rank": 1,
                "score": {"num_solved": 1, "score": 100}, "problems": [{
                  "problem_id": "async-solver", "num_judged": 1, "num_pending": 0,
                  "solved": true, "score": 100}]}]}]
          }
        }
      }
    }
    """#)
}
