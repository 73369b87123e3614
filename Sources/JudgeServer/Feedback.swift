import Domain

extension Judgement {
  /// What is left of it under a feedback policy, and what the first failing hidden case failed with.
  func limited(
    to detail: FeedbackDetail
  ) -> (judgement: Judgement, firstFailure: JudgementView.FirstFailure?) {
    guard detail != .all else { return (self, nil) }
    var judgement = self
    judgement.runs = runs.filter(\.isSample)
    let groups = Set(judgement.runs.map(\.group))
    judgement.groups = self.groups.filter { groups.contains($0.name) }
    // Measured on hidden cases.
    judgement.complexity = nil
    // Only what is accepted is measured.
    if !detail.showsVerdict { judgement.benchmark = nil }
    var firstFailure: JudgementView.FirstFailure?
    if detail == .firstFailure,
      let run = runs.first(where: { !$0.isSample && $0.verdict != .accepted })
    {
      firstFailure = JudgementView.FirstFailure(verdict: run.verdict, reason: run.lab?.reason)
    }
    return (judgement, firstFailure)
  }
}

extension FeedbackDetail {
  /// In JSON; nil: everything is shown.
  var name: String? {
    switch self {
    case .samples: "samples"
    case .verdictAndSamples: "verdict_and_samples"
    case .firstFailure: "first_failure"
    case .all: nil
    }
  }
}
