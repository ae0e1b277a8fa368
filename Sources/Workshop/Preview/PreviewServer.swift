import Core
import Foundation

/// Serves a report's folder with its status, below a path that only whoever was told the address knows: other
/// users of the machine can reach the port too.
///
/// - `/TOKEN/`: report.html with the script that follows builds, or where there is none a page that shows the
///   PDF
/// - `/TOKEN/version`: a text that changes with each finished build
/// - `/TOKEN/status`: JSON, what is under way and what is wrong
/// - everything else below `/TOKEN/`: the folder's files
public final class PreviewServer: Sendable {
  private let server: LocalServer
  private let token: PreviewToken
  /// The page's address.
  public var address: String { "http://127.0.0.1:\(server.port)\(token.prefix)" }
  /// The port that it listens on.
  public var port: UInt16 { server.port }

  /// Begins to serve.
  /// - Parameter port: 0 takes one that is free
  /// - Throws: `Fault` where the port is taken.
  public init(folder: URL, status: PreviewStatus, port: UInt16) throws {
    let token = PreviewToken()
    self.token = token
    server = try LocalServer(port: port) { request in
      guard let path = token.path(of: request.path) else {
        return HTTPResponse(403, "open the address that `interleave preview` has printed")
      }
      return Self.response(to: path, StaticFiles(folder: folder), status)
    }
    server.start()
  }

  /// Ends serving.
  public func stop() { server.stop() }

  private static func response(
    to path: String, _ files: StaticFiles, _ status: PreviewStatus
  ) -> HTTPResponse {
    switch path {
    case "/", "/report.html": return page(files)
    case "/version": return HTTPResponse(200, Data(status.version.utf8))
    case "/status":
      let json = (try? status.json.data()) ?? Data("{}".utf8)
      return HTTPResponse(200, type: "application/json", json)
    case "/preview.js":
      return HTTPResponse(
        200, type: "text/javascript; charset=utf-8", Data(PreviewPage.script.utf8))
    default: return files.response(to: path)
    }
  }

  private static func page(_ files: StaticFiles) -> HTTPResponse {
    let report = files.response(to: "/report.html")
    guard report.status == 200 else {
      let text = PreviewPage.withoutHTML(hasPDF: files.has("/report.pdf"))
      return HTTPResponse(200, type: html, Data(text.utf8))
    }
    let text = PreviewPage.following(String(decoding: report.body, as: UTF8.self))
    return HTTPResponse(200, type: report.type, Data(text.utf8))
  }

  private static let html = "text/html; charset=utf-8"
}
