import Domain
import Testing

@testable import Lab

@Suite struct WorldTests {
  private let one = #"{"services": {"s": {"type": "clock"}}}"#

  @Test func `time moves to the next event and no further`() throws {
    let client = try LabClient(one)
    let first = try client.say(#"[["r",1,"s","sleep",500],["r",2,"s","sleep",300],["w",null]]"#)
    #expect(first.now == 300)
    #expect(first.events == [.array([.integer(2), .integer(0), .null])])
    #expect(try client.say(#"[["w",400]]"#).now == 400)
    #expect(try client.say(#"[["w",null]]"#).now == 500)
  }

  @Test func `events of one instant come together`() throws {
    let client = try LabClient(one)
    let wake = try client.say(#"[["r",1,"s","sleep",7],["r",2,"s","sleep",7],["w",null]]"#)
    #expect(wake.events.count == 2)
  }

  @Test func `a timer in the past does not turn time back`() throws {
    let client = try LabClient(one)
    try client.say(#"[["w",900]]"#)
    #expect(try client.say(#"[["w",100]]"#).now == 900)
  }

  @Test func `waiting for nothing is a deadlock`() throws {
    let client = try LabClient(one)
    try client.say(#"[["w",null]]"#)
    #expect(try client.failure()?.reason == .deadlock)
  }

  @Test func `a cancelled request never delivers and frees its place`() throws {
    let client = try LabClient(
      #"{"services": {"s": {"type": "table", "data": {"a": 1}, "limit": {"max": 1}}}}"#)
    try client.say(#"[["r",1,"s","get","a"],["w",10]]"#)
    let wake = try client.say(#"[["c",1],["r",2,"s","get","a"],["w",null]]"#)
    #expect(wake.events == [.array([.integer(2), .integer(0), .integer(1)])])
    try client.say(#"[["d",null]]"#)
    #expect(try client.failure() == nil)
  }

  @Test func `what comes due while the loop is blocked is delivered after it`() throws {
    let client = try LabClient(one)
    let block = try client.say(#"[["r",1,"s","sleep",100],["b",1000,"solver.py:3"]]"#)
    #expect(block.now == 1000)
    #expect(block.events.isEmpty)
    let wake = try client.say(#"[["w",null]]"#)
    #expect(wake.now == 1000)
    #expect(wake.events.count == 1)
  }

  @Test func `a blocking request gets its own reply only`() throws {
    let client = try LabClient(one)
    let reply = try client.say(
      #"[["r",1,"s","sleep",100],["k",2,"s","sleep",300,"solver.py:1"]]"#)
    #expect(reply.now == 300)
    #expect(reply.events.map { $0.array?[0] } == [.integer(2)])
    #expect(client.session.outcome.record.longestBlock == 300)
  }

  @Test(arguments: [
    "x", "{}", "[1]", "[[]]", #"[["w"]]"#, #"[["w",1.5]]"#, #"[["w","1"]]"#, #"[["w",1e99]]"#,
    #"[["w",99999999999999999999]]"#, #"[["r",1,"s","get"]]"#, #"[["r","1","s","get",null]]"#,
    #"[["r",0,"s","get",null]]"#, #"[["r",1,"s","get",1],["r",1,"s","get",1]]"#,
    #"[["r",1099511627776,"s","get",1]]"#, #"[["w",1],["w",2]]"#, #"[["q"]]"#, #"[["d"]]"#,
    #"[["f",1]]"#, #"[["b",true,null]]"#,
  ])
  func `what means nothing ends the run`(line: String) throws {
    let client = try LabClient(one)
    try client.say(line)
    #expect(try client.failure()?.reason == .malformedWire)
  }

  @Test func `lines are found wherever the bytes are cut`() throws {
    let bytes = Array(#"[["r",1,"s","sleep",500],["w",null]]"#.utf8) + [0x0A]
    for cut in 1..<bytes.count {
      let session = Session(try Scenario(json: Array(one.utf8)), plan: Plan(), entry: "solve")
      #expect(session.receive(bytes[..<cut]).isEmpty)
      #expect(
        String(decoding: session.receive(bytes[cut...]), as: UTF8.self)
          == "[\"e\",500,[[1,0,null]]]\n")
    }
  }

  @Test func `the first answer counts`() throws {
    let client = try LabClient(one)
    try client.say(#"[["d",1],["d",2]]"#)
    try client.say(#"[["d",3]]"#)
    #expect(client.session.ending == .result(.integer(1)))
  }

  @Test func `a client that goes away has not answered`() throws {
    let client = try LabClient(one)
    client.session.close()
    #expect(try client.failure()?.reason == .noAnswer)
  }

  @Test func `requests that run when the answer is given were left behind`() throws {
    let client = try LabClient(one)
    try client.say(#"[["r",1,"s","sleep",500],["d",null]]"#)
    #expect(try client.failure()?.reason == .orphans)
  }

  @Test func `virtual time has an end`() throws {
    let client = try LabClient(#"{"virtual_time_limit_us": 1000, "services": {}}"#)
    try client.say(#"[["w",1001]]"#)
    #expect(try client.failure()?.reason == .virtualTimeExceeded)
  }

  @Test func `latencies depend on the question and not on what was asked before`() throws {
    let scenario = """
      {"seed": 3, "services": {"s": {"type": "affine", "a": 3, "b": 1, "m": 101,
        "latency": {"base_us": 10, "span_us": 100000}}}}
      """
    func latency(of key: Int, after others: [Int]) throws -> Int {
      let client = try LabClient(scenario)
      let asked = (others + [key]).enumerated().map { #"["r",\#($0 + 1),"s","get",\#($1)]"# }
      try client.say("[\(asked.joined(separator: ","))]")
      while client.session.outcome.record.spans.count <= others.count {
        try client.say(#"[["w",null]]"#)
      }
      return try #require(
        client.session.outcome.record.spans.first { $0.argument == "\(key)" }?.end)
    }
    let alone = try latency(of: 7, after: [])
    #expect(try latency(of: 7, after: [1, 2, 3]) == alone)
    #expect(try latency(of: 8, after: []) != alone)
  }

  @Test func `a cancel comes at its wake, in its order`() throws {
    for (order, kinds) in [("alone", [4]), ("before", [4, 0]), ("after", [0, 4])] {
      let client = try LabClient(one, plan: try #require(Plan("cancel:1:\(order)")))
      let wake = try client.say(#"[["r",1,"s","sleep",5],["w",null]]"#)
      #expect(wake.events.map { $0.array?[1] } == kinds.map { .integer($0) })
    }
  }

  @Test func `who does not end when cancelled ignores it, who answers later swallows it`() throws {
    let scenario = #"{"services": {"s": {"type": "clock"}}, "budgets": {"cancel_grace_us": 100}}"#
    func reason(_ lines: [String]) throws -> Reason? {
      let client = try LabClient(scenario, plan: try #require(Plan("cancel:1:alone")))
      for line in lines { try client.say(line) }
      return try client.failure()?.reason
    }
    #expect(try reason([#"[["w",50]]"#, #"[["z"]]"#]) == nil)
    #expect(try reason([#"[["w",50]]"#, #"[["w",300]]"#, #"[["z"]]"#]) == .cancelIgnored)
    #expect(try reason([#"[["w",50]]"#, #"[["w",60]]"#, #"[["d",null]]"#]) == .cancelSwallowed)
    // The answer was ready at that very instant.
    #expect(try reason([#"[["w",50]]"#, #"[["d",null]]"#]) == nil)
  }
}
