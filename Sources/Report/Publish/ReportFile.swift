import Foundation

/// A file of a report: a path below the report's folder, and its bytes.
public struct ReportFile: Sendable, Equatable {
  public var path: String
  public var data: Data

  public init(path: String, data: Data) {
    self.path = path
    self.data = data
  }

  /// Whether the path leads to a file below the report's folder, whatever its names are made from.
  var isBelowItsFolder: Bool { Self.isBelowItsFolder(path) }

  static func isBelowItsFolder(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !["", ".", ".."].contains($0) && !$0.utf8.contains(0)
    }
  }
}
