import Domain
import Testing

@testable import Lab

/// Clients that say anything at all, in the right language or not.
@Suite(.timeLimit(.minutes(3))) struct ClientFuzzTests {
  private static let scenario = #"""
    {"seed": 4, "virtual_time_limit_us": 100000000, "services": {
      "kv": {"type": "kv", "limit": {"max": 3, "policy": "queue"}, "latency": {"span_us": 9000}},
      "lease": {"type": "lease", "count": 2}, "in": {"type": "source", "items": [1, 2]},
      "out": {"type": "sink", "source": "in"}, "front": {"type": "front", "arrivals": [[5, "a"]]},
      "net": {"type": "net", "hosts": {"h:1": {"type": "echo"}},
        "clients": [{"name": "c", "port": 7, "at_us": 50, "script": [{"at_us": 90, "send": "x\n"}]}]}},
     "signals": [{"at_us": 700}]}
    """#

  private static let questions = [
    #""kv","get","a""#, #""kv","incr",["a",1]"#, #""kv","put",1"#, #""lease","acquire",null"#,
    #""lease","release",1"#, #""in","next",null"#, #""out","put",1"#, #""front","next",null"#,
    #""front","reply",[0,1]"#, #""net","open",["h",1]"#, #""net","listen",7"#,
    #""net","close",7"#, #""none","get",1"#,
  ]

  @Test func `break no invariant of the world`() throws {
    var random = Random(state: 11)
    for number in 0..<20_000 {
      let plans = ["nominal", "bimodal:3", "fault:1", "cancel:2:before", "jitter:8"]
      let client = try LabClient(Self.scenario, plan: Plan(plans[number % plans.count])!)
      var now = 0
      var id = 0
      var asked: [Int] = []
      var replied: Set<Int> = []
      for _ in 0..<Int.random(in: 1...12, using: &random) where client.session.ending == nil {
        var messages: [String] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          switch Int.random(in: 0..<10, using: &random) {
          case 0..<6:
            id += Int.random(in: 1...2, using: &random)
            asked.append(id)
            let question = Self.questions.randomElement(using: &random)!
            messages.append(#"["r",\#(id),\#(question)]"#)
          case 6: messages.append(#"["c",\#(Int.random(in: 0...id + 1, using: &random))]"#)
          case 7:
            let target = asked.randomElement(using: &random) ?? 1
            let data = [#"["data","hi"]"#, #"["close"]"#, #"["eof"]"#, "7"].randomElement(
              using: &random)!
            messages.append(#"["p",\#(target),\#(data)]"#)
          case 8: messages.append(#"["n",{"x":1}]"#)
          default: messages.append(#"["b",\#(Int.random(in: 0...5_000, using: &random)),null]"#)
          }
        }
        let until =
          Bool.random(using: &random)
          ? "null" : "\(now + Int.random(in: -50...20_000, using: &random))"
        messages.removeAll { $0.hasPrefix(#"["b""#) && Bool.random(using: &random) }
        messages.append(#"["w",\#(until)]"#)
        let wake = try client.say("[\(messages.joined(separator: ","))]")
        guard wake.now >= 0 else { continue }
        // Time never decreases, and nothing is answered that was not asked, or twice.
        #expect(wake.now >= now)
        now = wake.now
        for event in wake.events {
          let parts = try #require(event.array)
          let request = try #require(parts[0].integer)
          guard let kind = parts[1].integer, kind < 2 else { continue }
          #expect(request >= 1 << 40 || asked.contains(request))
          #expect(replied.insert(request).inserted)
        }
      }
      client.session.close()
      let record = client.session.outcome.record
      #expect(record.requests >= record.spans.count - 1)
      #expect(record.peak <= record.requests)
      for span in record.spans { #expect(span.start <= (span.end ?? Int.max)) }
    }
  }

  @Test func `random bytes end in a verdict`() throws {
    var random = Random(state: 5)
    let seeds = Self.questions.map { #"[["r",1,\#($0)],["w",null]]"# }
    for _ in 0..<3_000 {
      let client = try LabClient(Self.scenario)
      for _ in 0..<3 {
        var bytes = Array(seeds.randomElement(using: &random)!.utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        _ = client.session.receive((bytes + [0x0A])[...])
      }
      client.session.close()
      _ = try client.failure()
    }
  }
}

private struct Random: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 1
    var mix = Mix(state)
    mix.add("fuzz")
    return mix.value
  }
}
