extension OpenAPIPart {
  /// What submissions and rejudgings say of a judgement.
  static let judgements = OpenAPIPart(
    "Judgements", "",
    #"""
    {
      "components": {"schemas": {
        "SubmissionState": {"type": "string", "enum": ["queued", "judging", "done"]},
        "Submission": {
          "fields": {
            "id": "ID", "problem_id": "ProblemID",
            "account?": {"type": "string", "description": "Left out for a guest."},
            "assignment_id?": "ID",
            "variant?": "string",
            "submitted_at": "Time", "state": "SubmissionState",
            "verdict?": {"$ref": "Verdict",
              "description": "Left out until there is one, and until it may be known."},
            "score?": "Score",
            "solver": {"fields": {"runtime": "string", "entry?": "string",
              "parameters": "object", "source_bytes": "count"}},
            "judgement?": "Judgement", "href": "Href"
          },
          "examples": [
            {"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "problem_id": "async-solver",
              "submitted_at": "2026-03-02T10:15:00.123Z", "state": "queued",
              "solver": {"runtime": "python3", "parameters": {}, "source_bytes": 8},
              "href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"},
            {"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3", "problem_id": "async-solver", "account": "ada",
              "submitted_at": "2026-03-02T10:15:00.123Z", "state": "done", "verdict": "WA",
              "score": 70, "solver": {"runtime": "python3", "entry": "main",
                "parameters": {"n": 8}, "source_bytes": 812},
              "judgement": {"verdict": "WA", "verdict_name": "wrong answer", "score": 70,
                "max_score": 100, "started_at": "2026-03-02T10:15:00.200Z",
                "ended_at": "2026-03-02T10:15:01.000Z", "isolation": "A", "max_cpu_time_us": 21000,
                "groups": [{"name": "sample", "verdict": "WA", "score": 0, "max_score": 0}],
                "runs": [{"ordinal": 1, "test_case": "sample/1", "group": "sample",
                  "verdict": "WA", "cpu_time_us": 21000, "wall_time_us": 24000,
                  "peak_memory_bytes": 12582912, "memory_source": "cgroup", "exit_code": 0,
                  "feedback": {"checker_message": "line 1, token 1: expected \"7\", found \"8\"",
                    "output": "8\n", "expected": "7\n"}}]},
              "href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"}
          ]
        },
        "SubmissionSummary": {"description": "Without the source's size, groups and runs.",
          "fields": {
            "id": "ID", "problem_id": "ProblemID", "account?": "string", "assignment_id?": "ID",
            "variant?": "string", "submitted_at": "Time", "state": "SubmissionState",
            "verdict?": "Verdict", "score?": "Score",
            "solver": {"fields": {"runtime": "string", "entry?": "string",
              "parameters": "object"}},
            "judgement?": "JudgementSummary", "href": "Href"
          }},
        "SubmissionPage": {
          "fields": {"submissions": ["SubmissionSummary"], "next_after?": "string"},
          "examples": [{"submissions": [{"id": "01KJQ2N5Y3Q9C4Z8S7V6T5R4P3",
            "problem_id": "async-solver", "submitted_at": "2026-03-02T10:15:00.123Z",
            "state": "queued", "solver": {"runtime": "python3", "parameters": {}},
            "href": "/api/v1/submissions/01KJQ2N5Y3Q9C4Z8S7V6T5R4P3"}]}]
        },
        "Score": {"type": "number", "minimum": 0},
        "FeedbackDetail": {"type": "string",
          "enum": ["samples", "verdict_and_samples", "first_failure"],
          "description": "What an assignment shows for now; left out: everything."},
        "Judgement": {"fields": {
          "shown?": "FeedbackDetail",
          "verdict?": "Verdict", "verdict_name?": "string", "score?": "Score",
          "max_score": "Score", "started_at?": "Time", "ended_at?": "Time",
          "isolation": "Isolation",
          "message?": {"type": "string",
            "description": "Of the compiler, or what to do about a fault of the judge."},
          "max_cpu_time_us?": "count", "benchmark?": "BenchmarkResult",
          "complexity?": ["Growth"],
          "groups": [{"fields": {
            "name": "string", "verdict?": "Verdict", "score": "Score", "max_score": "Score"}}],
          "runs": ["Run"], "first_failure?": "FirstFailure"
        }},
        "JudgementSummary": {"fields": {
          "shown?": "FeedbackDetail",
          "verdict?": "Verdict", "verdict_name?": "string", "score?": "Score",
          "max_score": "Score", "started_at?": "Time", "ended_at?": "Time",
          "isolation": "Isolation", "message?": "string", "max_cpu_time_us?": "count",
          "benchmark?": "BenchmarkResult", "complexity?": ["Growth"],
          "first_failure?": "FirstFailure"
        }},
        "FirstFailure": {"fields": {"verdict": "Verdict", "reason?": "Reason"},
          "description": "What the first hidden case that failed, failed with."},
        "BenchmarkResult": {"fields": {
          "iterations": {"type": "integer", "minimum": 1, "maximum": 100},
          "average_virtual_ms?": {"type": "number", "minimum": 0},
          "average_cpu_ms": {"type": "number", "minimum": 0},
          "minimum_cpu_ms": {"type": "number", "minimum": 0},
          "maximum_cpu_ms": {"type": "number", "minimum": 0}
        }},
        "Growth": {"description": "How a cost grows with the size of the input.", "fields": {
          "measure": "string", "sizes": ["count"], "values": ["number"],
          "complexity": {"type": "string", "enum": ["O(1)", "O(log n)", "O(n)", "O(n log n)",
            "O(n^2)", "O(n^3)", "O(2^n)"]}
        }},
        "Run": {
          "description": "Of hidden cases without what could tell their input or answer.",
          "fields": {
            "ordinal": {"type": "integer", "minimum": 1}, "test_case?": "string",
            "group": "string", "verdict": "Verdict", "cpu_time_us": "count",
            "wall_time_us": "count", "peak_memory_bytes": "count",
            "memory_source": {"type": "string", "enum": ["cgroup", "max_rss"]},
            "exit_code?": "integer", "signal?": {"type": "integer", "minimum": 1},
            "feedback?": {"fields": {"checker_message?": "string", "output?": "string",
              "expected?": "string", "error_output?": "string"}},
            "lab?": "LabReport", "timeline_href?": "Href"
          }
        },
        "LabReport": {"description": "Of an asynchronous problem; virtual time.", "fields": {
          "reason?": "Reason", "makespan_us": "count", "allowed_makespan_us?": "count",
          "reference_makespan_us?": "count", "requests": "count", "peak_concurrency": "count",
          "average_concurrency": {"type": "number", "minimum": 0}, "blocked_us": "count",
          "runs": "count",
          "cause?": {"type": "string", "description": "What had to happen for it to fail."},
          "plan?": {"type": "string", "description": "For `asyncjudge run … --replay`."},
          "trace_hash?": "string",
          "advice?": {"type": "object", "propertyNames": {"$ref": "Advice"},
            "additionalProperties": {"type": "array", "items": {"type": "string"}}},
          "advice_counts": {"type": "object", "propertyNames": {"$ref": "Advice"},
            "additionalProperties": {"type": "integer", "minimum": 0}},
          "mistake?": {"fields": {"id": "Mistake", "advice": "string"}}
        }},
        "Advice": {"type": "string", "description": "What the sandbox noticed.",
          "enum": ["blocked_loop", "callback_errors", "destroyed_tasks", "leaked_tasks",
            "never_awaited", "stuck_threads", "swallowed_cancellations",
            "unretrieved_exceptions"]},
        "JudgementList": {
          "fields": {"judgements": [{"fields": {
            "current": "boolean",
            "rejudging?": {"$ref": "ID", "description": "Which made it; left out: the first."},
            "judgement": "Judgement"
          }}]},
          "examples": [{"judgements": [{"current": true, "judgement": {"verdict": "AC",
            "verdict_name": "accepted", "score": 100, "max_score": 100,
            "started_at": "2026-03-02T10:15:00.200Z", "ended_at": "2026-03-02T10:15:01.000Z",
            "isolation": "A", "groups": [], "runs": []}}]}]
        }
      }}
    }
    """#)
}
