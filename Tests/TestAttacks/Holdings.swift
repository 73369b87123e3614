import Foundation
import Glibc

/// What a sandbox holds of the machine: if an attack leaves anything behind, it shows here.
package struct Holdings: Equatable {
  /// sandboxd and all its descendants, and whoever has the user id of its runs: id and name.
  var processes: Set<String> = []
  /// What those have open: sockets, pipes, files in memory.
  var files: Set<String> = []
  /// In sandboxd's mount namespace and in each slot's.
  var mounts: Set<String> = []
  /// The sandbox's own, with the processes in them.
  var cgroups: Set<String> = []
  /// System V shared memory, queues and semaphores, per IPC namespace.
  var shared: Set<String> = []
  /// Unix sockets of slots that have a network namespace, in flight ones included.
  var sockets: Set<String> = []
  /// Below the host's /dev/shm and /tmp: what a run's user id owns.
  var filesOfRuns: Set<String> = []

  /// `user`: the id of the runs on the host, where they have no namespace of their own.
  package init(ofDaemon daemon: pid_t, user: uid_t?) {
    let all = ProcessTable()
    let members = all.descendants(of: daemon).union(all.owned(by: user))
    var spaces: Set<String> = []
    var keepers: [pid_t: Int] = [:]
    var titles: [String: String] = [:]
    for process in members {
      var title = "\(process) \(all.names[process] ?? "")"
      if let parent = all.parents[process], parent != daemon, isFirstOfNamespace(process),
        all.names[parent]?.hasPrefix("sandboxd") == true
      {
        // A command runner has one keeper at any time, and another after each run.
        keepers[parent, default: 0] += 1
        title = "keeper \(keepers[parent]!) of \(parent)"
      }
      processes.insert(title)
      titles["\(process)"] = title
      for descriptor in entries("/proc/\(process)/fd") {
        let target = link("/proc/\(process)/fd/\(descriptor)")
        files.insert("\(title), \(descriptor): \(target)")
      }
      let space = link("/proc/\(process)/ns/mnt")
      if spaces.insert(space).inserted {
        mounts.formUnion(lines("/proc/\(process)/mountinfo").map { "\(space) \($0)" })
      }
      let network = link("/proc/\(process)/ns/net")
      if network != link("/proc/self/ns/net"), spaces.insert(network).inserted {
        sockets.formUnion(lines("/proc/\(process)/net/unix").map { "\(network) \($0)" })
      }
      let shared = link("/proc/\(process)/ns/ipc")
      if spaces.insert(shared).inserted {
        self.shared.formUnion(sharedMemory(of: process).map { "\(shared) \($0)" })
      }
    }
    for directory in Self.cgroups(of: daemon) {
      cgroups.insert(directory)
      for list in ["tasks", "cgroup.procs"] {
        cgroups.formUnion(lines(directory + "/" + list).map { "\(directory): \(titles[$0] ?? $0)" })
      }
    }
    for directory in ["/dev/shm", "/tmp"] {
      for name in entries(directory) {
        var status = stat()
        let path = directory + "/" + name
        if unsafe lstat(path, &status) == 0, isOfSlot(status.st_uid) {
          filesOfRuns.insert(path)
        }
      }
    }
  }

  /// What `other` has more, in words; empty when nothing.
  package func surplus(over other: Holdings) -> [String] {
    let pairs = [
      ("process", processes, other.processes), ("file", files, other.files),
      ("mount", mounts, other.mounts), ("cgroup", cgroups, other.cgroups),
      ("shared memory", shared, other.shared), ("socket", sockets, other.sockets),
      ("file of a run", filesOfRuns, other.filesOfRuns),
    ]
    return pairs.flatMap { kind, own, theirs in
      own.subtracting(theirs).sorted().map { "\(kind) \($0)" }
    }
  }

  /// Directories that bear sandboxd's mark, in every hierarchy.
  package static func cgroups(of daemon: pid_t) -> Set<String> {
    var found: Set<String> = []
    // An enumerator does not enter what is mounted below: the hierarchies of version 1.
    let root = "/sys/fs/cgroup"
    for hierarchy in [root] + entries(root).map({ root + "/" + $0 }) {
      let all = FileManager.default.enumerator(
        at: URL(fileURLWithPath: hierarchy), includingPropertiesForKeys: nil)
      while let next = all?.nextObject() as? URL {
        // asyncjudge-<pid namespace>-<pid>-<start time>
        let isMarked = next.pathComponents.contains { component in
          let parts = component.split(separator: "-")
          return parts.count == 4 && parts[0] == "asyncjudge" && parts[2] == "\(daemon)"
        }
        if isMarked, next.hasDirectoryPath { found.insert(next.path) }
      }
    }
    return found
  }
}

/// Whether it is process 1 of a namespace, which no program can be that has a keeper.
private func isFirstOfNamespace(_ process: pid_t) -> Bool {
  lines("/proc/\(process)/status").contains { $0.hasPrefix("NSpid:") && $0.hasSuffix("\t1") }
}

/// The ids that identity.c gives to slots.
private func isOfSlot(_ user: uid_t) -> Bool {
  (0x7000_0000..<0x7004_0000).contains(user) || (60000..<65534).contains(user)
}

/// The lines of /proc/sysvipc as `process` would see them; they follow the reader's namespace.
private func sharedMemory(of process: pid_t) -> [String] {
  let reader = Process()
  let output = Pipe()
  reader.executableURL = URL(fileURLWithPath: "/usr/bin/nsenter")
  reader.arguments = [
    "--ipc=/proc/\(process)/ns/ipc", "cat", "/proc/sysvipc/shm", "/proc/sysvipc/msg",
    "/proc/sysvipc/sem",
  ]
  reader.standardOutput = output
  guard (try? reader.run()) != nil else { return ["cannot be read: no nsenter"] }
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  reader.waitUntilExit()
  return text.split(separator: "\n").map(String.init).filter { !$0.contains("key") }
}

extension Holdings {
  /// Reads again, for up to five seconds, until it is as `wanted` or, without that, twice the same:
  /// the kernel takes a moment to take a namespace down.
  package static func settled(ofDaemon daemon: pid_t, user: uid_t?, at wanted: Holdings? = nil)
    async
    -> Holdings
  {
    var last = Holdings(ofDaemon: daemon, user: user)
    for _ in 0..<250 where last != wanted {
      try? await Task.sleep(for: .milliseconds(20))
      let next = Holdings(ofDaemon: daemon, user: user)
      if wanted == nil && next == last { return next }
      last = next
    }
    return last
  }
}
