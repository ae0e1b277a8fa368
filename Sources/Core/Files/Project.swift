import Foundation

/// Where a checkout keeps its things.
public struct Project: Sendable {
  /// The folder that holds Package.swift.
  public let root: URL

  public init(root: URL) { self.root = root.standardizedFileURL }

  /// The project around a notebook's source file.
  public init(notebook path: String) {
    self.init(
      root: URL(fileURLWithPath: path).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent())
  }

  public var data: URL { root.appendingPathComponent("data") }
  public var analyses: URL { root.appendingPathComponent("analyses") }
  public var reports: URL { root.appendingPathComponent("reports") }
  public var store: URL { root.appendingPathComponent("interleave.sqlite") }
  /// The training runs.
  public var runs: URL { root.appendingPathComponent("runs.sqlite") }
  /// Results that other tools measured.
  public var results: URL { root.appendingPathComponent("results.sqlite") }
  /// The sweeps that can be named.
  public var profiles: URL { data.appendingPathComponent("profiles") }

  /// The verdicts on record.
  public var expectedClaims: URL { data.appendingPathComponent("expectations/claims.json") }

  /// The analyses' names in the order of the report: that of Package.swift's `analyses` list.
  public func analysisNames() throws -> [String] {
    let package = root.appendingPathComponent("Package.swift")
    guard let text = try? InputFile.text(at: package),
      let start = text.firstRange(of: "let analyses = ["),
      let end = text[start.upperBound...].firstRange(of: "]")
    else {
      throw Fault(
        "cannot tell which analyses there are", at: package.path,
        expected: "a list: let analyses = [...]",
        hint: "run from the project's folder, or pass --project")
    }
    return text[start.upperBound..<end.lowerBound].split(separator: "\"").enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// `url` as the project's readers write it: below the root, with forward slashes.
  public func relative(_ url: URL) -> String {
    let path = url.standardizedFileURL.path
    return path.hasPrefix(root.path + "/") ? String(path.dropFirst(root.path.count + 1)) : path
  }
}

extension Project {
  /// `../` as often as it takes to get from a folder to the checkout that it lies in; nil for a folder outside.
  package func pathToSources(from folder: URL) -> String? {
    let own = root.standardizedFileURL.pathComponents
    let other = folder.standardizedFileURL.pathComponents
    guard other.count > own.count, other.starts(with: own) else { return nil }
    return String(repeating: "../", count: other.count - own.count)
  }
}
