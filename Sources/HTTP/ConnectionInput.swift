import CPosix

/// From bytes to requests, and through their handlers.
extension Connection {
  /// Takes up as many requests as are here, then sends what there is.
  func advance(_ loop: isolated EventLoop) {
    guard !isAdvancing else { return }
    isAdvancing = true
    var hadToWait: Bool
    repeat {
      while takeUp(loop) {}
      hadToWait = mustWait(loop)
      flush(loop)
      // Requests that had to wait would not be heard of again: their bytes are here already.
    } while hadToWait && !mustWait(loop)
    isAdvancing = false
  }

  /// Too many answers wait to be sent, or a large one.
  private func mustWait(_ loop: isolated EventLoop) -> Bool {
    output.count >= loop.limits.unsent || body != nil
  }

  /// One step; false when there is nothing to do until more happens.
  private func takeUp(_ loop: isolated EventLoop) -> Bool {
    switch state {
    case .head:
      guard !input.isEmpty, !mustWait(loop) else { return false }
      switch input.withSpan({ loop.parser.parse($0) }) {
      case .incomplete:
        if inputEnded, !isIdle {
          refuseHead(.badRequest("it ends in the middle of its head"), loop)
        }
        return false
      case .failed(let error): refuseHead(error, loop)
      case .complete(let head, let count): begin(head, count, loop)
      }
    case .body:
      switch pending?.body.take(from: input) {
      case .incomplete, nil:
        if inputEnded { refuse(.badRequest("it ends in the middle of its body"), loop) }
        return false
      case .failed(let error): refuse(error, loop)
      case .complete:
        guard let (handler, body) = pending.take(), var request = exchange.request else {
          return false
        }
        request.body = body.bytes
        handle(request, handler, loop)
      }
    case .handling, .streaming, .closing, .lingering, .closed: return false
    }
    return true
  }

  private func begin(_ parsed: Head, _ count: Int, _ loop: isolated EventLoop) {
    let head = input.prefix(count)
    input.consume(count)
    exchange = Exchange()
    exchange.minorVersion = parsed.minorVersion
    exchange.keepsAlive = parsed.keepsAlive && !loop.isDraining
    exchange.id = RequestID.given(parsed.fields, in: head.span) ?? loop.nextRequestID()
    if loop.hooks.onRequest != nil { exchange.started = Exchange.now() }
    guard case .routable(let method) = parsed.method else {
      return refuse(
        parsed.method == .unknown ? .unknownMethod : .methodNotAllowed(loop.routes.allMethods),
        loop)
    }
    var request = Request(method: method, head: head, parsed, peer: peer, id: exchange.id)
    if !loop.trustedProxies.isEmpty {
      request.forwarding = Forwarding(
        from: peer, trusted: loop.trustedProxies, parsed.fields, head.span)
    }
    switch loop.routes.match(method, request.pathRange, in: head.span) {
    case .nothing:
      exchange.request = request
      answer(HTTPError.notFound.response, parsed, loop)
    case .otherMethods(let allow):
      exchange.request = request
      answer(
        method == .options
          ? Response(204, fields: [("Allow", allow)])
          : HTTPError.methodNotAllowed(allow).response, parsed, loop)
    case .handler(let handler, let parameters, let bodyLimit):
      request.parameters = parameters
      exchange.request = request
      let limit = bodyLimit ?? loop.limits.body
      if case .length(let length) = parsed.framing, length > limit {
        return refuse(.bodyTooLarge(limit), loop)
      }
      guard parsed.framing != .none else { return handle(request, handler, loop) }
      state = .body
      pending = (handler, BodyReader(parsed.framing, limit: limit, limits: loop.limits))
      expire(after: loop.limits.bodySeconds, loop)
      // Not when the body is on its way already (RFC 9110, section 10.1.1).
      if parsed.expectsContinue, input.isEmpty {
        output.append("HTTP/1.1 100 Continue\r\n\r\n")
      }
    }
  }

  /// An answer that needs no body. With a body on its way the connection ends: reading it only to
  /// throw it away would let anyone upload to nowhere.
  private func answer(_ response: Response, _ parsed: Head, _ loop: isolated EventLoop) {
    if parsed.framing != .none { exchange.keepsAlive = false }
    respond(response, loop)
  }

  private func handle(_ request: Request, _ handler: Handler, _ loop: isolated EventLoop) {
    deadline = nil
    switch handler {
    case .quick(let handler):
      if let response = response(to: request, loop, handler) { respond(response, loop) }
    case .suspending(let handler): start(handler, request, loop)
    case .either(let quick, let handler):
      if let response = response(to: request, loop, quick) {
        respond(response, loop)
      } else {
        start(handler, request, loop)
      }
    }
  }

  private func start(
    _ handler: @escaping @Sendable (Request) async throws -> Response, _ request: Request,
    _ loop: isolated EventLoop
  ) {
    state = .handling
    loop.suspended += 1
    // Starts here and now, on the loop; only a handler that really suspends costs a switch.
    let task = Task.immediate {
      var response: Response
      do {
        response = try await handler(request)
      } catch {
        response = failure(error, of: request, loop)
      }
      response = await Compression.applied(to: response, for: request)
      handling = nil
      loop.suspended -= 1
      guard state == .handling else {
        if case .events(let events) = response.body { events.abandon() }
        return
      }
      respond(response, loop)
      advance(loop)
    }
    if state == .handling { handling = task }
  }

  private func response(
    to request: Request, _ loop: isolated EventLoop, _ handler: (Request) throws -> Response?
  ) -> Response? {
    do { return try handler(request) } catch { return failure(error, of: request, loop) }
  }

  private func failure(
    _ error: any Error, of request: Request, _ loop: isolated EventLoop
  ) -> Response {
    if let error = error as? HTTPError { return error.response }
    loop.hooks.onFailure?(error, request)
    return HTTPError.serverFailed.response
  }
}
