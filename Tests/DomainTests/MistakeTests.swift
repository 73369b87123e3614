import Testing

@testable import Domain

@Suite struct MistakeTests {
  private func pointed(
    _ reason: Reason, detail: String = "", isNominal: Bool = true, peak: Int = 9,
    family: String = "secret/1-basic/01-three"
  ) -> Mistake? {
    .pointed(
      at: reason, detail: detail, isNominal: isNominal, peakConcurrency: peak, family: family)
  }

  @Test func `one after the other is the wrong approach, and batches are too clever`() {
    #expect(pointed(.tooSlow, peak: 1) == .wrongApproach)
    #expect(pointed(.tooSlow, peak: 10) == .prematureOptimization)
  }

  @Test func `what fails only at the edges was not looked at`() {
    #expect(pointed(.exception, family: "secret/2-edges/01-empty") == .edgeCases)
    #expect(pointed(.wrongAnswer, family: "secret/3-speed/03-duplicates") == .edgeCases)
    #expect(pointed(.wrongAnswer) == nil)
  }

  @Test func `what fails only under other schedules was not tested thoroughly`() {
    #expect(pointed(.deadlock, isNominal: false) == .thinTesting)
  }

  @Test(arguments: [
    "RuntimeError: cannot reuse already awaited coroutine",
    "RuntimeError: asyncio.run() cannot be called from a running event loop",
    "TypeError: object int can't be used in 'await' expression",
  ])
  func `a pattern in the wrong place is one learned by heart`(detail: String) {
    #expect(pointed(.exception, detail: detail) == .memorizing)
    #expect(pointed(.exception, detail: "KeyError: 1") == nil)
  }
}
