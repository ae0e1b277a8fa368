import Core
import Foundation
import Testing

@testable import Notebook

/// Over real sockets.
@Suite struct PreviewServerTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("served-\(UUID().uuidString)")
  private let status = PreviewStatus()

  private func serving(_ body: (UInt16) throws -> Void) throws {
    try AtomicFile.write("one,two\n", to: folder.appendingPathComponent("tables/t.csv"))
    let server = try PreviewServer(folder: folder, status: status, port: 0)
    defer { server.stop() }
    #expect(server.address == "http://127.0.0.1:\(server.port)/")
    try body(server.port)
  }

  @Test func filesAreServedWithTheirHeaders() throws {
    try serving { port in
      let answer = try HTTPClient.get("/tables/t.csv", from: port)
      #expect(answer.status == 200)
      #expect(answer.body == "one,two\n")
      #expect(answer.head.contains("Content-Type: text/csv; charset=utf-8"))
      #expect(answer.head.contains("X-Content-Type-Options: nosniff"))
      let head = try HTTPClient.send("HEAD /tables/t.csv HTTP/1.1\r\nHost: localhost", to: port)
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head.head.contains("Content-Length: 8"))
    }
  }

  @Test func otherMethodsHostsAndPathsAreRefused() throws {
    try serving { port in
      let post = try HTTPClient.send("POST / HTTP/1.1\r\nHost: localhost", to: port)
      #expect(post.status == 405 && post.head.contains("Allow: GET, HEAD"))
      #expect(try HTTPClient.get("/", from: port, host: "evil.example").status == 403)
      #expect(try HTTPClient.get("/status", from: port, host: "evil.example:\(port)").status == 403)
      #expect(try HTTPClient.get("/../../etc/passwd", from: port).status == 404)
      #expect(try HTTPClient.get("/%2e%2e/%2e%2e/etc/passwd", from: port).status == 404)
      #expect(try HTTPClient.send("nonsense", to: port).status == 400)
      let long = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 40_000)
      #expect(try HTTPClient.send(long, to: port).status == 431)
    }
  }

  @Test func thePageFollowsBuilds() throws {
    try serving { port in
      #expect(try HTTPClient.get("/", from: port).body.contains("Nothing is built yet"))
      try AtomicFile.write("%PDF", to: folder.appendingPathComponent("report.pdf"))
      #expect(try HTTPClient.get("/", from: port).body.contains("<embed src=\"/report.pdf\""))
      try AtomicFile.write(
        "<html><body>Hello</body></html>", to: folder.appendingPathComponent("report.html"))
      #expect(
        try HTTPClient.get("/", from: port).body
          == "<html><body>Hello<script src=\"/preview.js\"></script></body></html>")
      #expect(try HTTPClient.get("/preview.js", from: port).body.contains("/status"))
    }
  }

  @Test func versionAndStatusTellWhatHappened() throws {
    try serving { port in
      let first = try HTTPClient.get("/version", from: port).body
      status.end(digest: String(repeating: "a", count: 64), problems: [])
      let second = try HTTPClient.get("/version", from: port).body
      #expect(first != second && second == "1-aaaaaaaaaaaa")
      status.end(
        digest: nil, problems: [.init(what: "build of toy", message: "main.swift:3: \u{1B}bad")])
      #expect(try HTTPClient.get("/version", from: port).body == second)
      let json = try HTTPClient.get("/status", from: port).body
      #expect(json.contains("build of toy") && json.contains("u{1B}bad"))
      #expect(json.contains("\"version\":\"\(second)\""))
    }
  }

  @Test func aTakenPortIsNamed() throws {
    try serving { port in
      #expect {
        try PreviewServer(folder: folder, status: status, port: port)
      } throws: { ($0 as? Fault)?.location == "127.0.0.1:\(port)" }
    }
  }

  @Test func aStoppedServerAnswersNobody() throws {
    let server = try PreviewServer(folder: folder, status: status, port: 0)
    #expect(try HTTPClient.get("/version", from: server.port).status == 200)
    server.stop()
    var isClosed = false
    for _ in 0..<100 where !isClosed {
      usleep(20_000)
      isClosed = (try? HTTPClient.get("/version", from: server.port)) == nil
    }
    #expect(isClosed)
  }

  @Test func manyReadersAreServedAtOnce() throws {
    try serving { port in
      let queue = DispatchQueue(label: "readers", attributes: .concurrent)
      let group = DispatchGroup()
      for _ in 0..<24 {
        queue.async(group: group) {
          #expect((try? HTTPClient.get("/tables/t.csv", from: port))?.body == "one,two\n")
        }
      }
      group.wait()
    }
  }
}
