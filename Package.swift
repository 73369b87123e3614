// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same rules: language mode 6, no warnings, unsafe code marked,
/// and async functions that stay on their caller's executor (an HTTP handler must not leave its
/// event loop at every call).
let rules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A module in `Sources/<name>`; `dependencies` are modules below it (README, "Map of the code").
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: rules)
}

/// The tests of a module, in `Tests/<name>Tests`; `exclude` is data that the tests read.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.byName(name: name)] + dependencies,
    exclude: exclude,
    swiftSettings: rules)
}

/// The pure C products run where there is no Swift runtime: in the jail, and before it.
let plainC: [LinkerSetting] = [.unsafeFlags(["-nostartfiles", "-Xlinker", "--as-needed"])]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "asyncjudge",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "asyncjudge", targets: ["asyncjudge"]),
    .executable(name: "sandboxd", targets: ["sandboxd"]),
    .library(name: "sandboxslot", type: .dynamic, targets: ["CSlot"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // 1: C
    .target(name: "CPosix"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSandbox", exclude: ["lab", "zygote.py"]),
    .target(name: "CSlot", dependencies: ["CSandbox"], linkerSettings: plainC),
    .executableTarget(name: "sandboxd", dependencies: ["CSandbox"], linkerSettings: plainC),
    // 2: the vocabulary, the kernel
    module("Domain"),
    module("Posix", ["CPosix"]),
    // 3: siblings
    module("HTTP", ["CPosix", "CZlib", "Posix"]),
    module("Sandboxing", ["CPosix", "CSandbox", "Domain", "Posix"]),
    module("Lab", ["Domain"], exclude: ["Protocol.md"]),
    module("Packages", ["Domain", yams]),
    module("Storage", ["CZlib", "Domain", "Posix", crypto, grdb]),
    // 4-6
    module("Judging", ["Domain", "Lab", "Packages", "Sandboxing", "Storage", logging]),
    module(
      "JudgeServer",
      [
        "Domain", "HTTP", "Judging", "Lab", "Packages", "Posix", "Storage", crypto, cryptoExtras,
        logging,
      ],
      exclude: ["Access.md", "Classrooms.md", "Leaderboards.md", "Practice.md"]),
    .executableTarget(
      name: "asyncjudge",
      dependencies: [
        "Domain", "HTTP", "JudgeServer", "Judging", "Packages", "Posix", "Sandboxing", "Storage",
        argumentParser, logging,
      ],
      swiftSettings: rules),
    tests("Domain"),
    tests("Posix"),
    tests("HTTP", ["CZlib", "Posix", "httpexample"], exclude: ["Conformance.md"]),
    tests("Sandboxing", ["CSandbox", "Domain", "Posix", "TestAttacks", "sandboxd"]),
    .target(
      name: "TestAttacks", dependencies: ["Domain", "Sandboxing", "dockerprofile", "ordinaryuser"],
      path: "Tests/TestAttacks", exclude: ["Programs"], swiftSettings: rules),
    .executableTarget(
      name: "dockerprofile", path: "Tests/DockerProfile", linkerSettings: plainC),
    .executableTarget(
      name: "ordinaryuser", path: "Tests/OrdinaryUser", linkerSettings: plainC),
    tests("Lab", ["Domain", "TestClient"]),
    tests("Packages", ["Domain"]),
    tests("Storage", ["Domain", grdb]),
    tests(
      "Judging", ["Domain", "Lab", "Packages", "Sandboxing", "Storage", "TestAttacks", logging],
      exclude: ["ClassicBugs", "Forgeries"]),
    tests(
      "JudgeServer",
      [
        "Domain", "HTTP", "Judging", "Packages", "Posix", "Sandboxing", "Storage", "TestClient",
        logging,
      ]),
    .target(
      name: "TestClient", dependencies: ["Domain"], path: "Tests/TestClient", swiftSettings: rules),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Domain", "Packages", "TestAttacks", "TestClient", "asyncjudge", "sandboxd",
      ],
      swiftSettings: rules),
    .executableTarget(
      name: "httpexample", dependencies: ["HTTP", "Posix"], path: "Tests/HTTPExample",
      swiftSettings: rules),
    .executableTarget(
      name: "httpfuzz", dependencies: ["HTTP", "Posix"], path: "Tests/HTTPFuzz",
      exclude: ["Corpus", "requests.dict"], swiftSettings: rules),
    .executableTarget(
      name: "benchmark",
      // docker/benchmark builds what else it runs: the start-up files that sandboxd and the slot
      // library do without would be missing here as well.
      dependencies: [
        "Domain", "HTTP", "JudgeServer", "Judging", "Lab", "Packages", "Sandboxing", "Storage",
        "TestClient", grdb,
      ],
      path: "Tests/Benchmarks", exclude: ["Programs"], swiftSettings: rules),
  ]
)
