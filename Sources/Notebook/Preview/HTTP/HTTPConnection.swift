import Foundation

/// One accepted connection: one request, one answer.
struct HTTPConnection {
  let file: Int32

  /// Reads the request, has it answered, and closes.
  func serve(_ answer: (HTTPRequest) -> HTTPResponse) {
    defer { close(file) }
    limitWaiting()
    do {
      let request = try HTTPRequest(head: try readHead())
      send(answer(request).bytes(headOnly: request.method == "HEAD"))
    } catch let failure as Failure {
      guard let status = failure.status else { return }
      send(HTTPResponse(status, "the request cannot be read").bytes(headOnly: false))
    } catch HTTPRequest.Refusal.badVersion {
      send(HTTPResponse(505, "this server speaks HTTP/1.1").bytes(headOnly: false))
    } catch {
      send(HTTPResponse(400, "the request cannot be read").bytes(headOnly: false))
    }
    drain()
  }

  private struct Failure: Error {
    /// What is answered; nil where nobody is there.
    let status: Int?
  }

  /// Nobody holds a thread for longer than a few seconds.
  private func limitWaiting() {
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  private func readHead() throws -> String {
    let end = Data("\r\n\r\n".utf8)
    let deadline = DispatchTime.now().uptimeNanoseconds + 5_000_000_000
    var bytes = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(file, &buffer, buffer.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure(status: 408) }
      guard count > 0 else { throw Failure(status: nil) }
      bytes.append(contentsOf: buffer[..<count])
      if let range = bytes.range(of: end) {
        guard let text = String(validating: bytes[..<range.lowerBound], as: UTF8.self) else {
          throw Failure(status: 400)
        }
        return text
      }
      guard bytes.count < HTTPRequest.longestHead else { throw Failure(status: 431) }
      guard DispatchTime.now().uptimeNanoseconds < deadline else { throw Failure(status: 408) }
    }
  }

  private func send(_ data: Data) {
    data.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      var sent = 0
      while sent < bytes.count {
        // A reader that went away is no reason to end.
        let count = Foundation.send(file, start + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        sent += count
      }
    }
  }

  /// What was not read yet would make the system take back the answer on closing.
  private func drain() {
    shutdown(file, Int32(SHUT_WR))
    var buffer = [UInt8](repeating: 0, count: 4096)
    var left = 64
    while left > 0, recv(file, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 { left -= 1 }
  }
}
