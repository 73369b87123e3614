import Glibc
import Testing

@testable import Posix

@Suite struct FileDescriptorTests {
  /// The ends of a pipe; reading does not wait. What a number refers to tells who still holds an
  /// end; the number itself does not, because another test may have it by now.
  private func makePipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(unsafe pipe(&ends) == 0)
    try #require(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
    return (ends[0], ends[1])
  }

  private enum Heard: Hashable {
    case byte(UInt8)
    case end, nothing
  }

  private func hear(_ descriptor: Int32) throws -> Heard {
    var byte: UInt8 = 0
    let count = unsafe read(descriptor, &byte, 1)
    if count < 0 { try #require(errno == EAGAIN) }
    return count > 0 ? .byte(byte) : count == 0 ? .end : .nothing
  }

  @Test func `a descriptor is closed when its owner is gone`() throws {
    let (reading, writing) = try makePipe()
    let reader = FileDescriptor(owning: reading)
    do {
      let writer = FileDescriptor(owning: writing)
      #expect(writer.rawValue == writing)
      #expect(try hear(reader.rawValue) == .nothing)
    }
    #expect(try hear(reader.rawValue) == .end)
  }

  @Test func `a descriptor that was given away stays open`() throws {
    let (reading, writing) = try makePipe()
    let reader = FileDescriptor(owning: reading)
    let released = FileDescriptor(owning: writing).release()
    #expect(released == writing)
    var byte: UInt8 = 42
    #expect(unsafe write(released, &byte, 1) == 1)
    #expect(try hear(reader.rawValue) == .byte(42))
    #expect(try hear(reader.rawValue) == .nothing)
    close(released)
    #expect(try hear(reader.rawValue) == .end)
  }

  @Test func `an object that owns a descriptor closes it with itself`() throws {
    final class Owner {
      let descriptor: FileDescriptor
      init(_ rawValue: Int32) { descriptor = FileDescriptor(owning: rawValue) }
    }
    let (reading, writing) = try makePipe()
    let reader = FileDescriptor(owning: reading)
    var owner: Owner? = Owner(writing)
    #expect(owner?.descriptor.rawValue == writing)
    #expect(try hear(reader.rawValue) == .nothing)
    owner = nil
    #expect(try hear(reader.rawValue) == .end)
  }
}
