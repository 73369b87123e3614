extension OpenAPIPart {
  static let classrooms = OpenAPIPart(
    "Classrooms", "A teacher's groups of students, strangers to each other.",
    #"""
    {
      "paths": {
        "/api/v1/classrooms": {
          "get": {
            "operationId": "listClassrooms", "access": "account",
            "summary": "Those that one is in; all of them for admins, who ask for them",
            "parameters": [{"name": "all", "in": "query", "schema": {"type": "boolean"}}],
            "errors": {"403": ["not_allowed"]},
            "responses": {"200": {"description": "The classrooms.", "json": "ClassroomList"}}
          },
          "post": {
            "operationId": "createClassroom", "access": "teacher", "summary": "A new classroom",
            "requestBody": {"required": true, "json": "ClassroomDocument"},
            "errors": {"409": ["too_many"], "422": ["invalid_name"]},
            "responses": {"201": {"description": "It is there, with its join code.",
              "headers": {"Location": {"$ref": "headers/Location"}}, "json": "Classroom"}}
          }
        },
        "/api/v1/classrooms/join": {"post": {
          "operationId": "joinClassroom", "access": "account", "summary": "Join by a code",
          "requestBody": {"required": true, "json": "JoinDocument"},
          "errors": {
            "404": ["wrong_join_code"], "409": ["too_many"], "422": ["invalid_name"],
            "429": ["too_many_codes"]
          },
          "responses": {
            "200": {"description": "One was in it before.", "json": "Classroom",
              "headers": {"Location": {"$ref": "headers/Location"}}},
            "201": {"description": "Joined.", "json": "Classroom",
              "headers": {"Location": {"$ref": "headers/Location"}}}
          }
        }},
        "/api/v1/classrooms/{classroom}": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "showClassroom", "access": "account", "summary": "A classroom",
            "description": "`Accept: text/event-stream`: what happens in it.",
            "errors": {"404": ["unknown_classroom"]},
            "responses": {"200": {"description": "The classroom.", "json": "Classroom",
              "content": {"text/event-stream": {"schema": {"$ref": "EventStream"}}}}}
          },
          "patch": {
            "operationId": "changeClassroom", "access": "account",
            "summary": "Change what is named; archive it or bring it back",
            "requestBody": {"required": true, "json": "ClassroomChange"},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom"], "409": ["too_many"],
              "422": ["invalid_name"]
            },
            "responses": {"200": {"description": "As it is now.", "json": "Classroom"}}
          }
        },
        "/api/v1/classrooms/{classroom}/join-code": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "post": {
            "operationId": "rotateJoinCode", "access": "account",
            "summary": "A fresh code; the old one stops working",
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom"], "409": ["classroom_archived"]
            },
            "responses": {"200": {"description": "With the new code.", "json": "Classroom"}}
          },
          "delete": {
            "operationId": "closeJoinCode", "access": "account",
            "summary": "Nobody can join by a code any more",
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom"], "409": ["classroom_archived"]
            },
            "responses": {"200": {"description": "Without a code.", "json": "Classroom"}}
          }
        }
      },
      "components": {"schemas": {
        "Name": {"type": "string", "minLength": 1, "maxLength": 100,
          "description": "In one line, without spaces at its ends."},
        "NamePolicy": {"type": "string", "enum": ["shown", "aliased", "hidden"],
          "description": "What members see of each other on leaderboards."},
        "PracticeOrder": {"type": "string", "enum": ["free", "ordered"],
          "description": "`ordered`: a set opens when the one before it is solved."},
        "TimeZone": {"type": "string", "pattern": "^(UTC|[A-Za-z_]+/[A-Za-z0-9_+/-]+)$",
          "description": "The IANA name of a zone that there is.",
          "examples": ["Europe/Berlin", "UTC"]},
        "WeeklyGoal": {"type": "integer", "minimum": 0, "maximum": 100,
          "description": "Problems in a week; 0: none."},
        "ClassroomDocument": {
          "takes": {"name": "Name", "time_zone?": "TimeZone", "names?": "NamePolicy",
            "practice?": "PracticeOrder", "weekly_goal?": "WeeklyGoal"},
          "examples": [{"name": "Asyncio 101", "time_zone": "Europe/Berlin"}]
        },
        "ClassroomChange": {
          "takes": {"name?": "Name", "time_zone?": "TimeZone", "names?": "NamePolicy",
            "practice?": "PracticeOrder", "weekly_goal?": "WeeklyGoal", "archived?": "boolean"},
          "examples": [{"names": "aliased"}]
        },
        "JoinDocument": {
          "takes": {"code": "string", "name?": "Name"},
          "examples": [{"code": "7KQ4M-X9TBD", "name": "Ada Lovelace"}]
        },
        "Classroom": {
          "fields": {
            "id": "ID", "name": "string", "time_zone": "string", "names": "NamePolicy",
            "practice": "PracticeOrder", "weekly_goal": "WeeklyGoal", "created_at": "Time",
            "archived_at?": "Time",
            "join_code?": {"type": "string", "pattern": "^[0-9A-Z]{5}-[0-9A-Z]{5}$",
              "description": "For its staff, while it is open."},
            "you?": {"description": "One's own place in it.", "fields": {
              "role": "ClassroomRole", "name": "string", "alias": "string", "joined_at": "Time"}},
            "href": "Href", "assignments_href": "Href"
          },
          "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "name": "Asyncio 101",
            "time_zone": "Europe/Berlin", "names": "shown", "practice": "free",
            "weekly_goal": 3, "created_at": "2026-03-02T10:15:00.123Z",
            "join_code": "7KQ4M-X9TBD", "you": {"role": "teacher", "name": "grace",
              "alias": "quick heron", "joined_at": "2026-03-02T10:15:00.123Z"},
            "href": "/api/v1/classrooms/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
            "assignments_href": "/api/v1/classrooms/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3/assignments"}]
        },
        "ClassroomList": {
          "fields": {"classrooms": ["Classroom"]}, "examples": [{"classrooms": []}]
        }
      }}
    }
    """#)
}
