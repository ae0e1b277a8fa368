import Core
import Foundation
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1: GET and HEAD, one request per connection.
///
/// One thread serves all connections and waits for none of them, so that a slow client keeps nobody else
/// waiting. Each connection has a deadline, and their number is bounded.
final class LocalServer: Sendable {
  /// The port that it listens on.
  let port: UInt16
  private let listener: Int32
  private let answer: @Sendable (HTTPRequest) -> HTTPResponse
  private let isStopped = Atomic(false)
  /// One more connection than this ends the oldest one.
  private static let most = 64

  /// Begins to listen; `start` begins to answer.
  /// - Parameter port: 0 takes one that is free
  /// - Throws: `Fault` where the port is taken.
  init(port: UInt16, answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws {
    self.answer = answer
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let file = socket(AF_INET, Int32(kind), 0)
    guard file >= 0 else { throw Self.fault("there is no socket", port) }
    var yes: Int32 = 1
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    do {
      self.port = try Self.bound(file, to: port)
      guard listen(file, 64) == 0 else { throw Self.fault("cannot listen", port) }
    } catch {
      close(file)
      throw error
    }
    listener = file
  }

  /// Answers from now on, in a thread of its own.
  func start() {
    Thread.detachNewThread { [self] in
      var open: [HTTPConnection] = []
      while !isStopped.load(ordering: .acquiring) { serve(&open) }
      close(listener)
    }
  }

  /// Ends listening, and what is under way.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    // The thread wakes up and closes it.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// Waits until something can be done, and does it.
  private func serve(_ open: inout [HTTPConnection]) {
    var files = open.map { pollfd(fd: $0.file, events: $0.events, revents: 0) }
    files.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
    poll(&files, nfds_t(files.count), 200)
    let ready = Set(files.dropLast().filter { $0.revents != 0 }.map(\.fd))
    let now = DispatchTime.now().uptimeNanoseconds
    open.removeAll { connection in
      if ready.contains(connection.file) { return !connection.proceed(checked) }
      guard connection.deadline < now else { return false }
      connection.giveUp()
      return true
    }
    if files.last?.revents != 0 { acceptAll(&open) }
  }

  /// Takes what is waiting. A client sends its request with the connection or soon after, so that it is the
  /// oldest of those without one that goes where there are too many.
  private func acceptAll(_ open: inout [HTTPConnection]) {
    for _ in 0..<Self.most {
      let file = accept(listener, nil, nil)
      guard file >= 0 else {
        // Out of files, for instance; somebody will close one.
        if errno != EINTR && errno != EAGAIN { usleep(20_000) }
        return
      }
      if open.count >= Self.most { open.remove(at: open.firstIndex(where: \.isReading) ?? 0) }
      let connection = HTTPConnection(file: file)
      if connection.proceed(checked) { open.append(connection) }
    }
  }

  private func checked(_ request: HTTPRequest) -> HTTPResponse {
    guard request.isForThisMachine(port: port) else {
      return HTTPResponse(403, "this server answers for 127.0.0.1 and localhost alone")
    }
    guard ["GET", "HEAD"].contains(request.method) else {
      return HTTPResponse(405, "only GET and HEAD")
    }
    return answer(request)
  }

  private static func bound(_ file: Int32, to port: UInt16) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(file, place, size) == 0 && getsockname(file, place, &size) == 0
      }
    }
    guard code else { throw fault("cannot use the port", port) }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func fault(_ what: String, _ port: UInt16) -> Fault {
    Fault(
      what, at: "127.0.0.1:\(port)", found: String(cString: strerror(errno)),
      hint: "--port 0 takes one that is free")
  }
}

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
