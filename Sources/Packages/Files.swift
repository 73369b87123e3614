import Domain
import FoundationEssentials

/// Files of packages, read within limits.
enum Files {
  static func read(_ path: String, limit: ByteCount) throws(PackageError) -> [UInt8] {
    try check(path, limit: limit)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PackageError(file: path, cause: "the file cannot be read")
    }
    return Array(data)
  }

  /// Throws unless `path` is, or links to, a regular file of at most `limit`.
  static func check(_ path: String, limit: ByteCount) throws(PackageError) {
    let resolved = URL(filePath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved),
      let size = attributes[.size] as? Int
    else { throw PackageError(file: path, cause: "the file is missing or cannot be read") }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw PackageError(file: path, cause: "the file is no regular file")
    }
    guard size <= limit.bytes else {
      throw PackageError(file: path, cause: "the file is larger than \(limit)")
    }
  }

  static func isDirectory(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

/// Reads the files of one package, and notes what is wrong with them.
struct PackageFiles {
  /// The package's directory.
  let root: String
  let faults: FaultCollector
  /// The same directory without links.
  private let home: String

  init(root: String, faults: FaultCollector) {
    self.root = root
    self.faults = faults
    home = URL(filePath: root).resolvingSymlinksInPath().path
  }

  func path(_ relative: String) -> String { root + "/" + relative }

  /// The names in a directory in byte order, without those that the format ignores. Empty when
  /// there is no such directory.
  func names(in relative: String) -> [String] {
    let directory = path(relative)
    guard staysInside(relative), Files.isDirectory(directory),
      let all = try? FileManager.default.contentsOfDirectory(atPath: directory)
    else { return [] }
    guard all.count <= PackageLimits.entries else {
      faults.add(directory, "has more than \(PackageLimits.entries) entries; remove some")
      return []
    }
    let names = all.filter(Self.isName).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.filter { staysInside(relative + "/" + $0) }
  }

  /// `^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$`; others are as if absent.
  private static func isName(_ name: String) -> Bool {
    let rest = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    return rest && (1...255).contains(name.utf8.count) && !name.hasPrefix(".")
      && !name.hasPrefix("-")
  }

  /// False, and a fault, when a link leads out of the package or to nothing.
  private func staysInside(_ relative: String) -> Bool {
    let file = path(relative)
    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: file)) != nil
    if Files.exists(file) {
      let resolved = URL(filePath: file).resolvingSymlinksInPath().path
      if resolved == home || resolved.hasPrefix(home + "/") { return true }
    } else if !isLink {
      return true
    }
    faults.add(file, "is a link that leads out of the package; copy the file instead")
    return false
  }

  /// Notes what keeps a file from being read.
  func check(_ relative: String, limit: ByteCount) {
    do { try Files.check(path(relative), limit: limit) } catch {
      faults.add(path(relative), error.cause)
    }
  }

  /// UTF-8 text without a byte order mark and with LF; nil, and a fault, when it is not.
  func text(_ relative: String, limit: ByteCount) -> String? {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(path(relative), limit: limit)
    } catch {
      faults.add(path(relative), error.cause)
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      faults.add(path(relative), "is not valid UTF-8; save it as UTF-8")
      return nil
    }
    if bytes.contains(13) { faults.add(path(relative), "has CRLF line ends; use LF") }
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return text }
    faults.add(path(relative), "starts with a byte order mark; save it without")
    return String(text.unicodeScalars.dropFirst())
  }

  /// A YAML mapping; nil when the file is not there, or, with a fault, when it is no mapping.
  func yaml(_ relative: String) -> YAMLMap? {
    guard staysInside(relative), Files.exists(path(relative)),
      let text = text(relative, limit: PackageLimits.yaml)
    else {
      return nil
    }
    return YAMLMap(text, file: path(relative), faults: faults)
  }
}
