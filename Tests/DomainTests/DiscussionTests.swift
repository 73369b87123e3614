import Domain
import Testing

@Suite struct DiscussionTests {
  private static let now = Timestamp(microseconds: 1_000_000)
  private static let later = now + .seconds(1)

  private static let earlier = now + .microseconds(-1)
  private static let cases: [(hasSolved: Bool, due: [Timestamp], isOpen: Bool)] = [
    (false, [], false), (true, [], true), (true, [later], true), (false, [later], false),
    (false, [now], false), (false, [earlier], true), (false, [earlier, later], false),
  ]

  @Test(arguments: cases)
  func `a discussion opens to who solved it, and after all due times`(
    hasSolved: Bool, due: [Timestamp], isOpen: Bool
  ) {
    #expect(DiscussionRule.isOpen(hasSolved: hasSolved, due: due, now: Self.now) == isOpen)
  }

  private static func poster(
    _ role: Membership.Role?, _ account: AccountRole = .student
  ) -> Poster {
    let account = Account(id: 1, name: "ada", role: account)
    return Poster(
      account: account,
      membership: role.map {
        Membership(
          account: account, role: $0, name: "Ada Lovelace", alias: "Quiet Otter", joinedAt: now)
      })
  }

  private static let names: [(poster: Poster, policy: NamePolicy, name: String)] = [
    (poster(.student), .shown, "Ada Lovelace"), (poster(.student), .aliased, "Quiet Otter"),
    (poster(.student), .hidden, "a student"), (poster(.teacher), .hidden, "Ada Lovelace"),
    (poster(.teacher), .aliased, "Ada Lovelace"), (poster(nil), .shown, "a former member"),
    (poster(nil, .admin), .hidden, "ada"),
  ]

  @Test(arguments: names)
  func `members see each other as the name policy says`(
    poster: Poster, policy: NamePolicy, name: String
  ) {
    #expect(poster.name(under: policy) == name)
  }
}
