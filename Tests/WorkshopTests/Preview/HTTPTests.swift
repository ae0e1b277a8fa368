import Foundation
import Testing

@testable import Core
@testable import Workshop

@Suite struct HTTPRequestTests {
  private func refusal(_ head: String) -> HTTPRequest.Refusal? {
    do {
      _ = try HTTPRequest(head: head)
      return nil
    } catch { return error as? HTTPRequest.Refusal }
  }

  @Test func aPlainRequestIsRead() throws {
    let request = try HTTPRequest(
      head: "GET /figures/a%20b.svg?x=1 HTTP/1.1\r\nHost: LocalHost:8600\r\nAccept: */*")
    #expect(request.method == "GET")
    #expect(request.path == "/figures/a b.svg")
    #expect(request.host == "localhost:8600")
  }

  @Test(arguments: [
    "", "GET", "GET / HTTP/1.1", "get / HTTP/1.1\r\nHost: a", "GET  HTTP/1.1\r\nHost: a",
    "GET http://a/ HTTP/1.1\r\nHost: a", "GET /%zz HTTP/1.1\r\nHost: a",
    "GET /%00 HTTP/1.1\r\nHost: a", "GET /%FF HTTP/1.1\r\nHost: a",
    "GET /a\\b HTTP/1.1\r\nHost: a", "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
    "GET / HTTP/1.1\r\nHost: a\r\n folded", "GET / HTTP/1.1\r\nno colon\r\nHost: a",
  ])
  func whatIsNoRequestIsRefused(_ head: String) { #expect(refusal(head) == .badRequest) }

  @Test func otherVersionsAreRefused() {
    #expect(refusal("GET / HTTP/2.0\r\nHost: a") == .badVersion)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.0.0.1:8600", true), ("localhost", true), ("localhost:8600", true),
    ("localhost:8601", false), ("example.org", false), ("localhost.example.org", false),
    ("127.0.0.1.example.org", false), ("", false), ("localhost:8600@evil", false),
  ])
  func onlyThisMachinesNamesAreForIt(_ host: String, _ isOwn: Bool) throws {
    let request = try HTTPRequest(head: "GET / HTTP/1.1\r\nHost: \(host)")
    #expect(request.isForThisMachine(port: 8600) == isOwn)
  }
}

@Suite struct StaticFilesTests {
  private let folder: URL
  private let files: StaticFiles

  init() throws {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("files-\(UUID().uuidString)")
    folder = root.appendingPathComponent("report")
    files = StaticFiles(folder: folder)
    for name in ["a.html", "figures/b.svg", ".hidden", ".git/config", "c.CSV"] {
      let url = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try name.write(to: url, atomically: true, encoding: .utf8)
    }
    let secret = root.appendingPathComponent("secret.txt")
    try "secret".write(to: secret, atomically: true, encoding: .utf8)
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: folder.appendingPathComponent("out.txt"), withDestinationURL: secret)
    try manager.createSymbolicLink(
      at: folder.appendingPathComponent("up"), withDestinationURL: root)
    try manager.createSymbolicLink(
      at: folder.appendingPathComponent("in.html"),
      withDestinationURL: folder.appendingPathComponent("a.html"))
    mkfifo(folder.appendingPathComponent("pipe").path, 0o600)
  }

  @Test(arguments: [
    ("/a.html", "text/html; charset=utf-8"), ("/figures/b.svg", "image/svg+xml"),
    ("/c.CSV", "text/csv; charset=utf-8"), ("/in.html", "text/html; charset=utf-8"),
  ])
  func filesHaveTheirTypes(_ path: String, _ type: String) {
    let response = files.response(to: path)
    #expect(response.status == 200)
    #expect(response.type == type)
    #expect(!response.body.isEmpty)
  }

  @Test(arguments: [
    "/", "/nothing", "/figures", "/figures/", "/../secret.txt", "/figures/../../secret.txt",
    "/out.txt", "/up/secret.txt", "/.hidden", "/.git/config", "//a.html", "/./a.html", "/pipe", "",
  ])
  func nothingElseIsServed(_ path: String) { #expect(files.response(to: path).status == 404) }
}
