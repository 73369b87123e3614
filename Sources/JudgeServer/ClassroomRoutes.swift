import Domain
import HTTP

extension API {
  /// Classrooms, their members and assignments. What somebody may do in a classroom is checked by
  /// `classroom(of:for:as:)` and `assignment(of:for:as:)`.
  var classroomRoutes: [Route] {
    let body = ServerLimits.classroomBody
    let classrooms = "/api/v1/classrooms"
    let classroom = "/api/v1/classrooms/{classroom}"
    let assignment = "/api/v1/assignments/{assignment}"
    return [
      // Classrooms
      Route(.post, classrooms, .teacher, bodyLimit: body, createClassroom),
      Route(.get, classrooms, .account, listClassrooms),
      Route(.post, classrooms + "/join", .account, bodyLimit: body, joinClassroom),
      Route(.get, classroom, .account, showClassroom),
      Route(.patch, classroom, .account, bodyLimit: body, changeClassroom),
      Route(.post, classroom + "/join-code", .account, bodyLimit: body, rotateJoinCode),
      Route(.delete, classroom + "/join-code", .account, closeJoinCode),

      // Members
      Route(.get, classroom + "/members", .account, listMembers),
      Route(.post, classroom + "/members", .account, bodyLimit: body, addMember),
      Route(.patch, classroom + "/members/{account}", .account, bodyLimit: body, changeMember),
      Route(.delete, classroom + "/members/{account}", .account, removeMember),
      Route(
        .post, classroom + "/members/{account}/token", .account, bodyLimit: body,
        resetMemberToken),
      Route(.get, classroom + "/roster", .account, exportRoster),
      Route(
        .post, classroom + "/roster", .account, bodyLimit: ServerLimits.roster, importRoster),

      // Assignments
      Route(.get, classroom + "/assignments", .account, listAssignments),
      Route(.post, classroom + "/assignments", .account, bodyLimit: body, createAssignment),
      Route(.get, assignment, .account, showAssignment),
      Route(.get, assignment + "/problems/{id}", .account, showAssignedProblem),
      Route(.patch, assignment, .account, bodyLimit: body, changeAssignment),
      Route(.delete, assignment, .account, removeAssignment),
      Route(
        .put, assignment + "/extensions/{account}", .account, bodyLimit: body, grantExtension),
      Route(.delete, assignment + "/extensions/{account}", .account, removeExtension),

      // For the teachers
      Route(.get, classroom + "/gradebook", .account, showGradebook),
      Route(.get, assignment + "/gradebook", .account, showAssignmentGradebook),
      Route(.get, assignment + "/similarity", .account, showSimilarity),
      Route(.get, assignment + "/submissions.zip", .account, downloadSubmissions),
    ]
  }
}
