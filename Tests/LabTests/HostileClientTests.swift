import Domain
import Testing

@testable import Lab

/// What no honest client says, and what would pay off if the world let it.
@Suite struct HostileClientTests {
  @Test(arguments: [
    #"[["r",1,"clock","sleep",9223372036854775807],["w",null]]"#,
    #"[["r",1,"clock","sleep",-9223372036854775808],["w",null]]"#,
    #"[["b",-9223372036854775808,null],["w",-9223372036854775808]]"#,
    #"[["b",9007199254740992,null]]"#,
    #"[["r",1,"front","next",null],["w",null]]"#
      + "\n" + #"[["r",2,"front","reply",[0,["a",-9223372036854775808,1]]],["w",null]]"#,
    #"[["r",1,"affine","get",-9223372036854775808],["w",null]]"#,
    #"[["r",1,"kv","incr",["n",9223372036854775807]],["r",2,"kv","incr",["n",1]],["w",null]]"#,
    #"[["r",1,"lease","release",-9223372036854775808],["w",null]]"#,
  ])
  func `no number is too large for the world`(lines: String) throws {
    let client = try LabClient(
      #"""
      {"services": {"clock": {"type": "clock"}, "kv": {"type": "kv"},
        "lease": {"type": "lease", "count": 1},
        "affine": {"type": "affine", "a": -9007199254740992, "b": 9007199254740992, "m": 3},
        "front": {"type": "front", "arrivals": [[5, "a"]], "max_age_us": 10}}}
      """#)
    try client.say(lines)
    client.session.close()
    #expect(try client.failure() != nil)
  }

  @Test func `a lease cannot be dropped once it was kept`() throws {
    let client = try LabClient(#"{"services": {"s": {"type": "lease", "count": 1}}}"#)
    try client.say(#"[["r",1,"s","acquire",null],["w",null]]"#)
    try client.say(#"[["w",500000]]"#)
    try client.say(#"[["c",1],["d",null]]"#)
    #expect(try client.failure()?.reason == .leak)
  }

  @Test func `a lease that came while the loop was blocked can still be dropped`() throws {
    let client = try LabClient(#"{"services": {"s": {"type": "lease", "count": 1}}}"#)
    try client.say(#"[["r",1,"s","acquire",null],["b",500000,null]]"#)
    try client.say(#"[["w",null]]"#)
    try client.say(#"[["c",1],["d",null]]"#)
    #expect(try client.failure() == nil)
  }

  @Test func `nothing is sent before the connection is open`() throws {
    let client = try LabClient(
      #"{"services": {"net": {"type": "net", "hosts": {"h:1": {"type": "echo"}}}}}"#)
    try client.say(#"[["r",1,"net","open",["h",1]],["p",1,["data","x"]],["w",null]]"#)
    #expect(try client.failure()?.reason == .malformedWire)
  }

  @Test func `a scripted client comes once, however often the program listens`() throws {
    let client = try LabClient(
      #"""
      {"services": {"net": {"type": "net", "clients": [{"name": "c", "port": 7, "at_us": 50,
        "script": [{"at_us": 90, "send": "x\n"}]}]}}}
      """#)
    func accepted(_ line: String) throws -> Int {
      try client.values(line).filter { $0.array?.first == .string("accept") }.count
    }
    try client.say(#"[["r",1,"net","listen",7],["w",null]]"#)
    #expect(try accepted(#"[["w",null]]"#) == 1)
    try client.say(#"[["r",2,"net","close",7],["w",null]]"#)
    try client.say(#"[["r",3,"net","listen",7],["w",null]]"#)
    #expect(try accepted(#"[["w",200]]"#) == 0)
  }

  @Test func `who sends without end is stopped`() throws {
    let client = try LabClient(#"{"services": {}}"#)
    let line = #"[["n",""# + String(repeating: "x", count: LabLimits.line / 2) + #""]]"#
    for _ in 0..<LabLimits.traffic / (LabLimits.line / 2) { try client.say(line) }
    #expect(try client.failure()?.reason == .tooManyRequests)
  }
}
