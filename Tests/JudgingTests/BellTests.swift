import Testing

@testable import Judging

@Suite(.timeLimit(.minutes(1))) struct BellTests {
  @Test func `a ring before the wait is not missed`() async {
    let bell = Bell()
    let generation = bell.generation
    bell.ring()
    await bell.wait(after: generation)
  }

  @Test func `a ring wakes everyone who waits`() async {
    let bell = Bell()
    let generation = bell.generation
    await withTaskGroup { tasks in
      for _ in 0..<100 { tasks.addTask { await bell.wait(after: generation) } }
      bell.ring()
    }
  }

  @Test func `a cancelled sleeper wakes`() async {
    let bell = Bell()
    let sleeper = Task { await bell.wait(after: bell.generation) }
    sleeper.cancel()
    await sleeper.value
  }
}
