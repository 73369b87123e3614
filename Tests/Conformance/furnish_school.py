#!/usr/bin/env python3
"""Fills a new server with one of everything, so that what asks at random finds something.

    furnish_school.py ORIGIN ADMIN_TOKEN

Prints a configuration of schemathesis (PyPI) that names what it made where a path asks for it.
"""

import json
import sys
import urllib.request
from pathlib import Path

ORIGIN, ADMIN = sys.argv[1:]
PROBLEM = "async-solver"
PACKAGE = Path(__file__).parents[2] / "Problems/easy" / PROBLEM


def send(method, path, body=None, token=ADMIN):
    """The answer as JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        ORIGIN + path, data, {"Authorization": "Bearer " + token}, method=method
    )
    if data:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.loads(answer.read() or "null")


def account(name, role):
    """Its token."""
    return send("POST", "/api/v1/accounts", {"name": name, "role": role})["token"]


def submission(name, token, assignment):
    """Judged; its id."""
    source = (PACKAGE / "submissions" / name).read_text()
    path = f"/api/v1/problems/{PROBLEM}/submissions?wait=60&assignment={assignment}"
    return send("POST", path, {"solver": {"source": source}}, token)["id"]


def furnish():
    """What there is to ask for, by the name that its path has for it."""
    grace, ada = account("grace", "teacher"), account("ada", "student")
    for name in ("eve", "somebody"):
        account(name, "student")
    classroom = send("POST", "/api/v1/classrooms", {"name": "Asyncio"}, grace)
    send("POST", "/api/v1/classrooms/join", {"code": classroom["join_code"]}, ada)
    week = {
        "name": "Week 1",
        "opens_at": "2020-01-01T08:00",
        "due_at": "2099-01-01T08:00",
        "problems": [{"problem_id": PROBLEM, "points": 10}],
    }
    assignment = send("POST", classroom["assignments_href"], week, grace)["id"]
    submission("time_limit_exceeded/batches.py", ada, assignment)
    accepted = submission("accepted/tasks.py", ada, assignment)
    threads = f"/api/v1/classrooms/{classroom['id']}/problems/{PROBLEM}/threads"
    text = {"title": "Why?", "body": "Because.", "submission_id": accepted}
    thread = send("POST", threads, text, ada)["id"]
    post = send("GET", f"/api/v1/threads/{thread}/posts", None, ada)["posts"][0]["id"]
    sample = send("GET", f"/api/v1/problems/{PROBLEM}")["samples"][0]
    test = {
        "name": "a sample",
        "scenario": json.loads(sample["input"]),
        "answer": json.loads(sample["answer"]),
    }
    tests = send("POST", f"/api/v1/problems/{PROBLEM}/tests", {"tests": [test]}, ada)["id"]
    again = {"reason": "once more", "submissions": [accepted], "classroom": classroom["id"]}
    rejudging = send("POST", "/api/v1/rejudgings", again, grace)["id"]
    return {
        "classroom": classroom["id"],
        "assignment": assignment,
        "submission": accepted,
        "thread": thread,
        "post": post,
        "test": tests,
        "rejudging": rejudging,
    }


def main():
    made = furnish()
    submission = made.pop("submission")
    print("[cache]\nenabled = false\n\n[parameters]")
    for name, value in made.items():
        print(f'"path.{name}" = "{value}"')
    print('"path.account" = "ada"')
    for pattern, parameters in (
        ("^/api/v1/submissions/", {"id": submission, "ordinal": 1}),
        ("/problems/[{]id[}]", {"id": PROBLEM}),
        # Who is renamed, or loses the tokens, is nobody that the others need.
        ("^/api/v1/accounts/", {"account": "somebody"}),
    ):
        print(f"\n[[operations]]\ninclude-path-regex = '{pattern}'\n[operations.parameters]")
        for name, value in parameters.items():
            print(f'"path.{name}" = {json.dumps(value)}')


if __name__ == "__main__":
    main()
