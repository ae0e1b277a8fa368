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

/// A random word that is part of the preview's address, a new one for each preview.
struct PreviewToken: Sendable {
  /// How every path begins: `/0123456789abcdef0123456789abcdef/`.
  let prefix: String

  init() {
    var generator = SystemRandomNumberGenerator()
    let halves = (0..<2).map { _ in String(format: "%016lx", generator.next()) }
    prefix = "/\(halves.joined())/"
  }

  /// The path in the report: `/figures/front.svg`; nil for a request without the token.
  func path(of requested: String) -> String? {
    let (given, own) = (Array(requested.utf8), Array(prefix.utf8))
    guard given.count >= own.count else { return nil }
    // All bytes are looked at, so that the time says nothing of where they differ.
    let difference = zip(given, own).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) }
    return difference == 0 ? "/" + String(decoding: given[own.count...], as: UTF8.self) : nil
  }
}

/// The files of one folder, for a server: nothing hidden, nothing outside.
struct StaticFiles {
  let folder: URL

  /// The file at a path such as `/figures/front.svg`.
  /// - Returns: 404 for all that is no plain file below the folder: hidden names, `..`, links that lead
  ///   out, folders, devices.
  func response(to path: String) -> HTTPResponse {
    guard let file = locate(path), let data = Self.read(file) else { return .notFound }
    let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return HTTPResponse(200, type: Self.types[ending] ?? "application/octet-stream", data)
  }

  /// Whether there is such a file.
  func has(_ path: String) -> Bool { locate(path) != nil }

  private func locate(_ path: String) -> String? {
    let names = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }),
      let root = Self.resolved(folder.path),
      let file = Self.resolved(folder.path + "/" + names.joined(separator: "/"))
    else { return nil }
    return file.hasPrefix(root + "/") ? file : nil
  }

  /// The path without links; nil where there is nothing.
  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func read(_ path: String) -> Data? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    return try? handle.readToEnd() ?? Data()
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "json": "application/json", "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
    "pdf": "application/pdf", "woff2": "font/woff2",
  ]
}

/// The preview's own page and script. Their addresses are relative: only the reader's own has the token.
enum PreviewPage {
  /// A report's page with the script that follows builds.
  static func following(_ html: String) -> String {
    let tag = "<script src=\"preview.js\"></script>"
    guard let end = html.range(of: "</body>", options: .backwards) else { return html + tag }
    return html.replacingCharacters(in: end, with: tag + "</body>")
  }

  /// The page where the report has no HTML, or nothing is built yet.
  static func withoutHTML(hasPDF: Bool) -> String {
    let body =
      hasPDF
      ? "<embed src=\"report.pdf\" type=\"application/pdf\">"
      : "<p>Nothing is built yet. This page follows the first build.</p>"
    return following(
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Interleave: preview</title>
      <style>
      body { margin: 0; font: 16px/1.5 system-ui, sans-serif }
      p { margin: 2rem }
      embed { width: 100vw; height: 100vh; display: block }
      </style></head>
      <body>\(body)</body></html>

      """)
  }

  /// Asks for the status twice a second: reloads after a build, and shows what is wrong in a banner. What
  /// programs said is set as text, never as markup.
  static let script = """
    (() => {
      let shown = null;
      const banner = document.createElement("div");
      banner.setAttribute("role", "status");
      banner.style.cssText = "position:fixed;left:0;right:0;bottom:0;max-height:50vh;overflow:auto;"
        + "z-index:2147483647;padding:.75rem 1rem;font:14px/1.45 ui-monospace,monospace;"
        + "white-space:pre-wrap;color:#fff;background:#8a1f11;display:none";
      document.body.appendChild(banner);
      const show = (text, color) => {
        banner.textContent = text;
        banner.style.background = color;
        banner.style.display = text ? "block" : "none";
      };
      const ask = async () => {
        try {
          const status = await (await fetch("status", { cache: "no-store" })).json();
          if (shown === null) shown = status.version;
          if (status.version !== shown) return location.reload();
          const problems = status.problems.map((p) => p.what + "\\n" + p.message);
          if (problems.length) show(problems.join("\\n\\n"), "#8a1f11");
          else show(status.working ?? "", "#3c4a5a");
        } catch {
          show("the preview has ended", "#3c4a5a");
        }
        setTimeout(ask, 500);
      };
      ask();
    })();
    """
}
