// swift-tools-version: 6.2
import PackageDescription

/// A peer of the benchmark, built apart: the product never depends on it.
let package = Package(
  name: "flyingfox-peer",
  platforms: [.macOS(.v26)],
  dependencies: [.package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1")],
  targets: [
    .executableTarget(
      name: "flyingfox-peer",
      dependencies: [.product(name: "FlyingFox", package: "FlyingFox")],
      path: "Sources")
  ]
)
