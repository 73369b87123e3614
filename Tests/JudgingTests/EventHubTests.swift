import Domain
import Testing

@testable import Judging

@Suite(.timeLimit(.minutes(1))) struct EventHubTests {
  private let first = SubmissionID("01ARZ3NDEKTSV4RRFFQ69G5FAV")!
  private let second = SubmissionID("01ARZ3NDEKTSV4RRFFQ69G5FAW")!

  @Test func `a listener hears of its own submission only`() async {
    let hub = EventHub()
    let one = hub.events(of: first)
    let all = hub.events()
    hub.publish(.submissionQueued(second))
    hub.publish(.submissionQueued(first))
    hub.close()
    #expect(await one.reduce(into: []) { $0.append($1) } == [.submissionQueued(first)])
    #expect(
      await all.reduce(into: []) { $0.append($1) }
        == [.submissionQueued(second), .submissionQueued(first)])
  }

  @Test func `a listener that does not read loses the oldest and blocks nobody`() async {
    let hub = EventHub()
    let events = hub.events(of: first)
    let published = JudgingLimits.bufferedEvents + 10
    for ordinal in 1...published {
      hub.publish(.runFinished(first, ordinal: ordinal, verdict: .accepted))
    }
    hub.close()
    let heard = await events.reduce(into: []) { $0.append($1) }
    #expect(heard.count == JudgingLimits.bufferedEvents)
    #expect(heard.last == .runFinished(first, ordinal: published, verdict: .accepted))
  }

  @Test func `who comes after the end hears nothing`() async {
    let hub = EventHub()
    hub.close()
    for await _ in hub.events() { Issue.record("a closed hub is silent") }
  }
}
