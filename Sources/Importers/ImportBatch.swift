import Core
import Foundation
import Results

/// Files and folders that are to be imported together: one broken file does not stop the others.
public struct ImportBatch: Sendable {
  /// What became of one file.
  public enum Outcome: Sendable {
    case imported(ImportOutcome)
    /// A model's configuration; it says what this model of the files beside it is.
    case configuration(model: String, ModelStatement)
    /// Not asked for by name, and nothing that can be taken, for this reason.
    case skipped(String)
    case failed(Fault)
  }

  /// In the order of paths; those of a folder by name, its configuration last.
  public private(set) var files: [(path: String, outcome: Outcome)] = []
  /// What a user should know of the batch as a whole.
  public private(set) var warnings: [String] = []
  private let store: ResultStore
  /// Folders with imported files, in the order in which they came, with the files' ids.
  private var folders: [(path: String, ids: [Int64])] = []
  /// The files that were read together with another one of their run.
  private var joined: Set<String> = []
  /// Configurations that were met, by their full paths, with what to call them.
  private var configurations: [String: String] = [:]

  /// Imports everything below some paths. Hidden files are left out, save for the folder in which a model
  /// repository keeps its results; symbolic links to folders are not followed. Where the files of a folder
  /// speak of one model, the `config.json` beside them says what it is. A folder in which nothing is
  /// recognised is a failure of its own.
  /// - Throws: `Fault` where the store itself is at fault.
  public init(_ paths: [String], into store: ResultStore) throws {
    self.store = store
    for path in paths { take(path) }
    readConfigurations()
  }

  public var failures: [Fault] {
    files.compactMap { if case .failed(let fault) = $0.outcome { fault } else { nil } }
  }

  /// The models that the files speak of, by name, at most `limit` of each file.
  public func models(in store: ResultStore, limit: Int) throws -> [String] {
    var names: Set<String> = []
    for case .imported(let done) in files.map(\.outcome) {
      names.formUnion(try store.models(ofFile: done.id, limit: limit))
    }
    return names.sorted()
  }

  // MARK: Importing

  private mutating func take(_ path: String) {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      files.append((path, .failed(Fault("there is no such file or folder", at: path))))
      return
    }
    guard isFolder.boolValue else { return take(url, path, named: true) }
    let first = files.count
    for (file, name) in Self.files(below: url, called: path) { take(file, name, named: false) }
    let taken = files[first...].contains { if case .skipped = $0.outcome { false } else { true } }
    if !taken { files.append((path, .failed(Self.nothing(in: path, files[first...])))) }
  }

  private static func nothing(
    in folder: String, _ files: ArraySlice<(path: String, outcome: Outcome)>
  ) -> Fault {
    Fault(
      "nothing in the folder is of a known format", at: folder,
      found: files.isEmpty
        ? "no files" : "\(files.count) files, the first of them \(files[files.startIndex].path)",
      hint: "docs/results.md lists the formats; a file that you name by itself says what it lacks")
  }

  private mutating func take(_ url: URL, _ path: String, named: Bool) {
    if url.lastPathComponent == ModelStatement.configName {
      configurations[url.standardizedFileURL.path] = path
      return
    }
    guard !joined.contains(url.standardizedFileURL.path) else { return }
    let outcome = outcome(url, path, named: named)
    files.append((path, outcome))
    guard case .imported(let done) = outcome else { return }
    let folder = url.standardizedFileURL.deletingLastPathComponent().path
    if let place = folders.firstIndex(where: { $0.path == folder }) {
      folders[place].ids.append(done.id)
    } else {
      folders.append((folder, [done.id]))
    }
  }

  /// Reads the configuration of each folder with imported files, asked for or not, and then those
  /// that were met elsewhere, which belong to nothing.
  private mutating func readConfigurations() {
    for folder in folders {
      let url = URL(fileURLWithPath: folder.path).appendingPathComponent(ModelStatement.configName)
      guard FileManager.default.fileExists(atPath: url.path) else { continue }
      let path = configurations.removeValue(forKey: url.standardizedFileURL.path) ?? shown(url)
      files.append((path, configuration(url, path, ids: folder.ids)))
    }
    files += configurations.values.sorted().map {
      ($0, .skipped("a configuration without results beside it"))
    }
  }

  /// A path as short as what the user typed.
  private func shown(_ url: URL) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
  }

  private mutating func configuration(_ url: URL, _ path: String, ids: [Int64]) -> Outcome {
    var isOfSeveral = false
    let outcome = guarded(path) {
      let file = try ImportFile(url, path: path)
      guard let statement = try ModelStatement.read(config: file) else {
        return .skipped("the configuration of something else than a stack of layers")
      }
      let models = Set(try ids.flatMap { try store.models(ofFile: $0, limit: 2) })
      isOfSeveral = models.count > 1
      guard let model = models.first, models.count == 1 else {
        return .skipped("a configuration beside results of several models")
      }
      try store.state([(model, statement)])
      return .configuration(model: model, statement)
    }
    if isOfSeveral {
      warnings.append("\(path): the files beside it speak of several models, so it is of none")
    }
    return outcome
  }

  private mutating func outcome(_ url: URL, _ path: String, named: Bool) -> Outcome {
    var members: [ImportFile] = []
    let outcome = guarded(path) {
      let file = try ImportFile(url, path: path)
      guard let importer = ImporterRegistry.all.first(where: { $0.recognises(file) }) else {
        guard !named, !file.isLargeFilePointer else { throw ImporterRegistry.unknown(file) }
        return .skipped("no known format")
      }
      let whole = try file.joined(by: importer)
      members = whole.members
      return .imported(try store.importFile(whole, by: importer))
    }
    joined.formUnion(members.map { $0.url.standardizedFileURL.path })
    return outcome
  }

  private func guarded(_ path: String, _ body: () throws -> Outcome) -> Outcome {
    do {
      return try body()
    } catch let fault as Fault {
      return .failed(fault)
    } catch {
      return .failed(Fault("the file could not be imported", at: path, found: "\(error)"))
    }
  }

  /// The regular files below a folder, by path.
  private static func files(below folder: URL, called path: String) -> [(URL, String)] {
    let keys: [URLResourceKey] = [.isRegularFileKey]
    let walk = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: keys, options: [])
    var found: [(URL, String)] = []
    let root = folder.standardizedFileURL.path
    while let item = walk?.nextObject() as? URL {
      let isHidden = item.lastPathComponent.hasPrefix(".")
      if isHidden, item.lastPathComponent != HubResultsImporter.folder {
        walk?.skipDescendants()
        continue
      }
      guard (try? item.resourceValues(forKeys: Set(keys)))?.isRegularFile == true else { continue }
      let full = item.standardizedFileURL.path
      let rest = full.hasPrefix(root + "/") ? String(full.dropFirst(root.count + 1)) : full
      found.append((item, path.hasSuffix("/") ? path + rest : "\(path)/\(rest)"))
    }
    return found.sorted { $0.1 < $1.1 }
  }
}
