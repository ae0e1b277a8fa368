import Core

/// A data folder that was read and checked as a whole.
public struct DataSet: Sendable {
  /// A file with its records.
  struct File: Sendable {
    let content: FileContent
    let rows: any DataRows
    /// Changes when anything does that decides what the store holds for this file.
    let key: String

    var entry: Manifest.Entry { content.entry }
    var path: String { content.path }
  }

  let files: [File]

  /// How many records all files have together.
  public var rowCount: Int { files.reduce(0) { $0 + $1.rows.count } }
}

extension DataSet {
  /// Raised when the reading of files changes, so that stores are filled anew.
  private static let readerVersion = 1

  /// The key of each file: its entry, and for observations also the families and layouts that
  /// decide what its models are.
  static func key(of entry: Manifest.Entry, in manifest: Manifest) -> String {
    let context = manifest.files.filter { entry.kind == .observations && $0.kind.shapesModels }
    let texts = ["reader \(readerVersion)", entry.text] + context.map(\.sha256).sorted()
    return Digest.sha256(texts.joined(separator: "\n"))
  }
}

extension DataKind {
  fileprivate var shapesModels: Bool { self == .families || self == .layouts }
}
