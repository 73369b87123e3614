extension OpenAPIPart {
  static let members = OpenAPIPart(
    "Members", "Who is in a classroom, for its staff.",
    #"""
    {
      "paths": {
        "/api/v1/classrooms/{classroom}/members": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "listMembers", "access": "account",
            "summary": "Teachers first, then by name",
            "errors": {"403": ["staff_only"], "404": ["unknown_classroom"]},
            "responses": {"200": {"description": "The members.", "json": "MemberList"}}
          },
          "post": {
            "operationId": "addMember", "access": "account",
            "summary": "A further teacher; students join by the code or are made by a roster",
            "requestBody": {"required": true, "json": "MemberDocument"},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom", "unknown_account"],
              "409": ["classroom_archived", "already_member", "too_many"],
              "422": ["invalid_name"]
            },
            "responses": {"201": {"description": "Added.", "json": "Member"}}
          }
        },
        "/api/v1/classrooms/{classroom}/members/{account}": {
          "parameters": [{"$ref": "parameters/classroom"}, {"$ref": "parameters/account"}],
          "patch": {
            "operationId": "changeMember", "access": "account",
            "summary": "Another name, another role",
            "requestBody": {"required": true, "json": "MemberChange"},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom", "unknown_member"],
              "409": ["classroom_archived", "last_teacher", "teaches_here"],
              "422": ["invalid_name"]
            },
            "responses": {"200": {"description": "As it is now.", "json": "Member"}}
          },
          "delete": {
            "operationId": "removeMember", "access": "account",
            "summary": "Remove somebody; what they submitted stays",
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom", "unknown_member"],
              "409": ["classroom_archived", "last_teacher"]
            },
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/classrooms/{classroom}/members/{account}/token": {
          "parameters": [{"$ref": "parameters/classroom"}, {"$ref": "parameters/account"}],
          "post": {
            "operationId": "resetMemberToken", "access": "account",
            "summary": "A new token for an account that the roster made; the old ones stop working",
            "errors": {
              "403": ["staff_only", "foreign_account"],
              "404": ["unknown_classroom", "unknown_member"], "409": ["classroom_archived"]
            },
            "responses": {"201": {"description": "Shown only now.", "json": "ResetToken"}}
          }
        },
        "/api/v1/classrooms/{classroom}/roster": {
          "parameters": [{"$ref": "parameters/classroom"}],
          "get": {
            "operationId": "exportRoster", "access": "account",
            "summary": "As CSV that can be imported again",
            "errors": {"403": ["staff_only"], "404": ["unknown_classroom"]},
            "responses": {"200": {"description": "The roster.",
              "content": {"text/csv": {"schema": {"$ref": "RosterCSV"}}}}}
          },
          "post": {
            "operationId": "importRoster", "access": "account",
            "summary": "Import a roster: all of it or, when a line is at fault, nothing",
            "description": "`Accept: text/csv`: the outcome as CSV, with the new accounts' tokens.",
            "parameters": [{"name": "dry_run", "in": "query", "schema": {"type": "boolean"},
              "description": "Only say what it would do, and every line that is at fault."}],
            "requestBody": {
              "description": "At most 1 MiB, as the export has it. A dry run takes any text.",
              "content": {
                "text/csv": {"example": "account,name,role\r\nada,Ada Lovelace,student\r\n"},
                "text/plain": {}, "application/x-www-form-urlencoded": {}}},
            "errors": {
              "403": ["staff_only"], "404": ["unknown_classroom"], "409": ["classroom_archived"],
              "415": ["unsupported_media_type"], "422": ["faulty_roster"]
            },
            "responses": {"200": {"description": "What it did, or would do.",
              "json": "RosterOutcome", "content": {"text/csv": {"schema": {"type": "string"}}}}}
          }
        }
      },
      "components": {"schemas": {
        "MemberDocument": {
          "takes": {"account": "string", "name?": "Name"}, "examples": [{"account": "grace"}]
        },
        "MemberChange": {
          "takes": {"name?": "Name", "role?": "ClassroomRole"},
          "examples": [{"name": "Ada Lovelace"}]
        },
        "Member": {
          "fields": {"account": "string", "name": "string", "alias": "string",
            "role": "ClassroomRole", "joined_at": "Time"},
          "examples": [{"account": "ada", "name": "Ada Lovelace", "alias": "quick heron",
            "role": "student", "joined_at": "2026-03-02T10:15:00.123Z"}]
        },
        "MemberList": {"fields": {"members": ["Member"]}, "examples": [{"members": []}]},
        "ResetToken": {
          "fields": {"account": "string",
            "token": {"type": "string", "pattern": "^aj_[A-Za-z0-9_-]{43}$"}},
          "examples": [{"account": "ada",
            "token": "aj_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]
        },
        "RosterCSV": {"type": "string",
          "description": "A header with `account`, `name` and, if wanted, `role`; RFC 4180.",
          "examples": ["account,name,role\r\nada,Ada Lovelace,student\r\n"]},
        "RosterOutcome": {
          "fields": {
            "dry_run": "boolean",
            "rows": [{"fields": {
              "line": {"type": "integer", "minimum": 1}, "account": "string", "name": "string",
              "change": {"type": "string", "enum": ["created", "added", "changed", "unchanged"]},
              "token?": {"type": "string", "pattern": "^aj_[A-Za-z0-9_-]{43}$",
                "description": "Of a new account; shown only now."}}}],
            "faults": [{"fields": {"line": {"type": "integer", "minimum": 1},
              "detail": "string"}}]
          },
          "examples": [{"dry_run": true, "rows": [{"line": 2, "account": "ada",
            "name": "Ada Lovelace", "change": "created"}], "faults": []}]
        }
      }}
    }
    """#)
}
