import Domain
import Testing

@testable import Lab

@Suite struct ServiceTests {
  /// Asks one thing after the other; the replies' values.
  private func ask(_ service: String, _ questions: [String]) throws -> [JSONValue] {
    let client = try LabClient(#"{"services": {"s": \#(service)}}"#)
    var answers: [JSONValue] = []
    for (index, question) in questions.enumerated() {
      answers += try client.values(#"[["r",\#(index + 1),"s",\#(question)],["w",null]]"#)
    }
    return answers
  }

  @Test func `a table answers, and refuses what it does not hold`() throws {
    let answers = try ask(
      #"{"type": "table", "data": {"a": 0, "b": null}, "bulk": 2}"#,
      [
        #""get","a""#, #""get","b""#, #""get","c""#, #""get_many",["a","c"]"#,
        #""get_many",["a","b","c"]"#, #""put",1"#,
      ])
    #expect(
      answers.map(\.json) == [
        "0", "null", #"{"code":404}"#, #"{"a":0,"c":null}"#, #"{"code":413,"max":2}"#,
        #"{"code":405}"#,
      ])
  }

  @Test func `an affine service computes, for negative and huge numbers too`() throws {
    let answers = try ask(
      #"{"type": "affine", "a": 999983, "b": 7, "m": 1000003}"#,
      [#""get",5"#, #""get",-5"#, #""get",9223372036854775807"#, #""get","5""#])
    #expect(answers[0] == .integer((999_983 * 5 + 7) % 1_000_003))
    #expect(answers[1] == .integer((999_983 * -5 % 1_000_003 + 7 + 1_000_003) % 1_000_003))
    #expect(answers[2].integer.map { (0..<1_000_003).contains($0) } == true)
    #expect(answers[3].json == #"{"code":400}"#)
  }

  @Test func `a store's operations are atomic`() throws {
    let answers = try ask(
      #"{"type": "kv", "data": {"n": 1}}"#,
      [
        #""incr",["n",4]"#, #""cas",["n",5,9]"#, #""cas",["n",5,8]"#, #""get","n""#,
        #""put",["m",true]"#, #""get","m""#, #""del","m""#, #""get","m""#,
      ])
    #expect(answers.map(\.json) == ["5", "true", "false", "9", "null", "true", "null", "null"])
  }

  @Test func `two reads before two writes lose an update`() throws {
    let client = try LabClient(
      #"""
      {"services": {"s": {"type": "kv", "data": {"n": 0}}},
       "checker": {"name": "state", "service": "s"}}
      """#)
    try client.say(#"[["r",1,"s","get","n"],["r",2,"s","get","n"],["w",null]]"#)
    try client.say(#"[["r",3,"s","put",["n",1]],["r",4,"s","put",["n",1]],["w",null]]"#)
    try client.say(#"[["d",null]]"#)
    #expect(try client.failure(expected: #"{"n": 2}"#)?.reason == .wrongState)
    #expect(try client.failure(expected: #"{"n": 1}"#) == nil)
  }

  @Test func `a lease that is not released is a leak`() throws {
    let client = try LabClient(#"{"services": {"s": {"type": "lease", "count": 1}}}"#)
    #expect(try client.values(#"[["r",1,"s","acquire",null],["w",null]]"#) == [.integer(1)])
    try client.say(#"[["d",null]]"#)
    #expect(try client.failure()?.reason == .leak)
  }

  @Test func `a lease in a reply that is dropped goes back`() throws {
    let client = try LabClient(#"{"services": {"s": {"type": "lease", "count": 1}}}"#)
    try client.say(#"[["r",1,"s","acquire",null],["w",null]]"#)
    let next = try client.values(#"[["c",1],["r",2,"s","acquire",null],["w",null]]"#)
    #expect(next == [.integer(2)])
    try client.say(#"[["r",3,"s","release",2],["w",null]]"#)
    try client.say(#"[["d",null]]"#)
    #expect(try client.failure() == nil)
  }

  @Test func `releasing twice is misuse`() throws {
    let client = try LabClient(#"{"services": {"s": {"type": "lease", "count": 1}}}"#)
    try client.say(#"[["r",1,"s","acquire",null],["w",null]]"#)
    try client.say(#"[["r",2,"s","release",1],["r",3,"s","release",1],["w",null]]"#)
    try client.say(#"[["w",90000]]"#)
    try client.say(#"[["d",null]]"#)
    #expect(try client.failure()?.reason == .misuse)
  }

  @Test(arguments: [("violate", 2), ("reject", 1), ("queue", 1)])
  func `a limit is enforced by its policy`(policy: String, served: Int) throws {
    let client = try LabClient(
      #"""
      {"services": {"s": {"type": "table", "data": {"a": 1}, "latency": {"base_us": 5000},
        "limit": {"max": 1, "policy": "\#(policy)"}}}}
      """#)
    try client.say(#"[["r",1,"s","get","a"],["r",2,"s","get","a"],["w",null]]"#)
    let record = client.session.outcome.record
    #expect(record.violations.map(\.reason) == (policy == "violate" ? [.concurrencyExceeded] : []))
    try client.say(#"[["w",5500]]"#)
    #expect(client.session.outcome.record.spans.count { $0.status == "ok" } == served)
    try client.say(#"[["w",11000]]"#)
    let statuses = client.session.outcome.record.spans.map(\.status)
    #expect(statuses.sorted() == (policy == "reject" ? ["error", "ok"] : ["ok", "ok"]))
  }

  @Test func `limits by host count each host alone`() throws {
    let client = try LabClient(
      #"""
      {"services": {"s": {"type": "table", "data": {"a/1": 1, "b/1": 1},
        "limit": {"max": 1, "by_host": true}}}}
      """#)
    try client.say(#"[["r",1,"s","get","a/1"],["r",2,"s","get","b/1"],["w",null]]"#)
    #expect(client.session.outcome.record.violations.isEmpty)
    try client.say(#"[["r",3,"s","get","a/1"],["r",4,"s","get","a/1"],["w",null]]"#)
    #expect(client.session.outcome.record.violations.count == 1)
  }

  @Test func `who asks again too early is told`() throws {
    func violations(waiting: Int) throws -> [Reason] {
      let client = try LabClient(
        #"""
        {"services": {"s": {"type": "table", "data": {"a": 1}, "latency": {"base_us": 100},
          "fail": {"keys": {"a": 1}, "backoff_us": 1000}}}}
        """#)
      try client.say(#"[["r",1,"s","get","a"],["w",null]]"#)
      try client.say(#"[["w",\#(100 + waiting)]]"#)
      let reply = try client.values(#"[["r",2,"s","get","a"],["w",null]]"#)
      #expect(reply == [.integer(1)])
      return client.session.outcome.record.violations.map(\.reason)
    }
    #expect(try violations(waiting: 999) == [.retriedTooEarly])
    #expect(try violations(waiting: 1000) == [])
  }

  @Test func `more resident items than allowed is a violation`() throws {
    let client = try LabClient(
      #"""
      {"services": {"in": {"type": "source", "items": [7, 8, 9], "max_resident": 1},
        "out": {"type": "sink", "source": "in"}}, "checker": {"name": "sink", "service": "out"}}
      """#)
    #expect(try client.values(#"[["r",1,"in","next",null],["w",null]]"#)[0].json == "[0,7]")
    try client.say(#"[["r",2,"out","put",7],["w",null]]"#)
    #expect(try client.values(#"[["r",3,"in","next",null],["w",null]]"#)[0].json == "[1,8]")
    #expect(client.session.outcome.record.violations.isEmpty)
    try client.say(#"[["r",4,"in","next",null],["w",null]]"#)
    #expect(client.session.outcome.record.violations.map(\.reason) == [.memoryExceeded])
  }

  @Test func `a value that was never read is no answer to an arrival`() throws {
    func reason(_ reply: (JSONValue) -> String) throws -> Reason? {
      let client = try LabClient(
        #"""
        {"services": {"front": {"type": "front", "arrivals": [[10, "a"]]},
          "db": {"type": "stamped"}}, "checker": {"name": "front"}}
        """#)
      try client.say(#"[["r",1,"front","next",null],["w",null]]"#)
      let value = try client.values(#"[["r",2,"db","get","a"],["w",null]]"#)[0]
      try client.say(#"[["r",3,"front","reply",[0,\#(reply(value))]],["w",null]]"#)
      try client.say(#"[["d",null]]"#)
      return try client.failure(expected: #"[{"stamped": "a"}]"#)?.reason
    }
    #expect(try reason { $0.json } == nil)
    #expect(try reason { _ in #"["a",10,12345]"# } == .wrongAnswer)
    #expect(try reason { _ in "null" } == .wrongAnswer)
  }
}
