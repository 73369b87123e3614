import Foundation

/// What a server holds of the machine: its processes, their cgroups, and the mounts in its namespace.
struct Holdings {
  /// As /proc/PID names it, with its start time: the kernel gives numbers out again.
  struct Process: Hashable {
    var number: Int32
    var startedAt: String
  }

  var processes: Set<Process>
  /// Paths of those that bear the mark of one of the processes.
  var cgroups: Set<String>
  var mounts: Int

  var counts: [Int] { [processes.count, cgroups.count, mounts] }

  init(of server: Int32) throws {
    let table = try Self.table()
    processes = Set(
      table.filter { entry in
        var ancestor = entry.value.parent
        while let current = table[ancestor], ancestor != server { ancestor = current.parent }
        return ancestor == server
      }.map { Process(number: $0.key, startedAt: $0.value.startedAt) })
    let numbers = Set(processes.map { String($0.number) })
    cgroups = []
    for root in try Self.cgroupRoots() {
      let all = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
      // asyncjudge-<pid namespace>-<pid>-<start time>
      while let found = all?.nextObject() as? URL {
        let parts = found.lastPathComponent.split(separator: "-")
        if parts.count == 4, parts[0] == "asyncjudge", numbers.contains(String(parts[2])) {
          cgroups.insert(found.path)
        }
      }
    }
    mounts = try Self.mounts(of: String(server))
  }

  /// Those that are still there, as words; the mounts of a namespace go with its last process.
  func remaining() throws -> [String] {
    let table = try Self.table()
    return processes.filter { table[$0.number]?.startedAt == $0.startedAt }.map {
      "process \($0.number)"
    } + cgroups.filter(FileManager.default.fileExists)
  }

  static func mounts(of process: String) throws -> Int {
    try String(contentsOfFile: "/proc/\(process)/mounts", encoding: .utf8)
      .split(separator: "\n").count
  }

  /// Each hierarchy is a mount of its own, and an enumerator stays on one.
  private static func cgroupRoots() throws -> [URL] {
    try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).split(separator: "\n")
      .compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count > 2, ["cgroup", "cgroup2"].contains(fields[2]) else { return nil }
        return URL(fileURLWithPath: String(fields[1]))
      }
  }

  /// Every process with its parent; zombies hold nothing and are none.
  private static func table() throws -> [Int32: (parent: Int32, startedAt: String)] {
    var table: [Int32: (parent: Int32, startedAt: String)] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      guard let number = Int32(name),
        let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { continue }
      // State, parent ... and as the 22nd of all fields the start time.
      let fields = stat[stat.index(after: end)...].split(separator: " ")
      guard fields.count > 19, fields[0] != "Z", let parent = Int32(fields[1]) else { continue }
      table[number] = (parent, String(fields[19]))
    }
    return table
  }
}
