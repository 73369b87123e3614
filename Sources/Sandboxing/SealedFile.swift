import CSandbox
import Domain
import Glibc
import Posix

/// Bytes in memory that nobody can change any more (a sealed memfd): an input, a compiled
/// submission. Shared by any number of runs, each of which gets an offset of its own.
package final class SealedFile: Sendable {
  package let size: ByteCount
  private let descriptor: FileDescriptor

  package init(_ bytes: [UInt8]) throws(SandboxError) {
    let result = unsafe bytes.withUnsafeBytes {
      unsafe sandbox_sealed_file($0.baseAddress, $0.count)
    }
    guard result >= 0 else {
      throw .system(
        .start, "make a sealed file of \(bytes.count) bytes", code: -result,
        hint: "Close what holds many files, or raise the limit on open files (ulimit -n)")
    }
    let written = FileDescriptor(owning: result)
    descriptor = try Self.reopen(written.rawValue)
    size = .bytes(bytes.count)
  }

  /// Read-only. For who does not move its offset, which all share; open as long as this object.
  var shared: Int32 { descriptor.rawValue }

  /// The same file with an offset of its own, read-only.
  func reopened() throws(SandboxError) -> FileDescriptor {
    try Self.reopen(descriptor.rawValue)
  }

  private static func reopen(_ descriptor: Int32) throws(SandboxError) -> FileDescriptor {
    let result = sandbox_reopen(descriptor)
    guard result >= 0 else { throw .system(.start, "reopen a sealed file", code: -result) }
    return FileDescriptor(owning: result)
  }

  package func bytes() -> [UInt8] { contents(of: descriptor.rawValue, count: size.bytes) }
}

/// The first `count` bytes of a file in memory; fewer when it is shorter.
func contents(of descriptor: Int32, count: Int) -> [UInt8] {
  guard count > 0 else { return [] }
  return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
    while used < count {
      let part = unsafe pread(descriptor, buffer.baseAddress! + used, count - used, off_t(used))
      if part < 0 && errno == EINTR { continue }
      if part <= 0 { break }
      used += part
    }
  }
}
