import Foundation

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
