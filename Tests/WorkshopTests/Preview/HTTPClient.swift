import Foundation

/// A client that sends exactly the bytes that a test wants.
enum HTTPClient {
  struct Answer {
    var status: Int
    var head: String
    var body: String
  }

  /// - Parameter head: the request's head without its end
  static func send(_ head: String, to port: UInt16) throws -> Answer {
    let text = try raw(head + "\r\n\r\n", to: port)
    let parts = text.components(separatedBy: "\r\n\r\n")
    let words = parts[0].split(separator: " ")
    return Answer(
      status: words.count > 1 ? Int(words[1]) ?? 0 : 0, head: parts[0],
      body: parts.dropFirst().joined(separator: "\r\n\r\n"))
  }

  static func get(_ path: String, from port: UInt16, host: String = "localhost") throws -> Answer {
    try send("GET \(path) HTTP/1.1\r\nHost: \(host)", to: port)
  }

  /// A connection that has sent nothing.
  static func connected(to port: UInt16) throws -> Int32 {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(file)
      throw POSIXError(.ECONNREFUSED)
    }
    return file
  }

  /// - Returns: how many bytes were taken
  static func write(_ bytes: [UInt8], to file: Int32) -> Int {
    bytes.withUnsafeBytes { Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  /// All that comes back until the other side closes.
  static func raw(_ text: String, to port: UInt16) throws -> String {
    let file = try connected(to: port)
    defer { close(file) }
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = write(Array(bytes[sent...]), to: file)
      guard count > 0 else { break }
      sent += count
    }
    var result = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(file, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      result.append(contentsOf: buffer[..<count])
    }
    return String(decoding: result, as: UTF8.self)
  }
}
