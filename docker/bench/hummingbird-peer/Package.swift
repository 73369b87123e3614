// swift-tools-version: 6.2
import PackageDescription

/// A peer of the benchmark, built apart: the product never depends on it.
let package = Package(
  name: "hummingbird-peer",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1")
  ],
  targets: [
    .executableTarget(
      name: "hummingbird-peer",
      dependencies: [.product(name: "Hummingbird", package: "hummingbird")],
      path: "Sources")
  ]
)
