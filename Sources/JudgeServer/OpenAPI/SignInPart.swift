extension OpenAPIPart {
  static let signIn = OpenAPIPart(
    "Signing in", "Sessions of browsers, tokens of programs, and one's own account.",
    #"""
    {
      "paths": {
        "/api/v1/session": {
          "post": {
            "operationId": "signIn", "access": "open", "summary": "Sign a browser in",
            "requestBody": {"required": true, "json": "Credentials"},
            "errors": {
              "401": ["sign_in_failed"], "403": ["cross_site"], "422": ["missing_credentials"],
              "429": ["too_many_sign_ins"], "503": ["sign_ins_busy"]
            },
            "responses": {"201": {"description": "Signed in; the cookie is set.",
              "headers": {"Set-Cookie": {"$ref": "headers/SetCookie"}}, "json": "Session"}}
          },
          "delete": {
            "operationId": "signOut", "access": "open",
            "summary": "End the session of the cookie, if there is one",
            "errors": {"403": ["cross_site"]},
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/tokens": {"post": {
          "operationId": "exchangeForToken", "access": "open",
          "summary": "A token for programs, for a password or a token for one sign-in",
          "requestBody": {"required": true, "json": "TokenExchange"},
          "errors": {
            "401": ["sign_in_failed"], "403": ["cross_site"], "409": ["too_many_tokens"],
            "422": ["missing_credentials", "invalid_name"], "429": ["too_many_sign_ins"],
            "503": ["sign_ins_busy"]
          },
          "responses": {"201": {"description": "The token, shown only now.", "json": "NewToken"}}
        }},
        "/api/v1/me": {"get": {
          "operationId": "showMe", "access": "account", "summary": "One's own account",
          "responses": {"200": {"description": "The account.", "json": "Account"}}
        }},
        "/api/v1/me/password": {"put": {
          "operationId": "changeMyPassword", "access": "account",
          "summary": "Change one's own password; other sign-ins end",
          "requestBody": {"required": true, "json": "PasswordChange"},
          "errors": {
            "403": ["wrong_password"], "422": ["weak_password"], "429": ["too_many_sign_ins"],
            "503": ["sign_ins_busy"]
          },
          "responses": {"204": {"$ref": "responses/Done"}}
        }},
        "/api/v1/me/tokens": {
          "get": {
            "operationId": "listMyTokens", "access": "account", "summary": "One's own tokens",
            "responses": {"200": {"description": "Without their secrets.", "json": "TokenList"}}
          },
          "post": {
            "operationId": "addMyToken", "access": "account", "summary": "A further token",
            "requestBody": {"required": true, "json": "TokenRequest"},
            "errors": {"409": ["too_many_tokens"], "422": ["invalid_name", "wrong_value"]},
            "responses": {"201": {"description": "The token, shown only now.", "json": "NewToken"}}
          }
        },
        "/api/v1/me/tokens/{token}": {
          "parameters": [{"$ref": "parameters/token"}],
          "delete": {
            "operationId": "revokeMyToken", "access": "account", "summary": "Revoke one",
            "errors": {"404": ["unknown_token"]},
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        }
      },
      "components": {
        "parameters": {
          "token": {"name": "token", "in": "path", "required": true,
            "schema": {"type": "string", "minLength": 1}, "description": "The id of a token."}
        },
        "schemas": {
          "Credentials": {
            "description": "A token alone, or an account with its password.",
            "takes": {"token?": "string", "account?": "string", "password?": "string"},
            "oneOf": [
              {"required": ["token"], "properties": {"token": {"type": "string"},
                "account": {"type": "null"}, "password": {"type": "null"}}},
              {"required": ["account", "password"], "properties": {"token": {"type": "null"},
                "account": {"type": "string"}, "password": {"type": "string"}}}
            ],
            "examples": [{"account": "ada", "password": "correct horse"}, {"token": "aj_once_…"}]
          },
          "Session": {
            "fields": {"account": "string", "role": "AccountRole", "expires_at": "Time"},
            "examples": [{"account": "ada", "role": "student",
              "expires_at": "2026-03-16T10:15:00.123Z"}]
          },
          "TokenName": {"type": "string", "minLength": 1, "maxLength": 64,
            "description": "In one line, without spaces at its ends; `token` unless given."},
          "TokenDays": {"type": "integer", "minimum": 1, "maximum": 3650,
            "description": "Left out: does not expire."},
          "TokenExchange": {
            "description": "Credentials, and what the token is to be.",
            "takes": {"token?": "string", "account?": "string", "password?": "string",
              "name?": "TokenName", "expires_in_days?": "TokenDays"},
            "oneOf": [
              {"required": ["token"], "properties": {"token": {"type": "string"},
                "account": {"type": "null"}, "password": {"type": "null"}}},
              {"required": ["account", "password"], "properties": {"token": {"type": "null"},
                "account": {"type": "string"}, "password": {"type": "string"}}}
            ],
            "examples": [{"token": "aj_once_…", "name": "laptop"}]
          },
          "TokenRequest": {
            "takes": {
              "name?": "TokenName", "expires_in_days?": "TokenDays",
              "one_time?": {"type": "boolean",
                "description": "For one sign-in, within a day; then without the other two."}
            },
            "examples": [{"name": "laptop", "expires_in_days": 90}]
          },
          "NewToken": {
            "fields": {
              "account": "string", "id": "TokenID", "name": "string",
              "token": {"type": "string", "pattern": "^aj_(once_)?[A-Za-z0-9_-]{43}$"},
              "expires_at?": "Time"
            },
            "examples": [{"account": "ada", "id": "7f3a1c0b9d2e4f65", "name": "laptop",
              "token": "aj_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]
          },
          "TokenID": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
          "TokenList": {
            "fields": {"tokens": [{"fields": {
              "id": "TokenID", "name": "string", "created_at": "Time", "expires_at?": "Time",
              "last_used_at?": {"$ref": "Time", "description": "To the hour."},
              "one_time": "boolean", "href": "Href"
            }}]},
            "examples": [{"tokens": [{"id": "7f3a1c0b9d2e4f65", "name": "laptop",
              "created_at": "2026-03-02T10:15:00.123Z", "one_time": false,
              "href": "/api/v1/me/tokens/7f3a1c0b9d2e4f65"}]}]
          },
          "Password": {"type": "string", "minLength": 10, "maxLength": 1024,
            "description": "10 to 1024 bytes of UTF-8; not the account's name."},
          "PasswordChange": {
            "takes": {"password": "Password",
              "current?": {"type": "string", "description": "Not needed where there is none."}},
            "examples": [{"current": "correct horse", "password": "battery staple"}]
          }
        }
      }
    }
    """#)
}
