extension OpenAPIPart {
  static let discussion = OpenAPIPart(
    "Discussion",
    "Of a problem in a classroom, for who has solved it or to whom it is not due any more.",
    #"""
    {
      "paths": {
        "/api/v1/classrooms/{classroom}/problems/{id}/threads": {
          "parameters": [{"$ref": "parameters/classroom"}, {"$ref": "parameters/problem"}],
          "get": {
            "operationId": "listThreads", "access": "account",
            "summary": "Newest first; on the first page also those that are pinned",
            "parameters": [{"$ref": "parameters/after"}, {"$ref": "parameters/limit"}],
            "errors": {"403": ["solve_first"], "404": ["unknown_classroom", "unknown_problem"]},
            "responses": {"200": {"description": "A page.", "json": "ThreadPage"}}
          },
          "post": {
            "operationId": "openThread", "access": "account", "summary": "Open a thread",
            "requestBody": {"required": true, "json": "ThreadDocument"},
            "errors": {
              "403": ["solve_first"], "404": ["unknown_classroom", "unknown_problem"],
              "409": ["classroom_archived", "too_many"],
              "422": ["invalid_name", "not_shareable"], "429": ["too_many_posts"]
            },
            "responses": {"201": {"description": "It is open.", "json": "Thread",
              "headers": {"Location": {"$ref": "headers/Location"}}}}
          }
        },
        "/api/v1/threads/{thread}": {
          "parameters": [{"$ref": "parameters/thread"}],
          "get": {
            "operationId": "showThread", "access": "account", "summary": "A thread",
            "errors": {"403": ["solve_first"], "404": ["unknown_thread"]},
            "responses": {"200": {"description": "Without its posts.", "json": "Thread"}}
          },
          "patch": {
            "operationId": "changeThread", "access": "account",
            "summary": "The title is its author's to change, the rest the staff's",
            "requestBody": {"required": true, "json": "ThreadChange"},
            "errors": {
              "403": ["solve_first", "staff_only", "not_your_post"], "404": ["unknown_thread"],
              "409": ["classroom_archived", "post_removed", "thread_closed", "too_many"],
              "422": ["invalid_name"]
            },
            "responses": {"200": {"description": "As it is now.", "json": "Thread"}}
          }
        },
        "/api/v1/threads/{thread}/posts": {
          "parameters": [{"$ref": "parameters/thread"}],
          "get": {
            "operationId": "listPosts", "access": "account", "summary": "Oldest first",
            "parameters": [{"$ref": "parameters/after"}, {"$ref": "parameters/limit"}],
            "errors": {"403": ["solve_first"], "404": ["unknown_thread"]},
            "responses": {"200": {"description": "A page.", "json": "PostPage"}}
          },
          "post": {
            "operationId": "addPost", "access": "account", "summary": "Reply",
            "requestBody": {"required": true, "json": "PostDocument"},
            "errors": {
              "403": ["solve_first"], "404": ["unknown_thread"],
              "409": ["classroom_archived", "thread_closed", "too_many"],
              "422": ["not_shareable"], "429": ["too_many_posts"]
            },
            "responses": {"201": {"description": "It is posted.", "json": "Post"}}
          }
        },
        "/api/v1/posts/{post}": {
          "parameters": [{"$ref": "parameters/post"}],
          "patch": {
            "operationId": "changePost", "access": "account", "summary": "Edit one's own post",
            "requestBody": {"required": true, "json": "PostChange"},
            "errors": {
              "403": ["solve_first", "not_your_post"], "404": ["unknown_post"],
              "409": ["classroom_archived", "post_removed", "thread_closed"],
              "422": ["not_shareable"]
            },
            "responses": {"200": {"description": "As it is now.", "json": "Post"}}
          },
          "delete": {
            "operationId": "removePost", "access": "account",
            "summary": "By its author, and by staff; its place stays",
            "errors": {
              "403": ["solve_first", "staff_only"], "404": ["unknown_post"],
              "409": ["classroom_archived"]
            },
            "responses": {"204": {"$ref": "responses/Done"}}
          }
        },
        "/api/v1/posts/{post}/solution": {
          "parameters": [{"$ref": "parameters/post"}],
          "get": {
            "operationId": "showSolution", "access": "account",
            "summary": "What its author shares",
            "errors": {"403": ["solve_first"], "404": ["unknown_post", "no_solution"]},
            "responses": {"200": {"description": "What was submitted.", "json": "Solution"}}
          }
        }
      },
      "components": {
        "parameters": {
          "thread": {"name": "thread", "in": "path", "required": true, "schema": {"$ref": "ID"}},
          "post": {"name": "post", "in": "path", "required": true, "schema": {"$ref": "ID"}}
        },
        "schemas": {
          "Markdown": {"type": "string", "minLength": 1, "maxLength": 10000,
            "description": "Some text, without control characters."},
          "ThreadDocument": {
            "takes": {"title": "Name", "body": "Markdown",
              "submission_id?": {"type": "string",
                "description": "An accepted submission of one's own, to share."}},
            "examples": [{"title": "Why a semaphore?", "body": "It works without one, too."}]
          },
          "ThreadChange": {
            "takes": {"title?": "Name", "pinned?": "boolean", "closed?": "boolean"},
            "examples": [{"pinned": true}]
          },
          "PostDocument": {
            "takes": {"body": "Markdown", "submission_id?": "string"},
            "examples": [{"body": "Because the service counts."}]
          },
          "PostChange": {
            "description": "`submission_id`: null takes the shared solution back.",
            "takes": {"body?": "Markdown", "submission_id?": "string"},
            "examples": [{"submission_id": null}]
          },
          "Poster": {"fields": {
            "name": {"type": "string", "description": "As the classroom's policy has it."},
            "role": "ClassroomRole",
            "account?": {"type": "string", "description": "For staff."}, "is_you": "boolean"
          }},
          "Thread": {
            "fields": {
              "id": "ID", "classroom_id": "ID", "problem_id": "ProblemID",
              "title?": {"type": "string", "description": "Left out when it was removed."},
              "author": "Poster", "created_at": "Time", "pinned": "boolean",
              "closed": "boolean", "posts": "count", "last_post_at": "Time", "href": "Href",
              "posts_href": "Href"
            },
            "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
              "classroom_id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P4", "problem_id": "async-solver",
              "title": "Why a semaphore?",
              "author": {"name": "quick heron", "role": "student", "is_you": true},
              "created_at": "2026-03-02T10:15:00.123Z", "pinned": false, "closed": false,
              "posts": 1, "last_post_at": "2026-03-02T10:15:00.123Z",
              "href": "/api/v1/threads/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
              "posts_href": "/api/v1/threads/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3/posts"}]
          },
          "ThreadPage": {
            "fields": {"pinned": ["Thread"], "threads": ["Thread"], "next_after?": "string"},
            "examples": [{"pinned": [], "threads": []}]
          },
          "Post": {
            "fields": {
              "id": "ID", "author": "Poster",
              "body?": {"type": "string", "description": "Markdown; left out when removed."},
              "removed": "boolean", "created_at": "Time", "edited_at?": "Time",
              "solution_href?": "Href",
              "submission_id?": {"$ref": "ID", "description": "For the author and staff."},
              "href": "Href"
            },
            "examples": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
              "author": {"name": "quick heron", "role": "student", "is_you": false},
              "body": "Because the service counts.", "removed": false,
              "created_at": "2026-03-02T10:15:00.123Z",
              "href": "/api/v1/posts/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"}]
          },
          "PostPage": {
            "fields": {"posts": ["Post"], "next_after?": "string"}, "examples": [{"posts": []}]
          },
          "Solution": {
            "fields": {
              "post_id": "ID", "problem_id": "ProblemID", "runtime": "string", "entry?": "string",
              "parameters": "object", "source": "string", "accepted": "boolean"
            },
            "examples": [{"post_id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "problem_id": "async-solver",
              "runtime": "python3", "parameters": {}, "source": "print(1)", "accepted": true}]
          }
        }
      }
    }
    """#)
}
