import Glibc
import Posix
import Testing

@testable import HTTP

@Suite struct ByteBufferTests {
  private func expectText(_ buffer: ByteBuffer, _ expected: String) {
    let text = buffer.withSpan { $0.string(0..<$0.count) }
    #expect(text == expected)
  }

  @Test func `bytes leave in the order they came`() {
    let buffer = ByteBuffer(BufferPool(size: 4))
    var expected: [UInt8] = []
    var left: [UInt8] = []
    for number in 0..<500 {
      let bytes = (0..<(number % 7)).map { UInt8(truncatingIfNeeded: number &+ $0) }
      buffer.append(bytes)
      expected += bytes
      let count = min(buffer.count, number % 5)
      left += buffer.prefix(count)
      buffer.consume(count)
    }
    let count = buffer.count
    #expect(count == expected.count - left.count)
    left += buffer.prefix(count)
    #expect(left == expected)
  }

  @Test func `text and numbers are appended as they are written`() {
    let buffer = ByteBuffer(BufferPool(size: 1))
    buffer.append("é: " as StaticString)
    buffer.append(decimal: 120)
    buffer.append("" as String)
    buffer.append(", ü" as String)
    for number in [0, 9, 10, 12_345] { buffer.append(decimal: number) }
    for number in [0, 15, 16, 0xabcdef] as [UInt64] { buffer.append(hex: number) }
    buffer.append(hex: 10, digits: 4)
    expectText(buffer, "é: 120, ü091012345" + "0f10abcdef" + "000a")
  }

  @Test func `an emptied buffer gives its memory back, and can be filled again`() {
    let buffer = ByteBuffer()
    buffer.append([UInt8](repeating: 7, count: 1000))
    buffer.giveBack()
    let count = buffer.count
    #expect(count == 1000)
    buffer.consume(1000)
    expectText(buffer, "")
    buffer.giveBack()
    buffer.append([1, 2, 3])
    #expect(buffer.prefix(3) == [1, 2, 3])
  }

  @Test func `what one end sends the other receives`() throws {
    let pair = try SocketPair()
    let output = ByteBuffer(BufferPool(size: 1))
    output.append("hello")
    #expect(output.send(to: pair.near) == .all)
    expectText(output, "")
    let input = ByteBuffer(BufferPool(size: 1))
    guard case .bytes(5) = input.receive(from: pair.far, atLeast: 16) else {
      Issue.record("five bytes came")
      return
    }
    expectText(input, "hello")
    guard case .wouldBlock = input.receive(from: pair.far, atLeast: 16) else {
      Issue.record("nothing more came")
      return
    }
    shutdown(pair.near, Int32(SHUT_WR))
    guard case .end = input.receive(from: pair.far, atLeast: 16) else {
      Issue.record("nothing more will come")
      return
    }
  }

  @Test func `a full socket takes what it can, and the rest later`() throws {
    let pair = try SocketPair()
    let bytes = (0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let output = ByteBuffer(BufferPool(size: 1))
    output.append(bytes)
    #expect(output.send(to: pair.near) == .wouldBlock)
    let unsent = output.count
    #expect(unsent > 0 && unsent < bytes.count)
    let input = ByteBuffer(BufferPool(size: 1))
    while input.count < bytes.count {
      guard case .bytes = input.receive(from: pair.far, atLeast: 64 << 10) else {
        Issue.record("\(input.count) bytes came")
        return
      }
      _ = output.send(to: pair.near)
    }
    #expect(input.prefix(bytes.count) == bytes)
  }

  @Test func `a client that is gone breaks the connection, and nothing else`() throws {
    let near = try SocketPair().takeNear()
    let output = ByteBuffer(BufferPool(size: 1))
    output.append("hello")
    #expect(output.send(to: near.rawValue) == .broken)
  }
}

/// Two sockets that hear each other; none of them waits.
private struct SocketPair: ~Copyable {
  private let nearOwner: FileDescriptor
  private let farOwner: FileDescriptor
  var near: Int32 { nearOwner.rawValue }
  var far: Int32 { farOwner.rawValue }

  init() throws {
    var sockets: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    try #require(unsafe socketpair(AF_UNIX, type, 0, &sockets) == 0)
    nearOwner = FileDescriptor(owning: sockets[0])
    farOwner = FileDescriptor(owning: sockets[1])
  }

  /// The near socket; the far one closes.
  consuming func takeNear() -> FileDescriptor { nearOwner }
}
