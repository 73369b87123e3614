import Testing

@Suite struct TimingTests {
  @Test(arguments: ["1,", "\"\",", "{},", "[],", "1.5,"]) func `timing`(unit: String) async throws {
    let server = try await TestServer()
    let body =
      "{\"solver\": {\"source\": \"x\", \"entry\": \"f\", \"parameters\": {\"x\": ["
      + String(repeating: unit, count: (2 << 20) / unit.utf8.count - 50) + "1]}}}"
    let start = ContinuousClock.now
    let reply = try await server.submit(json: body)
    print("TIMING \(unit) \(ContinuousClock.now - start) \(reply.status)")
  }
}
