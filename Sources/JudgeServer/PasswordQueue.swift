import Dispatch
import HTTP
import Synchronization

/// Makes and checks the hashes of passwords one after the other, on a thread of its own: however many
/// sign in at once, the judge keeps its cores, and no event loop waits.
final class PasswordQueue: Sendable {
  private let cost: PasswordHash.Cost
  private let queue = DispatchQueue(label: "passwords")
  private let waiting = Mutex(0)

  init(cost: PasswordHash.Cost) { self.cost = cost }

  /// 503 when too many wait.
  func hash(of password: String) async throws(HTTPError) -> String {
    let cost = cost
    return try await run { PasswordHash(of: password, cost: cost).text }
  }

  /// Whether it is the password of `hash`. Without a hash the answer is no, and takes as long. 503
  /// when too many wait.
  func matches(_ password: String, _ hash: String?) async throws(HTTPError) -> Bool {
    let known = hash.flatMap(PasswordHash.init)
    let checked = known ?? PasswordHash(ofNothingAt: cost)
    return try await run { checked.matches(password) && known != nil }
  }

  private func run<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value
  ) async throws(HTTPError) -> Value {
    let hasRoom = waiting.withLock { count in
      guard count < ServerLimits.waitingPasswords else { return false }
      count += 1
      return true
    }
    guard hasRoom else { throw .signInsBusy }
    return await withCheckedContinuation { continuation in
      queue.async { @Sendable in
        let value = work()
        self.waiting.withLock { $0 -= 1 }
        continuation.resume(returning: value)
      }
    }
  }
}
