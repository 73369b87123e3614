import Domain
import HTTP
import Storage

extension API {
  /// `PUT /api/v1/classrooms/{classroom}/freeze`: from now on students see of what is submitted only
  /// that it is pending, on every board. Again: no change.
  func freezeClassroom(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try await setFreeze(request, viewer, at: now())
  }

  /// `DELETE /api/v1/classrooms/{classroom}/freeze`
  func unfreezeClassroom(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try await setFreeze(request, viewer, at: nil)
  }

  /// `PUT /api/v1/assignments/{assignment}/freeze`: the same for what is submitted to it.
  func freezeAssignment(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try await setAssignmentFreeze(request, viewer, at: now())
  }

  /// `DELETE /api/v1/assignments/{assignment}/freeze`
  func unfreezeAssignment(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try await setAssignmentFreeze(request, viewer, at: nil)
  }

  private func setFreeze(
    _ request: Request, _ viewer: Viewer, at time: Timestamp?
  ) async throws -> Response {
    try request.allowQuery([])
    let (classroom, _) = try await classroom(of: request, for: viewer, as: .staff)
    return .encoding(
      FreezeView(try await database.freeze(classroom, at: time, by: viewer.account, now: now())))
  }

  private func setAssignmentFreeze(
    _ request: Request, _ viewer: Viewer, at time: Timestamp?
  ) async throws -> Response {
    try request.allowQuery([])
    let place = try await assignment(of: request, for: viewer, as: .staff)
    return .encoding(
      FreezeView(
        try await database.freeze(
          place.assignment, in: place.classroom, at: time, by: viewer.account, now: now())))
  }
}

/// `{"frozen": true, "frozen_at": "2026-03-02T10:15:00.123Z"}`
struct FreezeView: Encodable {
  var frozen: Bool
  var frozenAt: String?

  init(_ time: Timestamp?) {
    frozen = time != nil
    frozenAt = time?.description
  }
}
