import Core
import Foundation
import Testing

@testable import Workshop

/// Over real sockets.
@Suite struct PreviewServerTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("served-\(UUID().uuidString)")
  private let status = PreviewStatus()

  /// - Parameter body: takes the port, and the path that begins with the token and ends before a slash
  private func serving(_ body: (UInt16, String) throws -> Void) throws {
    try AtomicFile.write("one,two\n", to: folder.appendingPathComponent("tables/t.csv"))
    let server = try PreviewServer(folder: folder, status: status, port: 0)
    defer { server.stop() }
    let base = "http://127.0.0.1:\(server.port)"
    #expect(server.address.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\//) != nil)
    try body(server.port, String(server.address.dropFirst(base.count).dropLast()))
  }

  @Test func filesAreServedWithTheirHeaders() throws {
    try serving { port, own in
      let answer = try HTTPClient.get(own + "/tables/t.csv", from: port)
      #expect(answer.status == 200)
      #expect(answer.body == "one,two\n")
      #expect(answer.head.contains("Content-Type: text/csv; charset=utf-8"))
      #expect(answer.head.contains("X-Content-Type-Options: nosniff"))
      let head = try HTTPClient.send(
        "HEAD \(own)/tables/t.csv HTTP/1.1\r\nHost: localhost", to: port)
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head.head.contains("Content-Length: 8"))
    }
  }

  @Test func otherMethodsHostsAndPathsAreRefused() throws {
    try serving { port, own in
      let post = try HTTPClient.send("POST / HTTP/1.1\r\nHost: localhost", to: port)
      #expect(post.status == 405 && post.head.contains("Allow: GET, HEAD"))
      #expect(try HTTPClient.get("/", from: port, host: "evil.example").status == 403)
      #expect(try HTTPClient.get("/status", from: port, host: "evil.example:\(port)").status == 403)
      #expect(try HTTPClient.get(own + "/../../etc/passwd", from: port).status == 404)
      #expect(try HTTPClient.get(own + "/%2e%2e/%2e%2e/etc/passwd", from: port).status == 404)
      #expect(try HTTPClient.send("nonsense", to: port).status == 400)
      let long = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 40_000)
      #expect(try HTTPClient.send(long, to: port).status == 431)
    }
  }

  @Test func thePageFollowsBuilds() throws {
    try serving { port, own in
      #expect(try HTTPClient.get(own + "/", from: port).body.contains("Nothing is built yet"))
      try AtomicFile.write("%PDF", to: folder.appendingPathComponent("report.pdf"))
      #expect(try HTTPClient.get(own + "/", from: port).body.contains("<embed src=\"report.pdf\""))
      try AtomicFile.write(
        "<html><body>Hello</body></html>", to: folder.appendingPathComponent("report.html"))
      #expect(
        try HTTPClient.get(own + "/", from: port).body
          == "<html><body>Hello<script src=\"preview.js\"></script></body></html>")
      #expect(try HTTPClient.get(own + "/preview.js", from: port).body.contains("\"status\""))
    }
  }

  @Test func versionAndStatusTellWhatHappened() throws {
    try serving { port, own in
      let first = try HTTPClient.get(own + "/version", from: port).body
      status.end(digest: String(repeating: "a", count: 64), problems: [])
      let second = try HTTPClient.get(own + "/version", from: port).body
      #expect(first != second && second == "1-aaaaaaaaaaaa")
      status.end(
        digest: nil, problems: [.init(what: "build of toy", message: "main.swift:3: \u{1B}bad")])
      #expect(try HTTPClient.get(own + "/version", from: port).body == second)
      let json = try HTTPClient.get(own + "/status", from: port).body
      #expect(json.contains("build of toy") && json.contains("u{1B}bad"))
      #expect(json.contains("\"version\":\"\(second)\""))
    }
  }

  @Test func aTakenPortIsNamed() throws {
    try serving { port, _ in
      #expect {
        try PreviewServer(folder: folder, status: status, port: port)
      } throws: { ($0 as? Fault)?.location == "127.0.0.1:\(port)" }
    }
  }

  @Test func aStoppedServerAnswersNobody() throws {
    let server = try PreviewServer(folder: folder, status: status, port: 0)
    #expect(try HTTPClient.get("/version", from: server.port).status == 403)
    server.stop()
    var isClosed = false
    for _ in 0..<100 where !isClosed {
      usleep(20_000)
      isClosed = (try? HTTPClient.get("/version", from: server.port)) == nil
    }
    #expect(isClosed)
  }

  @Test func manyReadersAreServedAtOnce() throws {
    try serving { port, own in
      let queue = DispatchQueue(label: "readers", attributes: .concurrent)
      let group = DispatchGroup()
      for _ in 0..<24 {
        queue.async(group: group) {
          #expect((try? HTTPClient.get(own + "/tables/t.csv", from: port))?.body == "one,two\n")
        }
      }
      group.wait()
    }
  }

  /// Other users of the machine can connect, and know nothing but the port.
  @Test(arguments: ["/", "/status", "/report.html", "/tables/t.csv", "//tables/t.csv"])
  func withoutTheTokenNothingIsServed(_ path: String) throws {
    try serving { (port, own) throws in
      #expect(try HTTPClient.get(path, from: port).status == 403)
      #expect(
        try HTTPClient.get("/" + String(repeating: "0", count: 32) + path, from: port).status == 403
      )
      #expect(try HTTPClient.get(String(own.dropLast()) + path, from: port).status == 403)
      #expect(try HTTPClient.get(own, from: port).status == 403)
    }
    let (one, two) = (PreviewToken(), PreviewToken())
    #expect(one.prefix != two.prefix)
    #expect(one.path(of: two.prefix + "a") == nil)
    #expect(one.path(of: one.prefix + "a/b") == "/a/b")
  }

  @Test func slowClientsKeepNobodyWaiting() throws {
    try serving { port, own in
      // Half of them say nothing; the others go on byte by byte, or do not take their answer.
      let slow = try (0..<40).map { _ in try HTTPClient.connected(to: port) }
      defer { for file in slow { close(file) } }
      let request = Array("GET \(own)/tables/t.csv HTTP/1.1\r\nHost: localhost".utf8)
      for byte in request {
        for file in slow.prefix(20) { _ = HTTPClient.write([byte], to: file) }
      }
      for _ in 0..<5 {
        let start = ProcessInfo.processInfo.systemUptime
        #expect(try HTTPClient.get(own + "/tables/t.csv", from: port).body == "one,two\n")
        #expect(ProcessInfo.processInfo.systemUptime - start < 1)
      }
    }
  }

  @Test func aRequestThatDoesNotComeIsGivenUp() throws {
    try serving { (port, _) throws in
      let start = ProcessInfo.processInfo.systemUptime
      #expect(try HTTPClient.raw("GET / HTTP/1.1\r\n", to: port).contains(" 408 "))
      #expect((4..<8).contains(ProcessInfo.processInfo.systemUptime - start))
    }
  }

  @Test func moreConnectionsThanThereIsRoomForEndTheOldest() throws {
    try serving { port, own in
      let slow = try (0..<200).map { _ in try HTTPClient.connected(to: port) }
      defer { for file in slow { close(file) } }
      #expect(try HTTPClient.get(own + "/version", from: port).status == 200)
      var byte: UInt8 = 0
      // The first has been closed, the last is still there.
      #expect(recv(slow[0], &byte, 1, 0) <= 0)
      #expect(recv(slow[199], &byte, 1, Int32(MSG_DONTWAIT)) < 0 && errno == EAGAIN)
    }
  }

  /// A large file is sent in parts, as the client takes them.
  @Test func aLargeFileComesWhole() throws {
    try serving { port, own in
      let text = String(repeating: "0123456789abcdef", count: 1 << 18)
      try AtomicFile.write(text, to: folder.appendingPathComponent("large.txt"))
      #expect(try HTTPClient.get(own + "/large.txt", from: port).body == text)
    }
  }
}
