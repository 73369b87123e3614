extension OpenAPIPart {
  static let accounts = OpenAPIPart(
    "Accounts", "All accounts, for admins; and what staff did.",
    #"""
    {
      "paths": {
        "/api/v1/accounts": {
          "get": {
            "operationId": "listAccounts", "access": "admin", "summary": "Accounts, by name",
            "parameters": [
              {"name": "role", "in": "query", "schema": {"$ref": "AccountRole"}},
              {"$ref": "parameters/after"}, {"$ref": "parameters/limit"}
            ],
            "responses": {"200": {"description": "A page.", "json": "AccountPage"}}
          },
          "post": {
            "operationId": "addAccount", "access": "admin", "summary": "Add an account",
            "requestBody": {"required": true, "json": "AccountDocument"},
            "errors": {"409": ["account_exists"], "422": ["invalid_name"]},
            "responses": {"201": {"description": "With its first token, shown only now.",
              "json": "NewAccount"}}
          }
        },
        "/api/v1/accounts/{account}": {
          "parameters": [{"$ref": "parameters/account"}],
          "get": {
            "operationId": "showAccount", "access": "admin", "summary": "An account",
            "errors": {"404": ["unknown_account"]},
            "responses": {"200": {"description": "The account.", "json": "Account"}}
          },
          "patch": {
            "operationId": "changeAccount", "access": "admin",
            "summary": "Rename it, give it a role, disable it",
            "requestBody": {"required": true, "json": "AccountChange"},
            "errors": {
              "404": ["unknown_account"], "409": ["account_exists", "last_admin"],
              "422": ["invalid_name"]
            },
            "responses": {"200": {"description": "As it is now.", "json": "Account"}}
          }
        },
        "/api/v1/accounts/{account}/password": {
          "parameters": [{"$ref": "parameters/account"}],
          "put": {
            "operationId": "setPassword", "access": "admin",
            "summary": "Set it; all sign-ins of the account end",
            "requestBody": {"required": true, "json": "NewPassword"},
            "errors": {
              "404": ["unknown_account"], "422": ["weak_password"], "503": ["sign_ins_busy"]
            },
            "responses": {"204": {"$ref": "responses/Done"}}
          },
          "delete": {
            "operationId": "removePassword", "access": "admin",
            "summary": "From then on only its tokens sign it in",
            "errors": {"404": ["unknown_account"]},
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/accounts/{account}/tokens": {
          "parameters": [{"$ref": "parameters/account"}],
          "get": {
            "operationId": "listTokens", "access": "admin", "summary": "The account's tokens",
            "errors": {"404": ["unknown_account"]},
            "responses": {"200": {"description": "Without their secrets.", "json": "TokenList"}}
          },
          "post": {
            "operationId": "addToken", "access": "admin", "summary": "A further token",
            "requestBody": {"required": true, "json": "TokenRequest"},
            "errors": {
              "404": ["unknown_account"], "409": ["too_many_tokens"],
              "422": ["invalid_name", "wrong_value"]
            },
            "responses": {"201": {"description": "The token, shown only now.", "json": "NewToken"}}
          },
          "delete": {
            "operationId": "revokeTokens", "access": "admin",
            "summary": "Revoke all of them, and end all sign-ins",
            "errors": {"404": ["unknown_account"]},
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/accounts/{account}/tokens/{token}": {
          "parameters": [{"$ref": "parameters/account"}, {"$ref": "parameters/token"}],
          "delete": {
            "operationId": "revokeToken", "access": "admin", "summary": "Revoke one",
            "errors": {"404": ["unknown_account", "unknown_token"]},
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/audit": {"get": {
          "operationId": "listAudit", "access": "teacher",
          "summary": "What staff did, newest first",
          "description": "Admins read all of it, teachers what belongs to their classrooms.",
          "parameters": [
            {"$ref": "parameters/inClassroom"}, {"$ref": "parameters/after"},
            {"$ref": "parameters/limit"}
          ],
          "errors": {"404": ["unknown_classroom"]},
          "responses": {"200": {"description": "A page.", "json": "AuditPage"}}
        }}
      },
      "components": {"schemas": {
        "AccountName": {"type": "string", "minLength": 1, "maxLength": 64,
          "description": "In one line, without spaces at its ends."},
        "AccountDocument": {
          "takes": {"name": "AccountName", "role?": "AccountRole"},
          "examples": [{"name": "ada", "role": "student"}]
        },
        "AccountChange": {
          "takes": {"name?": "AccountName", "role?": "AccountRole", "disabled?": "boolean"},
          "examples": [{"disabled": true}]
        },
        "NewPassword": {
          "takes": {"password": "Password"}, "examples": [{"password": "battery staple"}]
        },
        "Account": {
          "fields": {"name": "string", "role": "AccountRole", "created_at": "Time",
            "disabled": "boolean", "has_password": "boolean"},
          "examples": [{"name": "ada", "role": "student",
            "created_at": "2026-03-02T10:15:00.123Z", "disabled": false, "has_password": true}]
        },
        "AccountPage": {
          "fields": {"accounts": ["Account"], "next_after?": "string"},
          "examples": [{"accounts": [], "next_after": "ada"}]
        },
        "NewAccount": {
          "fields": {"account": "Account",
            "token": {"type": "string", "pattern": "^aj_[A-Za-z0-9_-]{43}$"}},
          "examples": [{"account": {"name": "ada", "role": "student",
              "created_at": "2026-03-02T10:15:00.123Z", "disabled": false, "has_password": false},
            "token": "aj_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]
        },
        "AuditPage": {
          "fields": {
            "entries": [{"fields": {
              "id": {"type": "integer", "minimum": 1}, "at": "Time",
              "account?": {"type": "string", "description": "Left out: the command line."},
              "action": {"type": "string", "pattern": "^[a-z_]+\\.[a-z_]+$"},
              "subject": "string", "classroom_id?": "ID", "details": "object"
            }}],
            "next_after?": "string"
          },
          "examples": [{"entries": [{"id": 7, "at": "2026-03-02T10:15:00.123Z",
            "account": "grace", "action": "member.remove", "subject": "account/ada",
            "classroom_id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "details": {}}]}]
        }
      }}
    }
    """#)
}
