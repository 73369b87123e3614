/// Names for those who are not to be known: `Quiet Otter`. They say nothing about who has them.
package enum Alias {
  /// One that is not in `taken`. With 1,024 of them, and numbers when those run out.
  package static func fresh(
    besides taken: Set<String>, randomness: inout some RandomNumberGenerator
  ) -> String {
    for round in 1... {
      for _ in 0..<(round == 1 ? 200 : 50) {
        let quality = qualities[Int.random(in: 0..<qualities.count, using: &randomness)]
        let animal = animals[Int.random(in: 0..<animals.count, using: &randomness)]
        let alias = "\(quality) \(animal)" + (round == 1 ? "" : " \(round)")
        if !taken.contains(alias) { return alias }
      }
    }
    preconditionFailure("numbers do not run out")
  }

  private static let qualities = [
    "Amber", "Brave", "Bright", "Calm", "Clever", "Cosmic", "Crisp", "Curious", "Daring", "Eager",
    "Early", "Gentle", "Golden", "Happy", "Honest", "Jolly", "Keen", "Kind", "Lively", "Lucky",
    "Merry", "Mighty", "Nimble", "Patient", "Polite", "Proud", "Quick", "Quiet", "Silver", "Steady",
    "Sunny", "Wise",
  ]
  private static let animals = [
    "Badger", "Beaver", "Bison", "Crane", "Dolphin", "Eagle", "Falcon", "Ferret", "Finch", "Fox",
    "Gecko", "Heron", "Ibex", "Jaguar", "Koala", "Lark", "Lemur", "Lynx", "Marten", "Mole", "Moose",
    "Newt", "Otter", "Owl", "Panda", "Puffin", "Raven", "Robin", "Salmon", "Tiger", "Walrus",
    "Wren",
  ]
}
