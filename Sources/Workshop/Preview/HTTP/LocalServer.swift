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
