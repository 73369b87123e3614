import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/assignments/{assignment}/submissions.zip`: every submission to it, by problem and
  /// account; the one that counts has `counted-` before its name. Sent while it is read, so it
  /// takes no more memory than its largest source.
  func downloadSubmissions(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await assignment(of: request, for: viewer, as: .staff)
    let log = try await database.attempts(at: place.assignment)
    guard log.count <= ServerLimits.archiveEntries else {
      throw HTTPError(
        413, code: "too_many_submissions",
        "The assignment has \(log.count) submissions, and an archive takes "
          + "\(ServerLimits.archiveEntries); read them one by one.")
    }
    let scores = try await database.scores(of: place.assignment)
    let counted = Set(
      scores.values.flatMap { $0.problems.compactMap { $0.counted?.submission } })
    let database = database
    return Response(
      200, contentType: "application/zip",
      fields: [
        ("Content-Disposition", "attachment; filename=\"\(place.assignment.id).zip\""),
        ("Cache-Control", "no-store"),
      ],
      .stream { writer in
        var archive = ZipArchive()
        for attempt in log {
          guard let (source, runtime) = try await database.source(of: attempt.submission) else {
            continue
          }
          let name = ArchiveName.path(
            of: attempt, runtime: runtime, isCounted: counted.contains(attempt.submission))
          guard let bytes = archive.add(name, source, modifiedAt: attempt.submittedAt) else {
            // What is sent cannot be taken back: end it broken rather than short.
            throw CancellationError()
          }
          try await writer.write(bytes)
        }
        try await writer.write(archive.end())
      })
  }
}

/// Names of files that are safe on every system, whatever the account is called.
enum ArchiveName {
  /// `async-solver/ada/counted-20260901T080000-AC-01J….py`
  static func path(of attempt: AssignmentAttempt, runtime: String, isCounted: Bool) -> String {
    let time = attempt.submittedAt.description.prefix(19).filter { $0 != "-" && $0 != ":" }
    let verdict = attempt.result?.verdict.rawValue ?? "pending"
    let ending =
      switch runtime {
      case "python3": "py"
      case "c", "cpp": runtime
      default: "txt"
      }
    return "\(attempt.problem)/\(directory(of: attempt.account))/"
      + (isCounted ? "counted-" : "") + "\(time)-\(verdict)-\(attempt.submission).\(ending)"
  }

  /// The account's name where it is plain; otherwise what is plain of it, and its number. No plain
  /// name has a tilde, so that no two accounts share a directory, on Windows neither.
  static func directory(of account: Account) -> String {
    let plain = account.name.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "0"..."9", "-", "_": Character(scalar)
      default: Character("_")
      }
    }
    let name = String(plain)
    return name == account.name && !reserved.contains(name) ? name : "\(name)~\(account.id)"
  }

  /// Devices of Windows.
  private static let reserved = Set(
    ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
}
