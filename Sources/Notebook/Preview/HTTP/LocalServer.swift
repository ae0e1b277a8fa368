import Core
import Foundation
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1: GET and HEAD, one request a connection, each in a thread.
final class LocalServer: Sendable {
  /// The port that it listens on.
  let port: UInt16
  private let listener: Int32
  private let answer: @Sendable (HTTPRequest) -> HTTPResponse
  private let busy = Mutex(0)
  private let isStopped = Atomic(false)
  /// More connections than this at a time are turned away.
  private static let most = 32

  /// Begins to listen; `start` begins to answer.
  /// - Parameter port: 0 takes one that is free
  /// - Throws: `Fault` where the port is taken.
  init(port: UInt16, answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws {
    self.answer = answer
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
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

  /// Answers from now on, in threads of its own.
  func start() {
    Thread.detachNewThread { [self] in
      while !isStopped.load(ordering: .acquiring) { acceptOne() }
      close(listener)
    }
  }

  /// Ends listening; answers under way are finished.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    // The thread that accepts wakes up and closes it.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func acceptOne() {
    let file = accept(listener, nil, nil)
    guard file >= 0 else {
      // Out of files, for instance; somebody will close one.
      if errno != EINTR { usleep(20_000) }
      return
    }
    // Children keep no connection open.
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    let hasRoom = busy.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    guard hasRoom else {
      close(file)
      return
    }
    Thread.detachNewThread { [self] in
      HTTPConnection(file: file).serve(checked)
      busy.withLock { $0 -= 1 }
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
