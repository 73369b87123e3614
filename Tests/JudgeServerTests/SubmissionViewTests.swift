import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct SubmissionViewTests {
  private let judgement = Judgement(
    verdict: .wrongAnswer, score: 0, maxScore: 1, startedAt: .now + .seconds(1),
    endedAt: .now + .seconds(2), isolation: .b, message: "a message",
    groups: [
      GroupResult(name: "sample", verdict: .wrongAnswer, score: 0, maxScore: 0),
      GroupResult(name: "secret", verdict: nil, score: 0, maxScore: 1),
    ],
    runs: [
      Run(
        ordinal: 1, testCase: "sample/1", group: "sample", isSample: true, verdict: .wrongAnswer,
        cpuTime: .milliseconds(12), wallTime: .milliseconds(34), peakMemory: .mebibytes(5),
        memorySource: .cgroup, ending: .exited(code: 0),
        feedback: RunFeedback(
          checkerMessage: "line 1, token 1: expected \"a\", found \"b\"", output: "b",
          expected: "a",
          errorOutput: "a warning")),
      Run(
        ordinal: 2, testCase: "secret/03-off-by-one", group: "secret", isSample: false,
        verdict: .runTimeError, cpuTime: .milliseconds(56), wallTime: .milliseconds(78),
        peakMemory: .bytes(9), memorySource: .maximumResidentSet, ending: .exited(code: 77),
        // A mistake elsewhere that must not be passed on.
        feedback: RunFeedback(
          checkerMessage: "hidden message", output: "hidden output", expected: "hidden answer",
          errorOutput: "hidden error")),
      Run(
        ordinal: 3, testCase: "secret/04-crash", group: "secret", isSample: false,
        verdict: .runTimeError, cpuTime: .zero, wallTime: .zero, peakMemory: .bytes(0),
        memorySource: .cgroup, ending: .signalled(11)),
    ])

  /// The answer to `GET` of a submission with `judgement`, and its id.
  private func judged() async throws -> (reply: Reply, id: String) {
    let server = try await TestServer()
    let token = try await server.addAccount("ada")
    let submitted = try await server.submit(
      json: #"{"solver": {"source": "x\n", "entry": "f", "parameters": {"n": 1}}}"#,
      fields: ["Authorization": "Bearer \(token)"])
    try await server.judge(judgement)
    let location = try #require(submitted.fields["location"])
    return (try await server.get(location), try #require(submitted.json["id"].string))
  }

  @Test func `a judged submission shows all that the student may know`() async throws {
    let (reply, id) = try await judged()
    #expect(reply.status == 200)
    #expect(reply.fields["content-type"] == "application/json")
    #expect(
      reply.text == """
        {"account":"ada","href":"/api/v1/submissions/\(id)","id":"\(id)","judgement":{\
        "ended_at":"2026-03-02T10:15:02.123Z","groups":[\
        {"max_score":0,"name":"sample","score":0,"verdict":"WA"},\
        {"max_score":1,"name":"secret","score":0}],"isolation":"B","max_cpu_time_us":56000,\
        "max_score":1,"message":"a message","runs":[{"cpu_time_us":12000,"exit_code":0,\
        "feedback":{"checker_message":"line 1, token 1: expected \\"a\\", found \\"b\\"",\
        "error_output":"a warning","expected":"a","output":"b"},"group":"sample",\
        "memory_source":"cgroup","ordinal":1,"peak_memory_bytes":5242880,\
        "test_case":"sample/1","verdict":"WA","wall_time_us":34000},\
        {"cpu_time_us":56000,"group":"secret","memory_source":"max_rss","ordinal":2,\
        "peak_memory_bytes":9,"verdict":"RTE","wall_time_us":78000},\
        {"cpu_time_us":0,"group":"secret","memory_source":"cgroup","ordinal":3,\
        "peak_memory_bytes":0,"signal":11,"verdict":"RTE","wall_time_us":0}],"score":0,\
        "started_at":"2026-03-02T10:15:01.123Z","verdict":"WA","verdict_name":"wrong answer"},\
        "problem_id":"echo","score":0,"solver":{"entry":"f","parameters":{"n":1},\
        "runtime":"python3","source_bytes":2},"state":"done",\
        "submitted_at":"2026-03-02T10:15:00.123Z","verdict":"WA"}
        """)
  }

  @Test func `a hidden case shows its group and verdict and gives nothing away`() async throws {
    let (reply, id) = try await judged()
    // The id is random, and may have any digits.
    let text = reply.text.replacing(id, with: "")
    for secret in ["hidden", "off-by-one", "crash", "77"] { #expect(!text.contains(secret)) }
  }

  @Test func `a submission that waits has no verdict`() async throws {
    let server = try await TestServer()
    let reply = try await server.submit()
    let id = try #require(reply.json["id"].string)
    #expect(
      reply.text == """
        {"href":"/api/v1/submissions/\(id)","id":"\(id)","problem_id":"echo","solver":\
        {"parameters":{},"runtime":"python3","source_bytes":8},"state":"queued",\
        "submitted_at":"2026-03-02T10:15:00.123Z"}
        """)
    _ = try await server.database.claim(worker: "test", lease: .seconds(60), now: .now)
    let judging = try await server.get("/api/v1/submissions/\(id)")
    #expect(judging.json["state"].string == "judging")
  }

  @Test func `a page shows verdicts, and nothing that it does not know`() async throws {
    let server = try await TestServer()
    let id = try #require(try await server.submit().json["id"].string)
    try await server.judge(judgement)
    let reply = try await server.get("/api/v1/submissions")
    #expect(
      reply.text == """
        {"submissions":[{"href":"/api/v1/submissions/\(id)","id":"\(id)","judgement":{\
        "ended_at":"2026-03-02T10:15:02.123Z","isolation":"B","max_score":1,\
        "message":"a message","score":0,"started_at":"2026-03-02T10:15:01.123Z",\
        "verdict":"WA","verdict_name":"wrong answer"},"problem_id":"echo","score":0,\
        "solver":{"parameters":{},"runtime":"python3"},"state":"done",\
        "submitted_at":"2026-03-02T10:15:00.123Z","verdict":"WA"}]}
        """)
  }
}
