#!/usr/bin/env python3
"""Asks a server for one answer of every kind, and has httplint (PyPI) read them.

    pip install httplint
    lint_answers.py PORT example     against `httpexample` (Tests/HTTPExample)
    lint_answers.py PORT judge       against `asyncjudge serve`

Prints every note that is bad or a warning; exits with 1 when there was a bad one.
"""

import re
import socket
import sys
import time

from httplint import HttpRequestLinter, HttpResponseLinter
from httplint.note import levels

ACCEPT_GZIP = "Accept-Encoding: gzip"

KINDS = {
    "example": [
        ("JSON", "GET", "/small", []),
        ("6 KB JSON", "GET", "/large", []),
        ("prepared JSON", "GET", "/cached/large", []),
        ("prepared JSON, compressed", "GET", "/cached/large", [ACCEPT_GZIP]),
        ("text", "GET", "/", []),
        ("HEAD", "HEAD", "/small", []),
        ("problem+json", "GET", "/problem", []),
        ("404", "GET", "/nothing", []),
        ("404 to HEAD", "HEAD", "/nothing", []),
        ("405", "PUT", "/small", []),
        ("501", "BREW", "/small", []),
        ("400", "GET", "/small", ["X : y"]),
        ("417", "GET", "/small", ["Expect: a"]),
        ("204", "DELETE", "/thing", []),
        ("OPTIONS", "OPTIONS", "/small", []),
        ("a chunked stream", "GET", "/stream", []),
        ("events", "GET", "/events", []),
        ("a file", "GET", "/files/large", []),
        ("a compressed file", "GET", "/files/large", [ACCEPT_GZIP]),
    ],
    "judge": [
        ("JSON", "GET", "/api/v1/problems", []),
        ("a problem", "GET", "/api/v1/problems/async-solver", []),
        ("a problem, compressed", "GET", "/api/v1/problems/async-solver", [ACCEPT_GZIP]),
        ("HEAD", "HEAD", "/api/v1/problems/async-solver", []),
        ("leaderboard", "GET", "/api/v1/leaderboard", []),
        ("problem+json", "GET", "/api/v1/problems/nothing", []),
        ("404", "GET", "/nothing", []),
        ("405", "PUT", "/api/v1/problems", []),
        ("OPTIONS", "OPTIONS", "/api/v1/problems", []),
    ],
}


def exchange(port, method, target, fields):
    """The bytes of one answer, to the end of the connection."""
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", *fields]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        # A stream of events has no end; what it sends at once will do.
        connection.settimeout(1.5)
        try:
            while piece := connection.recv(65536):
                answer += piece
        except TimeoutError:
            pass
    return answer


def unchunked(body):
    content = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        count = int(size.split(b";")[0], 16)
        content += body[:count]
        if count == 0:
            break
        body = body[count + 2 :]
    return content


def lint(method, target, fields, answer):
    """The answer's notes and fields."""
    request = HttpRequestLinter()
    request.process_request_topline(
        method.encode(), f"http://localhost{target}".encode(), b"1.1"
    )
    names = [tuple(part.strip().encode() for part in line.split(":", 1)) for line in fields]
    request.process_headers([(b"Host", b"localhost"), *names])
    request.finish_content(True)
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    version, code, phrase = status.split(b" ", 2)
    own = [tuple(part.strip() for part in line.split(b":", 1)) for line in lines]
    response = HttpResponseLinter(start_time=time.time())
    response.request = request
    response.is_head_response = method == "HEAD"
    response.base_uri = f"http://localhost{target}"
    response.process_response_topline(version.removeprefix(b"HTTP/"), code, phrase)
    response.process_headers(own)
    by_name = {name.lower(): value for name, value in own}
    if by_name.get(b"transfer-encoding") == b"chunked":
        body = unchunked(body)
    response.feed_content(body)
    response.finish_content(True)
    return response.notes, by_name


def main():
    port, kinds = int(sys.argv[1]), KINDS[sys.argv[2]]
    bad = 0
    while kinds:
        name, method, target, fields = kinds.pop(0)
        answer = exchange(port, method, target, fields)
        notes, own = lint(method, target, fields, answer)
        status = answer[9:12].decode()
        shown = [note for note in notes if note.level in (levels.BAD, levels.WARN)]
        print(f"{name}: {status}, {len(list(notes))} notes, {len(shown)} to look at")
        for note in shown:
            bad += note.level == levels.BAD
            print(f"    {note.level.name} {note.subject}: {re.sub('<[^>]*>', '', str(note.summary))}")
        # What has an ETag can also be 304.
        if b"etag" in own and status == "200" and method == "GET":
            tag = own[b"etag"].decode()
            kinds.insert(0, (name + ", known", method, target, [*fields, f"If-None-Match: {tag}"]))
    print("httplint finds nothing bad." if bad == 0 else f"httplint finds {bad} things bad.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
