extension OpenAPIPart {
  static let service = OpenAPIPart(
    "Service", "What is running, and what it can do.",
    #"""
    {
      "paths": {
        "/": {"get": {
          "operationId": "welcome", "access": "open",
          "summary": "Where to go from here, for a person with curl",
          "responses": {"200": {"description": "A few commands.",
            "content": {"text/plain": {"schema": {"type": "string"}}}}}
        }},
        "/openapi.json": {"get": {
          "operationId": "describe", "access": "open", "summary": "This document",
          "responses": {
            "200": {"description": "OpenAPI 3.1.", "json": "OpenAPI",
              "headers": {"ETag": {"$ref": "headers/ETag"}}},
            "304": {"$ref": "responses/NotModified"}
          }
        }},
        "/api/v1/health": {"get": {
          "operationId": "health", "access": "everyone",
          "summary": "For a load balancer, and for who wonders what is running",
          "responses": {"200": {"description": "It runs.", "json": "Health"}}
        }}
      },
      "components": {"schemas": {
        "OpenAPI": {"type": "object", "required": ["openapi", "info", "paths", "components"],
          "properties": {"openapi": {"const": "3.1.0"}, "info": {"type": "object"},
            "paths": {"type": "object"}, "components": {"type": "object"}},
          "examples": [{"openapi": "3.1.0", "info": {"title": "AsyncJudge", "version": "1"},
            "paths": {}, "components": {}}]},
        "Health": {
          "fields": {
            "status": {"const": "ok"}, "version": "string", "time": "Time",
            "isolation": "Isolation", "slots": "count", "workers": "count",
            "runtimes": ["string"],
            "queue": {"fields": {"queued": "count", "judging": "count"}},
            "problems": {"fields": {"easy": "count", "medium": "count", "hard": "count"}},
            "package_faults": "count"
          },
          "examples": [{"status": "ok", "version": "1.0", "time": "2026-03-02T10:15:00.123Z",
            "isolation": "A", "slots": 4, "workers": 2, "runtimes": ["python3", "c"],
            "queue": {"queued": 0, "judging": 1},
            "problems": {"easy": 12, "medium": 10, "hard": 8}, "package_faults": 0}]
        }
      }}
    }
    """#)

  static let problems = OpenAPIPart(
    "Problems", "They do not change while the server runs.",
    #"""
    {
      "paths": {
        "/api/v1/problems": {"get": {
          "operationId": "listProblems", "access": "open", "summary": "The problems",
          "parameters": [{"$ref": "parameters/set"}],
          "responses": {
            "200": {"description": "Of the set, or all.", "json": "ProblemList",
              "headers": {"ETag": {"$ref": "headers/ETag"}}},
            "304": {"$ref": "responses/NotModified"}
          }
        }},
        "/api/v1/problems/{id}": {
          "parameters": [{"$ref": "parameters/problem"}],
          "get": {
            "operationId": "showProblem", "access": "open",
            "summary": "A problem with its statement, limits and samples",
            "errors": {"404": ["unknown_problem"]},
            "responses": {
              "200": {"description": "The problem.", "json": "Problem",
                "headers": {"ETag": {"$ref": "headers/ETag"}}},
              "304": {"$ref": "responses/NotModified"}
            }
          }
        }
      },
      "components": {"schemas": {
        "ProblemID": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,35}$",
          "examples": ["async-solver"]},
        "ProblemSet": {"type": "string", "enum": ["easy", "medium", "hard"]},
        "ProblemList": {
          "fields": {"problems": ["ProblemSummary"]},
          "examples": [{"problems": [{"id": "async-solver", "name": "The solver", "set": "easy",
            "keywords": ["concurrency"], "max_score": 100,
            "href": "/api/v1/problems/async-solver"}]}]
        },
        "ProblemSummary": {"fields": {
          "id": "ProblemID", "name": "string", "set": "ProblemSet", "keywords": ["string"],
          "max_score": {"type": "number", "minimum": 0}, "href": "Href"
        }},
        "Problem": {
          "fields": {
            "id": "ProblemID", "name": "string", "set": "ProblemSet", "keywords": ["string"],
            "max_score": {"type": "number", "minimum": 0},
            "limits": {"description": "Of a test case, and of a source.", "fields": {
              "cpu_time_us": "count", "wall_time_us": "count", "memory_bytes": "count",
              "output_bytes": "count", "code_bytes": "count"}},
            "runtimes?": {"type": "array", "items": {"type": "string"},
              "description": "Those that may be used; left out: all that the server has."},
            "entry?": {"type": "string",
              "description": "Of asynchronous problems: what a solution defines."},
            "parameters?": {"type": "array",
              "description": "Of problems that ship their solver: what to send in place of it.",
              "items": {"fields": {
                "name": "string", "requirement": "string", "description": "string"}}},
            "samples": [{"fields": {"name": "string", "input": "string", "answer": "string"}}],
            "statement": {"type": "string", "description": "Markdown."},
            "variant?": {"type": "string",
              "description": "In an assignment, of a problem that has some: which one this is."},
            "submissions_href": "Href"
          },
          "examples": [{"id": "async-solver", "name": "The solver", "set": "easy",
            "keywords": ["concurrency"], "max_score": 100,
            "limits": {"cpu_time_us": 2000000, "wall_time_us": 7000000,
              "memory_bytes": 134217728, "output_bytes": 8388608, "code_bytes": 65536},
            "runtimes": ["python3"], "entry": "AsyncSolver",
            "samples": [{"name": "1", "input": "{}", "answer": "[]"}],
            "statement": "Solve them at the same time.",
            "submissions_href": "/api/v1/problems/async-solver/submissions"}]
        }
      }}
    }
    """#)
}
