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

extension DataFolder {
  /// Writes the hash and the number of records of every listed file into the manifest, after a
  /// change that is meant; and a mark of every line into `lines.txt`. Nothing is written if a file cannot be read as its kind.
  /// - Returns: the files whose entry changed.
  @discardableResult
  public func seal() throws -> [String] {
    let old = try manifest()
    var new = old
    let files = try files(of: old, verifying: false)
    for (index, file) in files.enumerated() {
      new.files[index].sha256 = Digest.sha256(file.content.data)
      new.files[index].rows = file.rows.count
    }
    let marks = LineMarks(files.map { ($0.entry.file, $0.content.data) })
    if marks != lineMarks() {
      try AtomicFile.write(marks.text, to: root.appendingPathComponent(LineMarks.fileName))
    }
    guard new != old else { return [] }
    try AtomicFile.write(new.text, to: root.appendingPathComponent(Manifest.fileName))
    return zip(old.files, new.files).filter { $0 != $1 }.map(\.1.file)
  }
}

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

/// What the files read so far have said, for those that refer to it.
struct Catalog {
  var references: Set<String> = []
  var families: [String: Family] = [:]
  var layouts: [LayoutKey: LayerLayout] = [:]
  /// Every model with the place of its first row.
  var models: [String: (model: Model, place: String)] = [:]

  /// What a layout is found by.
  struct LayoutKey: Hashable {
    let label: RatioLabel
    let convention: RatioConvention
    let totalLayers: Int
  }

  /// The family with a key, or a fault that lists what is known.
  func family(_ key: String, of row: TableRow, column: String) throws -> Family {
    if let family = families[key] { return family }
    let meant = families.values.first { $0.isCalled(key) }
    let known = families.values.sorted { $0.position < $1.position }.map(\.key)
    throw Fault(
      "\(column) names an unknown family", at: row.place,
      expected: known.joined(separator: ", "), found: key.isEmpty ? "nothing" : key,
      hint: meant.map { "data files write it \($0.key)" }
        ?? "add the family to families.csv, or correct the name")
  }
}

/// The bytes of one data file with its entry, as a reader gets them.
struct FileContent: Sendable {
  let entry: Manifest.Entry
  /// What errors and provenance call the file: `data/paper/table7.csv`.
  let path: String
  let data: Data

  /// The records.
  /// - Parameter verifying: whether there have to be as many as the manifest says.
  func rows(knowing catalog: Catalog, verifying: Bool) throws -> any DataRows {
    let rows = try entry.kind.reader.init(self, knowing: catalog)
    guard rows.count == entry.rows || !verifying else {
      throw Fault(
        "the file has another number of records than the manifest says", at: path,
        expected: "\(entry.rows)", found: "\(rows.count)",
        hint: "the file may have been cut short; \(sealHint)")
    }
    return rows
  }

  /// The lines with their numbers, for a kind of file that has a record a line.
  /// - Throws: `Fault` where the bytes are not UTF-8, or the last line does not end.
  func lines() throws -> [(text: String, line: Int)] {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Fault("the file is not UTF-8", at: path)
    }
    guard text.isEmpty || text.hasSuffix("\n") else {
      throw Fault("the last line does not end", at: path, hint: "the file may have been cut short")
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated()
      .map { (String($0.element), $0.offset + 1) }
  }

  /// Passes only the file that the manifest names, byte for byte.
  func verify(knowing catalog: Catalog, sealed marks: LineMarks) throws {
    let digest = Digest.sha256(data)
    guard digest != entry.sha256 else { return }
    let change = marks.change(of: entry.file, to: data)
    let words = change.map { "\($0.words); " } ?? ""
    throw Fault(
      "the file is not the one that the manifest names",
      at: change.map { "\(path):\($0.first)" } ?? path,
      expected: entry.sha256.isEmpty ? "an entry with a hash" : "SHA-256 \(entry.sha256)",
      found: "SHA-256 \(digest)", hint: words + reason(catalog))
  }

  /// What reading on finds in a file with another hash.
  private func reason(_ catalog: Catalog) -> String {
    do {
      _ = try rows(knowing: catalog, verifying: true)
      return "each line reads well, so look for a changed value; \(sealHint)"
    } catch let cause as Fault {
      let found = cause.found.map { " (found \($0))" } ?? ""
      return "the reason may be: \(cause.location): \(cause.what)\(found)"
    } catch {
      return "\(error)"
    }
  }
}
