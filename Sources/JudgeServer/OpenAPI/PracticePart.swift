extension OpenAPIPart {
  static let practice = OpenAPIPart(
    "Practice", "Weekly goals, streaks, the way along the track, and what failures point to.",
    #"""
    {
      "paths": {
        "/api/v1/me/progress": {"get": {
          "operationId": "showProgress", "access": "account", "summary": "One's own practice",
          "parameters": [{"name": "classroom", "in": "query", "schema": {"$ref": "ID"},
            "description": "By whose clock and goal; left out: that joined last."}],
          "errors": {"404": ["unknown_classroom"]},
          "responses": {"200": {"description": "The progress.", "json": "Progress"}}
        }},
        "/api/v1/me/goal": {
          "put": {
            "operationId": "setGoal", "access": "account",
            "summary": "One's own goal, in place of every classroom's",
            "requestBody": {"required": true, "json": "GoalDocument"},
            "responses": {"200": {"description": "Set.", "json": "Goal"}}
          },
          "delete": {
            "operationId": "removeGoal", "access": "account",
            "summary": "Back to the classroom's",
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/classrooms/{classroom}/progress": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "listProgress", "access": "account",
            "summary": "Its students' practice, for its staff",
            "parameters": [{"name": "account", "in": "query", "schema": {"type": "string"},
              "description": "One of them, in full."}],
            "errors": {"403": ["staff_only"], "404": ["unknown_classroom", "unknown_member"]},
            "responses": {"200": {"description": "Of all, or of the one that was asked for.",
              "content": {"application/json": {"schema": {"oneOf": [
                {"$ref": "ClassroomProgress"}, {"$ref": "Progress"}]}}}}}
          }
        }
      },
      "components": {"schemas": {
        "GoalDocument": {
          "takes": {"weekly": {"type": "integer", "minimum": 1, "maximum": 100}},
          "examples": [{"weekly": 5}]
        },
        "Goal": {
          "fields": {"weekly": "count",
            "is_own": {"type": "boolean", "description": "And not the classroom's."}},
          "examples": [{"weekly": 3, "is_own": false}]
        },
        "Week": {"type": "string", "pattern": "^\\d{4}-W\\d{2}$", "examples": ["2026-W10"]},
        "Progress": {
          "fields": {
            "time": "Time", "account": "string", "classroom_id?": "ID", "time_zone": "string",
            "goal": "Goal",
            "weeks": {"type": "array", "description": "The first is this week.",
              "minItems": 12, "maxItems": 12, "items": {"$ref": "PracticeWeek"}},
            "streak": {"description": "Weeks in a row.",
              "fields": {"current": "count", "longest": "count"}},
            "track": {"fields": {
              "name": "string", "practice": "PracticeOrder", "solved": "count",
              "problems": "count",
              "sets": [{"fields": {
                "set": "ProblemSet", "locked": "boolean", "complete": "boolean",
                "solved": "count", "problems": ["TrackProblem"]}}]}},
            "mistakes": [{"fields": {
              "id": "Mistake", "submissions": {"type": "integer", "minimum": 1},
              "problem_ids": ["ProblemID"], "advice": "string"}}],
            "next?": {"description": "Left out when everything is solved.", "fields": {
              "problem_id": "ProblemID", "name": "string", "practices?": "Mistake",
              "href": "Href"}}
          },
          "examples": [{"time": "2026-03-02T10:15:00.123Z", "account": "ada",
            "time_zone": "UTC", "goal": {"weekly": 3, "is_own": false},
            "weeks": [
              {"week": "2026-W10", "starts_on": "2026-03-02", "solved": 1, "met_goal": false},
              {"week": "2026-W09", "starts_on": "2026-02-23", "solved": 3, "met_goal": true},
              {"week": "2026-W08", "starts_on": "2026-02-16", "solved": 0, "met_goal": false},
              {"week": "2026-W07", "starts_on": "2026-02-09", "solved": 0, "met_goal": false},
              {"week": "2026-W06", "starts_on": "2026-02-02", "solved": 0, "met_goal": false},
              {"week": "2026-W05", "starts_on": "2026-01-26", "solved": 0, "met_goal": false},
              {"week": "2026-W04", "starts_on": "2026-01-19", "solved": 0, "met_goal": false},
              {"week": "2026-W03", "starts_on": "2026-01-12", "solved": 0, "met_goal": false},
              {"week": "2026-W02", "starts_on": "2026-01-05", "solved": 0, "met_goal": false},
              {"week": "2026-W01", "starts_on": "2025-12-29", "solved": 0, "met_goal": false},
              {"week": "2025-W52", "starts_on": "2025-12-22", "solved": 0, "met_goal": false},
              {"week": "2025-W51", "starts_on": "2025-12-15", "solved": 0, "met_goal": false}],
            "streak": {"current": 1, "longest": 1},
            "track": {"name": "Python asyncio track", "practice": "free", "solved": 0,
              "problems": 1, "sets": [{"set": "easy", "locked": false, "complete": false,
                "solved": 0, "problems": [{"problem_id": "async-solver", "name": "The solver",
                  "state": "tried", "attempts": 1, "best_score": 70, "max_score": 100,
                  "href": "/api/v1/problems/async-solver"}]}]},
            "mistakes": [{"id": "choosing_the_wrong_approach", "submissions": 1,
              "problem_ids": ["async-solver"], "advice": "Ask what has to wait for what."}],
            "next": {"problem_id": "async-solver", "name": "The solver",
              "href": "/api/v1/problems/async-solver"}}]
        },
        "PracticeWeek": {"fields": {
          "week": "Week",
          "starts_on": {"type": "string", "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
          "solved": "count", "met_goal": "boolean"
        }},
        "TrackProblem": {"fields": {
          "problem_id": "ProblemID", "name": "string",
          "state": {"type": "string", "enum": ["locked", "open", "tried", "solved"]},
          "attempts": "count", "best_score?": "Score", "max_score?": "Score",
          "solved_at?": "Time", "href": "Href"
        }},
        "ClassroomProgress": {
          "fields": {
            "time": "Time", "classroom_id": "ID", "week": "Week",
            "students": [{"fields": {
              "account": "string", "name": "string", "weekly_goal": "count",
              "solved_this_week": "count", "current_streak": "count", "longest_streak": "count",
              "solved": "count",
              "sets": [{"fields": {"set": "ProblemSet", "solved": "count", "problems": "count"}}],
              "mistake?": "Mistake", "last_submitted_at?": "Time"}}]
          },
          "examples": [{"time": "2026-03-02T10:15:00.123Z", "week": "2026-W10",
            "classroom_id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "students": [{"account": "ada",
              "name": "Ada Lovelace", "weekly_goal": 3, "solved_this_week": 1,
              "current_streak": 1, "longest_streak": 1, "solved": 4,
              "sets": [{"set": "easy", "solved": 4, "problems": 12}]}]}]
        }
      }}
    }
    """#)
}
