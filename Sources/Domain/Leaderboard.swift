/// A ranking: a pure fold over the submission log, in log order. This is what a leaderboard means;
/// `Standings` arrives at the same without reading the whole log again.
///
/// Penalty is the ICPC's: for each solved problem the whole minutes until it was solved and 20 more
/// for each rejected attempt before. A class works at its own pace and has no common start, so each
/// account's clock starts with its own first submission to the problems of the board.
package struct Leaderboard: Sendable, Hashable {
  package static let penaltyPerRejection = 20

  /// The first first; equal ones by their accounts' names.
  package let rows: [RankedStanding]

  /// `log` holds the attempts at the problems of the board. O(n log n) for n attempts.
  package init(log: some Sequence<LoggedAttempt>, by ranking: Ranking = .solved) {
    var ways: [Account: [ProblemID: ProblemStanding]] = [:]
    for line in log {
      ways[line.account, default: [:]][
        line.problem, default: ProblemStanding(problem: line.problem, first: line.attempt)
      ].add(line.attempt)
    }
    self.init(
      ways.compactMap { account, problems in Standing(of: account, problems.values) },
      by: ranking, label: \.name)
  }

  /// Ranks `standings`; equal ones are listed by what `label` calls them.
  package init(
    _ standings: some Sequence<Standing>, by ranking: Ranking, label: (Account) -> String
  ) {
    var byAccount: [Int64: Standing] = [:]
    var entries: [RankedList.Entry] = []
    for standing in standings {
      guard let key = standing.key(by: ranking) else { continue }
      byAccount[standing.account.id] = standing
      entries.append(
        RankedList.Entry(key: key, label: label(standing.account), account: standing.account.id))
    }
    let list = RankedList(entries)
    rows = list.entries.indices.compactMap { index in
      byAccount[list.entries[index].account].map {
        RankedStanding(rank: list.rank(at: index), standing: $0)
      }
    }
  }
}
