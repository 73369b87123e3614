import Foundation

/// A server of the benchmark as a process of its own, pinned to one core.
final class HTTPPeer {
  let name: String
  let port: UInt16
  private let process = Process()

  /// The core of the servers; the load comes from the other one, so that neither waits for the other.
  static let core = "0"

  /// Starts it and returns when it takes connections.
  init(_ name: String, port: UInt16, _ command: [String]) throws {
    self.name = name
    self.port = port
    process.executableURL = URL(fileURLWithPath: "/usr/bin/taskset")
    process.arguments = ["-c", Self.core] + command
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<500 {
      if let socket = try? LoopbackSocket(port: port) {
        socket.close()
        return
      }
      guard process.isRunning else { break }
      usleep(20_000)
    }
    process.terminate()
    throw Spawn.Failure(description: "\(name) does not take connections: \(command)")
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  var isRunning: Bool { process.isRunning }

  /// The process and its children (nginx has a worker).
  private var processes: [Int32] {
    let own = process.processIdentifier
    let path = "/proc/\(own)/task/\(own)/children"
    let children = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return [own] + children.split(separator: " ").compactMap { Int32($0) }
  }

  /// User and system time so far, in seconds.
  var processorSeconds: Double {
    processes.reduce(0) { sum, process in
      let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      // The name, in parentheses, may hold spaces.
      let fields = text.drop { $0 != ")" }.split(separator: " ")
      guard fields.count > 12, let user = Double(fields[12]), let system = Double(fields[13])
      else { return sum }
      return sum + (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
  }

  /// Resident memory in bytes, without pages that belong to files.
  var memory: Int { field("RssAnon:") * 1024 }

  var descriptors: Int {
    processes.reduce(0) { sum, process in
      let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
      return sum + (names?.count ?? 0)
    }
  }

  private func field(_ name: String) -> Int {
    processes.reduce(0) { sum, process in
      let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      let value = line.split(whereSeparator: \.isWhitespace).dropFirst().first
      return sum + (value.flatMap { Int($0) } ?? 0)
    }
  }
}
