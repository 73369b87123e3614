import CPosix

/// From answers to bytes, in order.
extension Connection {
  func respond(_ response: Response, _ loop: isolated EventLoop) {
    if loop.isDraining { exchange.keepsAlive = false }
    if let tag = response.tag, response.status == 200, let request = exchange.request,
      request.method == .head || request.method == .get, request.hasCurrent(tag)
    {
      if case .events(let events) = response.body { events.abandon() }
      return write(response.notModified, [], loop)
    }
    switch response.body {
    case .empty: write(response, [], loop)
    case .bytes(let bytes): write(response, bytes, loop)
    case .cached(let answer): write(answer, response, loop)
    case .file(let body):
      appendHead(response, .length(body.count), loop)
      finish(sending: body.count, loop) { BodyCursor(body) }
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
    finish(sending: response.status.hasBody ? bytes : [], loop)
  }

  private func write(_ answer: CachedAnswer, _ response: Response, _ loop: isolated EventLoop) {
    guard let request = exchange.request else { return }
    let (form, isCurrent) = answer.form(for: request)
    let status: Status = isCurrent ? 304 : 200
    exchange.status = status
    output.append(
      status, isCurrent ? form.notModifiedFields : form.fields, response.fields, setting(loop))
    finish(sending: isCurrent ? [] : form.body, loop)
  }

  private func finish(sending bytes: [UInt8], _ loop: isolated EventLoop) {
    guard bytes.count <= loop.limits.copied else {
      return finish(sending: bytes.count, loop) { BodyCursor(bytes) }
    }
    if exchange.request?.method != .head {
      output.append(bytes)
      exchange.bytes += bytes.count
    }
    finish(loop)
  }

  /// A body that is not copied: the answer ends when it is sent.
  private func finish(
    sending count: Int, _ loop: isolated EventLoop, _ cursor: () -> BodyCursor
  ) {
    guard exchange.request?.method != .head, count > 0 else { return finish(loop) }
    exchange.bytes = count
    body = cursor()
    state = .streaming
    deadline = nil
  }

  private func appendHead(
    _ response: Response, _ framing: ResponseFraming, _ loop: isolated EventLoop
  ) {
    exchange.status = response.status
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
    // An idle connection keeps nothing of it.
    exchange.request = nil
    state = exchange.keepsAlive && !loop.isDraining ? .head : .closing
    isBetweenRequests = true
    expire(after: loop.limits.idleSeconds, loop)
  }

  func record(isWhole: Bool, _ loop: isolated EventLoop) {
    guard let hook = loop.hooks.onRequest else { return }
    let exchange = exchange
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

  private var unsent: Int { output.count + (body?.left ?? 0) }

  /// What is buffered, then the large body after it.
  private func sendAll() -> ByteBuffer.Sent {
    let sent = output.send(to: socket.rawValue, isPart: body != nil)
    guard case .all = sent, var rest = body else { return sent }
    let restSent = rest.send(to: socket.rawValue)
    body = rest
    return restSent
  }

  func flush(_ loop: isolated EventLoop) {
    guard state != .closed, state != .lingering else { return }
    let unsentBefore = unsent
    switch sendAll() {
    case .broken: return close(loop)
    case .all:
      if body.take() != nil { finish(loop) }
      output.giveBack()
      input.giveBack()
      if let writer { resume(writer, with: .success(())) }
      if state == .closing { return linger(loop) }
      if inputEnded, isIdle { return close(loop) }
      if state == .streaming {
        deadline = nil
        if events != nil { expire(after: loop.limits.heartbeatSeconds, loop) }
      }
      // A request that starts to arrive has its own, shorter time.
      if state == .head, !isIdle, isBetweenRequests {
        isBetweenRequests = false
        expire(after: loop.limits.headSeconds, loop)
      }
    case let blocked:
      if case .paused = blocked { isUnfinished = true }
      if unsent < unsentBefore || deadline == nil {
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
