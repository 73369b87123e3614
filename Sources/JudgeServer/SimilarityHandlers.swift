import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/assignments/{assignment}/similarity?threshold=60`: which counted submissions of
  /// students share how much, in percent of the shorter. For staff, and only a hint.
  func showSimilarity(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["threshold"])
    let percent = try request.query("threshold", in: 30...100) ?? ServerLimits.similarityPercent
    let place = try await assignment(of: request, for: viewer, as: .staff)
    let gradebook = try await database.gradebook(of: place.assignment, in: place.classroom)
    var problems: [SimilarityView.Problem] = []
    for (index, assigned) in place.assignment.problems.enumerated() {
      // Where the solver is shipped, all sources are the same.
      if catalog[assigned.problem]?.solver != nil { continue }
      var sources: [String] = []
      var owners: [SimilarityView.Side] = []
      for row in gradebook.rows {
        guard let counted = row.problems[index].counted,
          let (source, runtime) = try await database.source(of: counted.submission),
          runtime == "python3"
        else { continue }
        sources.append(String(decoding: source, as: UTF8.self))
        owners.append(
          SimilarityView.Side(
            account: row.member.account.name, name: row.member.name,
            submissionHref: "/api/v1/submissions/\(counted.submission)"))
      }
      let pairs = await compare(sources, threshold: Double(percent) / 100)
      problems.append(
        SimilarityView.Problem(
          problemId: assigned.problem.rawValue, comparedSubmissions: sources.count,
          pairs: pairs.map { pair in
            SimilarityView.Pair(
              first: owners[pair.first], second: owners[pair.second],
              sharePercent: Int((pair.share * 100).rounded()), sharedPrints: pair.sharedPrints)
          }))
    }
    return .encoding(SimilarityView(thresholdPercent: percent, problems: problems))
  }

  /// Away from the event loop: it can take a second.
  @concurrent private func compare(
    _ sources: [String], threshold: Double
  ) async -> [Similarity.Pair] {
    Similarity.pairs(
      of: sources, threshold: threshold, limit: ServerLimits.similarPairs)
  }
}

private struct SimilarityView: Encodable {
  struct Problem: Encodable {
    var problemId: String
    var comparedSubmissions: Int
    /// The most similar first.
    var pairs: [Pair]
  }

  struct Pair: Encodable {
    var first: Side
    var second: Side
    /// Of the shorter program, how much the other has, too.
    var sharePercent: Int
    var sharedPrints: Int
  }

  struct Side: Encodable {
    var account: String
    var name: String
    var submissionHref: String
  }

  var note =
    "A hint to look at two programs side by side, and no proof of anything: short solutions of one "
    + "idea look alike, and so do those that follow the same lesson. Ask the students first."
  var thresholdPercent: Int
  var problems: [Problem]
}
