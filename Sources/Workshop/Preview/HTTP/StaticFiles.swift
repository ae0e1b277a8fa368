import Foundation

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
