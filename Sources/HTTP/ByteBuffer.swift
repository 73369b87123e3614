import Glibc

/// Memory that connections use while they are busy, and give back when they are not: ten thousand
/// idle ones need none.
struct BufferPool: ~Copyable {
  /// Of each buffer. A larger message gets memory of its own.
  static let size = 8 << 10
  private var free: [[UInt8]] = []

  fileprivate mutating func take() -> [UInt8] {
    free.popLast() ?? Array(repeating: 0, count: Self.size)
  }

  fileprivate mutating func give(_ storage: consuming [UInt8]) {
    if free.count < 64, storage.count == Self.size { free.append(storage) }
  }
}

/// Bytes that come in at one end and leave at the other.
struct ByteBuffer: ~Copyable {
  private var storage: [UInt8]
  private var start = 0
  private var end = 0

  init(capacity: Int = 0) { storage = Array(repeating: 0, count: capacity) }

  /// Gets memory, unless it has some.
  @inline(__always) mutating func borrow(from pool: inout BufferPool) {
    if storage.isEmpty { storage = pool.take() }
  }

  /// Gives the memory back when there is nothing in it.
  @inline(__always) mutating func giveBack(to pool: inout BufferPool) {
    guard isEmpty, !storage.isEmpty else { return }
    var given: [UInt8] = []
    swap(&given, &storage)
    pool.give(given)
  }

  var count: Int { end - start }
  var isEmpty: Bool { start == end }

  @inline(__always)
  borrowing func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(storage.span.extracting(start..<end))
  }

  /// The first `count` bytes, copied.
  func prefix(_ count: Int) -> [UInt8] { Array(storage[start..<start + count]) }

  @inline(__always) mutating func consume(_ count: Int) {
    start += count
    if start == end {
      start = 0
      end = 0
    }
  }

  private mutating func makeRoom(for count: Int) {
    guard storage.count - end < count else { return }
    let used = end - start
    if storage.count - used >= count {
      unsafe storage.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        unsafe memmove(base, base + start, used)
      }
    } else {
      var capacity = max(512, storage.count) * 2
      while capacity - used < count { capacity *= 2 }
      var larger = [UInt8](repeating: 0, count: capacity)
      larger.replaceSubrange(0..<used, with: storage[start..<end])
      storage = larger
    }
    start = 0
    end = used
  }

  // MARK: appending

  mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe append($0) }
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(decimal number: Int) {
    if number < 10, number >= 0 {
      append(byte: ASCII.zero + UInt8(number))
    } else if number < 0 {
      append(String(number))
    } else {
      append(decimal: number / 10)
      append(byte: ASCII.zero + UInt8(number % 10))
    }
  }

  /// Lower case, with zeros in front up to `digits`.
  mutating func append(hex number: UInt64, digits: Int = 1) {
    let count = max(digits, (64 - number.leadingZeroBitCount + 3) / 4)
    makeRoom(for: count)
    var rest = number
    for position in (end..<end + count).reversed() {
      let digit = UInt8(truncatingIfNeeded: rest) & 15
      storage[position] = digit < 10 ? ASCII.zero + digit : 87 + digit
      rest >>= 4
    }
    end += count
  }

  private mutating func append(byte: UInt8) {
    makeRoom(for: 1)
    storage[end] = byte
    end += 1
  }

  private mutating func append(_ source: UnsafeRawBufferPointer) {
    guard let from = source.baseAddress, unsafe !source.isEmpty else { return }
    makeRoom(for: source.count)
    unsafe storage.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe memcpy(base + end, from, source.count)
    }
    end += source.count
  }

  // MARK: sockets

  enum Received {
    case bytes(Int)
    case end, wouldBlock, broken
  }

  /// One read into free space.
  mutating func receive(from socket: Int32, atLeast room: Int) -> Received {
    makeRoom(for: room)
    let count = unsafe storage.withUnsafeMutableBytes { bytes in
      unsafe recv(socket, bytes.baseAddress! + end, bytes.count - end, 0)
    }
    let code = errno
    if count > 0 {
      end += count
      return .bytes(count)
    }
    if count == 0 { return .end }
    return code == EAGAIN || code == EINTR ? .wouldBlock : .broken
  }

  enum Sent { case all, wouldBlock, broken }

  /// Sends until nothing is left or the socket takes no more. `isPart`: more follows at once.
  mutating func send(to socket: Int32, isPart: Bool = false) -> Sent {
    let flags = Int32(MSG_NOSIGNAL) | (isPart ? Int32(MSG_MORE) : 0)
    while !isEmpty {
      let count = unsafe storage.withUnsafeBytes { bytes in
        unsafe Glibc.send(socket, bytes.baseAddress! + start, end - start, flags)
      }
      let code = errno
      guard count >= 0 else {
        if code == EINTR { continue }
        return code == EAGAIN ? .wouldBlock : .broken
      }
      consume(count)
    }
    return .all
  }
}
