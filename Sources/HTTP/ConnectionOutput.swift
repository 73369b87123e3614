import CPosix

/// From answers to bytes, in order.
extension Connection {
  func respond(_ response: Response, _ loop: isolated EventLoop) {
    if loop.isDraining { exchange.keepsAlive = false }
    let isHead = exchange.request?.method == .head
    if let tag = response.tag, response.status == 200, isHead || exchange.request?.method == .get,
      exchange.request?.hasCurrent(tag) == true
    {
      if case .events(let events) = response.body { events.abandon() }
      return write(response.notModified, [], loop)
    }
    switch response.body {
    case .empty: write(response, [], loop)
    case .bytes(let bytes): write(response, bytes, loop)
    case .cached(let answer): write(answer, response, loop)
    case .stream(let produce):
      if startStream(response, loop) { stream(produce, loop) }
    case .events(let events):
      guard startStream(response, loop) else { return events.abandon() }
      if loop.isDraining { events.finish() }
      self.events = events
      stream({ writer in try await writer.write(events) }, loop)
    }
  }

  private func write(_ response: Response, _ bytes: [UInt8], _ loop: isolated EventLoop) {
    appendHead(response, .length(bytes.count), loop)
    if response.status.hasBody { appendBody(bytes) }
    finish(loop)
  }

  private func write(_ answer: CachedAnswer, _ response: Response, _ loop: isolated EventLoop) {
    guard let request = exchange.request else { return }
    let (form, isCurrent) = answer.form(for: request)
    let status: Status = isCurrent ? 304 : 200
    exchange.status = status
    output.borrow(from: &loop.buffers)
    output.append(
      status, isCurrent ? form.notModifiedFields : form.fields, response.fields, setting(loop))
    if !isCurrent { appendBody(form.body) }
    finish(loop)
  }

  private func appendBody(_ bytes: [UInt8]) {
    guard exchange.request?.method != .head else { return }
    output.append(bytes)
    exchange.bytes += bytes.count
  }

  private func appendHead(
    _ response: Response, _ framing: ResponseFraming, _ loop: isolated EventLoop
  ) {
    exchange.status = response.status
    output.borrow(from: &loop.buffers)
    output.append(headOf: response, framing: framing, setting(loop))
  }

  private func setting(_ loop: isolated EventLoop) -> ResponseSetting {
    ResponseSetting(
      date: loop.date, id: exchange.id, keepsAlive: exchange.keepsAlive,
      minorVersion: exchange.minorVersion)
  }

  // MARK: streams

  /// False when the head is all there is to say.
  private func startStream(_ response: Response, _ loop: isolated EventLoop) -> Bool {
    let framing = exchange.minorVersion == 1 ? ResponseFraming.chunked : .untilClose
    if framing == .untilClose { exchange.keepsAlive = false }
    appendHead(response, framing, loop)
    guard exchange.request?.method == .head else { return true }
    finish(loop)
    return false
  }

  private func stream(
    _ produce: @escaping @Sendable (BodyWriter) async throws -> Void, _ loop: isolated EventLoop
  ) {
    state = .streaming
    let writer = BodyWriter(loop: loop, connection: ConnectionReference(self))
    let task = Task.immediate {
      do {
        try await produce(writer)
      } catch {
        // Half a body cannot be taken back: without its last chunk the client sees that it is cut.
        handling = nil
        return close(loop)
      }
      handling = nil
      guard state == .streaming else { return }
      if let events { events.abandon() }
      events = nil
      if exchange.minorVersion == 1 {
        output.borrow(from: &loop.buffers)
        output.append("0\r\n\r\n")
      }
      finish(loop)
      advance(loop)
    }
    if state == .streaming { handling = task }
  }

  /// For `BodyWriter`: returns when the client has taken most of what it was sent.
  func write(_ bytes: [UInt8], _ loop: isolated EventLoop) async throws {
    guard state == .streaming else { throw CancellationError() }
    // An empty chunk would be the last one.
    guard !bytes.isEmpty else { return }
    appendPiece(bytes, loop)
    flush(loop)
    guard state == .streaming else { throw CancellationError() }
    guard output.count > loop.limits.readAhead else { return }
    try await withCheckedThrowingContinuation { writer = $0 }
  }

  private func appendPiece(_ bytes: [UInt8], _ loop: isolated EventLoop) {
    output.borrow(from: &loop.buffers)
    exchange.bytes += bytes.count
    if exchange.minorVersion == 1 {
      output.append(hex: UInt64(bytes.count))
      output.append("\r\n")
    }
    output.append(bytes)
    if exchange.minorVersion == 1 { output.append("\r\n") }
  }

  /// Nothing has happened for a while: a comment tells proxies, and the client, that we are here.
  func heartbeat(_ loop: isolated EventLoop) {
    appendPiece([ASCII.colon, ASCII.lineFeed, ASCII.lineFeed], loop)
    flush(loop)
  }

  // MARK: the end of an answer

  private func finish(_ loop: isolated EventLoop) {
    record(isWhole: true, loop)
    state = exchange.keepsAlive && !loop.isDraining ? .head : .closing
    isBetweenRequests = true
    expire(after: loop.limits.idleSeconds, loop)
  }

  func record(isWhole: Bool, _ loop: isolated EventLoop) {
    guard let hook = loop.hooks.onRequest else { return }
    hook(exchange.record(peer: peer, isWhole: isWhole))
  }

  /// Answers what cannot be understood, and ends the connection: where the next request would start
  /// is anyone's guess.
  func refuse(_ error: HTTPError, _ loop: isolated EventLoop) {
    pending = nil
    exchange.keepsAlive = false
    let response = error.response
    write(response, response.body.bytes ?? [], loop)
    if !isAdvancing { flush(loop) }
  }

  /// The same for what is no whole head.
  func refuseHead(_ error: HTTPError, _ loop: isolated EventLoop) {
    exchange = Exchange()
    exchange.id = loop.nextRequestID()
    refuse(error, loop)
  }

  func flush(_ loop: isolated EventLoop) {
    guard state != .closed, state != .lingering else { return }
    let unsentBefore = output.count
    switch output.send(to: socket.rawValue) {
    case .broken: return close(loop)
    case .all:
      output.giveBack(to: &loop.buffers)
      input.giveBack(to: &loop.buffers)
      if let writer { resume(writer, with: .success(())) }
      if state == .closing { return linger(loop) }
      if inputEnded, state == .head, input.isEmpty { return close(loop) }
      if state == .streaming {
        deadline = nil
        if events != nil { expire(after: loop.limits.heartbeatSeconds, loop) }
      }
      // A request that starts to arrive has its own, shorter time.
      if state == .head, !input.isEmpty, isBetweenRequests {
        isBetweenRequests = false
        expire(after: loop.limits.headSeconds, loop)
      }
    case .wouldBlock:
      if output.count < unsentBefore || deadline == nil {
        expire(after: loop.limits.writeSeconds, loop)
      }
    }
    watch(loop)
  }
}

extension BodyWriter {
  /// Each batch of events is one piece.
  fileprivate func write(_ events: EventSubscription) async throws {
    while let batch = await events.next() {
      try await write(batch.count == 1 ? batch[0].bytes : Array(batch.map(\.bytes).joined()))
    }
  }
}
