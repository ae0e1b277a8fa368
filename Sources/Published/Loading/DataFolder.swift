import Core
import Foundation

/// The folder of data files with its manifest.
public struct DataFolder: Sendable {
  /// Where the folder is.
  public let root: URL

  /// With what every path in errors and provenance begins: the folder's name unless another is given.
  public let name: String

  /// The folder at a path; nothing is read yet.
  /// - Parameter name: `data` where another folder stands for the project's, whose paths are known
  public init(_ root: URL, name: String? = nil) {
    self.root = root.standardizedFileURL
    self.name = name ?? self.root.lastPathComponent
  }

  /// Reads and checks the manifest, and nothing else.
  public func manifest() throws -> Manifest {
    try Manifest(json: read(Manifest.fileName), path: "\(name)/\(Manifest.fileName)")
  }

  /// Reads every file that the manifest lists and checks it, alone and against the others.
  /// - Throws: a `Fault` with file and line for the first thing that is not as it must be.
  public func load() throws -> DataSet {
    DataSet(files: try files(of: try manifest(), verifying: true))
  }

  /// Reads the files in the order of their kinds.
  /// - Parameter verifying: whether hashes and row counts have to be those of the manifest.
  func files(of manifest: Manifest, verifying: Bool) throws -> [DataSet.File] {
    let marks = lineMarks()
    var catalog = Catalog()
    var files: [String: DataSet.File] = [:]
    for kind in DataKind.allCases {
      for entry in manifest.files where entry.kind == kind {
        try checkCitation(entry, catalog)
        let content = FileContent(
          entry: entry, path: "\(name)/\(entry.file)", data: try read(entry.file))
        if verifying { try content.verify(knowing: catalog, sealed: marks) }
        let rows = try content.rows(knowing: catalog, verifying: verifying)
        rows.register(in: &catalog)
        files[entry.file] = DataSet.File(
          content: content, rows: rows, key: DataSet.key(of: entry, in: manifest))
      }
    }
    return manifest.files.compactMap { files[$0.file] }
  }

  /// The marks of the sealed lines; none where the folder has none.
  func lineMarks() -> LineMarks {
    let url = root.appendingPathComponent(LineMarks.fileName)
    return LineMarks(text: (try? InputFile.text(at: url)) ?? "")
  }

  /// The bytes of a file in the folder.
  func read(_ file: String) throws -> Data {
    let url = root.appendingPathComponent(file)
    let isManifest = file == Manifest.fileName
    do {
      return try InputFile.data(at: url, called: isManifest ? url.path : "\(name)/\(file)")
    } catch var fault as Fault {
      fault.hint =
        isManifest
        ? "name a folder that holds a \(Manifest.fileName)"
        : "restore it, or take its entry out of \(Manifest.fileName)"
      throw fault
    }
  }

  private func checkCitation(_ entry: Manifest.Entry, _ catalog: Catalog) throws {
    guard entry.citation.isEmpty || catalog.references.contains(entry.citation) else {
      throw Fault(
        "citation is not the key of a reference",
        at: "\(name)/\(Manifest.fileName): \(entry.file)", found: entry.citation,
        hint: "add the work to references.json")
    }
  }
}
