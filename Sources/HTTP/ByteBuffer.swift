import Glibc

/// Memory that connections use while they are busy, and give back when they are not: ten thousand
/// idle ones need none. Belongs to one loop.
@safe final class BufferPool {
  /// Of each piece. A larger message gets memory of its own.
  let size: Int
  private var free: [UnsafeMutablePointer<UInt8>] = unsafe []

  init(size: Int = 8 << 10) { self.size = size }

  deinit {
    while let memory = unsafe free.popLast() { unsafe memory.deallocate() }
  }

  fileprivate func take(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity == size, let memory = unsafe free.popLast() { return unsafe memory }
    return UnsafeMutablePointer.allocate(capacity: capacity)
  }

  fileprivate func give(_ memory: UnsafeMutablePointer<UInt8>, _ capacity: Int) {
    if capacity == size, unsafe free.count < 64 {
      unsafe free.append(memory)
    } else {
      unsafe memory.deallocate()
    }
  }
}

/// Bytes that come in at one end and leave at the other. Has memory while it holds any. A class with
/// memory of its own, not an array: it is used many times in each request, and an array in a class
/// is checked at every use for a second owner and for a second access.
@safe final class ByteBuffer {
  private let pool: BufferPool
  private var memory: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  private var start = 0
  private var end = 0

  init(_ pool: BufferPool = BufferPool()) { self.pool = pool }

  deinit { freeMemory() }

  var count: Int { end - start }
  var isEmpty: Bool { start == end }
  /// The last `receive` may have left bytes behind.
  var isFull: Bool { end == capacity }
  /// CRLF, and nothing else.
  var isEmptyLine: Bool {
    count == 2 && withSpan { $0[0] == ASCII.carriageReturn && $0[1] == ASCII.lineFeed }
  }

  /// `body` must leave the buffer as it is.
  @inline(__always) func withSpan<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = unsafe UnsafeBufferPointer(rebasing: all[start..<end])
    return try body(unsafe bytes.span)
  }

  /// The first `count` bytes, copied.
  func prefix(_ count: Int) -> [UInt8] { unsafe Array(all[start..<start + count]) }

  @inline(__always) func consume(_ count: Int) {
    precondition(count <= end - start)
    start += count
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Gives the memory back when there is nothing in it.
  func giveBack() {
    if isEmpty { freeMemory() }
  }

  private var all: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: memory, count: capacity)
  }

  private func freeMemory() {
    guard let used = unsafe memory else { return }
    unsafe pool.give(used, capacity)
    unsafe memory = nil
    capacity = 0
  }

  /// Where `count` bytes can be written; `end` does not move.
  @inline(__always)
  private func room(for count: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity - end < count { makeRoom(for: count) }
    return unsafe memory! + end
  }

  private func makeRoom(for count: Int) {
    let used = end - start
    if let memory = unsafe memory, capacity - used >= count {
      unsafe memmove(memory, memory + start, used)
    } else {
      var larger = capacity == 0 ? pool.size : capacity * 2
      while larger - used < count { larger *= 2 }
      let target = unsafe pool.take(larger)
      if let memory = unsafe memory { unsafe memcpy(target, memory + start, used) }
      freeMemory()
      unsafe memory = target
      capacity = larger
    }
    start = 0
    end = used
  }

  // MARK: appending

  func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
  }

  func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append($0) }
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append($0) }
  }

  /// `number` is not negative.
  func append(decimal number: Int) {
    if number > 9 { append(decimal: number / 10) }
    append(byte: ASCII.zero + UInt8(number % 10))
  }

  /// Lower case, with zeros in front up to `digits`.
  func append(hex number: UInt64, digits: Int = 1) {
    let count = max(digits, (64 - number.leadingZeroBitCount + 3) / 4)
    let room = unsafe room(for: count)
    var rest = number
    for position in (0..<count).reversed() {
      let digit = UInt8(truncatingIfNeeded: rest) & 15
      unsafe room[position] = digit < 10 ? ASCII.zero + digit : 87 + digit
      rest >>= 4
    }
    end += count
  }

  private func append(byte: UInt8) {
    unsafe room(for: 1).pointee = byte
    end += 1
  }

  @inline(__always) private func append(_ source: UnsafeBufferPointer<UInt8>) {
    guard let from = source.baseAddress, !source.isEmpty else { return }
    unsafe memcpy(room(for: source.count), from, source.count)
    end += source.count
  }

  // MARK: sockets

  enum Received {
    case bytes(Int)
    case end, wouldBlock, broken
  }

  /// One read into free space, of at least `least` bytes.
  func receive(from socket: Int32, atLeast least: Int) -> Received {
    let room = unsafe room(for: least)
    while true {
      let count = unsafe recv(socket, room, capacity - end, 0)
      let code = errno
      if count > 0 {
        end += count
        return .bytes(count)
      }
      if count == 0 { return .end }
      if code != EINTR { return code == EAGAIN ? .wouldBlock : .broken }
    }
  }

  enum Sent {
    case all, wouldBlock, broken
    /// The socket would take more, but others wait too.
    case paused
  }

  /// Sends until nothing is left or the socket takes no more. `isPart`: more follows at once.
  func send(to socket: Int32, isPart: Bool = false) -> Sent {
    let flags = Int32(MSG_NOSIGNAL) | (isPart ? Int32(MSG_MORE) : 0)
    while let memory = unsafe memory, !isEmpty {
      let count = unsafe Glibc.send(socket, memory + start, end - start, flags)
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
