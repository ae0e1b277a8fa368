import Foundation

/// The head of a request, as far as the preview looks at it (RFC 9112).
struct HTTPRequest: Equatable {
  /// Longer heads than this are refused, bytes.
  static let longestHead = 16 * 1024

  let method: String
  /// Decoded, without query: `/figures/front.svg`.
  let path: String
  /// The Host header, in lower case.
  let host: String

  /// Why a head was refused: a status of HTTP.
  enum Refusal: Error, Equatable { case badRequest, badVersion }

  /// Reads a head: the request line and the header lines, without the blank line.
  init(head: String) throws {
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let parts = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy({ $0.isASCII && $0.isUppercase })
    else { throw Refusal.badRequest }
    guard parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else { throw Refusal.badVersion }
    method = String(parts[0])
    path = try Self.path(of: parts[1])
    let hosts = try lines.dropFirst().compactMap(Self.host)
    // A request with two hosts means something else to whoever reads the other one.
    guard hosts.count == 1 else { throw Refusal.badRequest }
    host = hosts[0]
  }

  private static func path(of target: Substring) throws -> String {
    guard target.hasPrefix("/") else { throw Refusal.badRequest }
    let plain = target.prefix { $0 != "?" && $0 != "#" }
    guard let decoded = String(plain).removingPercentEncoding,
      decoded.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" })
    else { throw Refusal.badRequest }
    return decoded
  }

  /// The value of a Host line; nil for other headers.
  private static func host(_ line: Substring) throws -> String? {
    guard let colon = line.firstIndex(of: ":"), line.first != " ", line.first != "\t" else {
      throw Refusal.badRequest
    }
    guard line[..<colon].lowercased() == "host" else { return nil }
    return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces).lowercased()
  }

  /// Whether the request was meant for this machine. A page elsewhere can have its own name lead to
  /// 127.0.0.1, but the browser still sends that name.
  func isForThisMachine(port: UInt16) -> Bool {
    ["127.0.0.1", "localhost"].contains { host == $0 || host == "\($0):\(port)" }
  }
}

/// What the preview answers.
struct HTTPResponse: Equatable {
  var status: Int
  var type: String
  var body: Data

  init(_ status: Int, type: String = "text/plain; charset=utf-8", _ body: Data) {
    (self.status, self.type, self.body) = (status, type, body)
  }

  /// A sentence for what went wrong.
  init(_ status: Int, _ text: String) { self.init(status, Data((text + "\n").utf8)) }

  static let notFound = HTTPResponse(404, "there is no such file in the report")

  /// Head and body as they are sent; a HEAD request gets the head alone.
  func bytes(headOnly: Bool) -> Data {
    var lines = [
      "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Error")", "Content-Type: \(type)",
      "Content-Length: \(body.count)", "Connection: close", "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff", "Cross-Origin-Resource-Policy: same-origin",
      "Referrer-Policy: no-referrer",
    ]
    if status == 405 { lines.append("Allow: GET, HEAD") }
    let head = Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    return headOnly ? head : head + body
  }

  private static let reasons = [
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    505: "HTTP Version Not Supported",
  ]
}
