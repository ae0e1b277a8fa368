import Foundation

/// One accepted connection: one request, one answer. Nothing here waits: `proceed` reads or writes what can be
/// read or written at once.
final class HTTPConnection {
  let file: Int32
  /// When it is given up, nanoseconds of the system's uptime.
  private(set) var deadline: UInt64
  private var head = Data()
  private var reply: Data?
  private var sent = 0

  /// How long a request may take to come, and a client to take the next part of the answer, seconds.
  private static let patience: UInt64 = 5

  /// - Parameter file: a socket, which this closes
  init(file: Int32) {
    self.file = file
    deadline = Self.deadline()
    // Children keep no connection open.
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
  }

  deinit { close(file) }

  private static func deadline() -> UInt64 {
    DispatchTime.now().uptimeNanoseconds + patience * 1_000_000_000
  }

  /// Whether the request has not come in full.
  var isReading: Bool { reply == nil }
  /// What `poll` is to wait for.
  var events: Int16 { Int16(isReading ? POLLIN : POLLOUT) }

  /// Goes on as far as it can without waiting.
  /// - Returns: whether there is more to do.
  func proceed(_ answer: (HTTPRequest) -> HTTPResponse) -> Bool {
    if isReading, !readHead(answer) { return false }
    return isReading || writeReply()
  }

  /// Says why where it is given up before the request has come.
  func giveUp() {
    guard isReading else { return }
    refuse(408)
    _ = writeReply()
  }

  // MARK: Reading

  /// - Returns: false where the client has gone.
  private func readHead(_ answer: (HTTPRequest) -> HTTPResponse) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while isReading {
      let count = recv(file, &buffer, buffer.count, 0)
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN { return true }
      guard count > 0 else { return false }
      head.append(contentsOf: buffer[..<count])
      if let end = head.range(of: Data("\r\n\r\n".utf8)) {
        take(head[..<end.lowerBound], answer)
      } else if head.count >= HTTPRequest.longestHead {
        refuse(431)
      }
    }
    return true
  }

  private func take(_ bytes: Data, _ answer: (HTTPRequest) -> HTTPResponse) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return refuse(400) }
    do {
      let request = try HTTPRequest(head: text)
      reply = answer(request).bytes(headOnly: request.method == "HEAD")
    } catch HTTPRequest.Refusal.badVersion {
      reply = HTTPResponse(505, "this server speaks HTTP/1.1").bytes(headOnly: false)
    } catch {
      refuse(400)
    }
  }

  private func refuse(_ status: Int) {
    reply = HTTPResponse(status, "the request cannot be read").bytes(headOnly: false)
  }

  // MARK: Writing

  /// - Returns: whether more is to be written.
  private func writeReply() -> Bool {
    guard let reply else { return false }
    while sent < reply.count {
      // A reader that went away is no reason to end.
      let count = reply[sent...].withUnsafeBytes {
        Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN { return true }
      guard count > 0 else { return false }
      sent += count
      deadline = Self.deadline()
    }
    drain()
    return false
  }

  /// What was not read yet would make the system take back the answer on closing.
  private func drain() {
    shutdown(file, Int32(SHUT_WR))
    var buffer = [UInt8](repeating: 0, count: 4096)
    var left = 64
    while left > 0, recv(file, &buffer, buffer.count, 0) > 0 { left -= 1 }
  }
}
