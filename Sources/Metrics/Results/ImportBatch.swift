import Core
import Foundation

/// Files and folders that are to be imported together: one broken file does not stop the others.
public struct ImportBatch: Sendable {
  /// What became of one file.
  public enum Outcome: Sendable {
    case imported(ImportOutcome)
    /// Of no known format, and not asked for by name.
    case skipped
    case failed(Fault)
  }

  /// In the order of paths; those of a folder by name.
  public let files: [(path: String, outcome: Outcome)]

  /// Imports everything below some paths. Hidden files are left out, symbolic links to folders are
  /// not followed.
  /// - Throws: `Fault` where the store itself is at fault.
  public init(_ paths: [String], into store: ResultStore) throws {
    var files: [(path: String, outcome: Outcome)] = []
    for path in paths {
      let url = URL(fileURLWithPath: path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        files.append((path, .failed(Fault("there is no such file or folder", at: path))))
        continue
      }
      guard isFolder.boolValue else {
        files.append((path, Self.outcome(url, path, named: true, store)))
        continue
      }
      for (file, name) in Self.files(below: url, called: path) {
        files.append((name, Self.outcome(file, name, named: false, store)))
      }
    }
    self.files = files
  }

  public var failures: [Fault] {
    files.compactMap { if case .failed(let fault) = $0.outcome { fault } else { nil } }
  }

  /// The regular files below a folder, by path.
  private static func files(below folder: URL, called path: String) -> [(URL, String)] {
    let keys: [URLResourceKey] = [.isRegularFileKey]
    let walk = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
    var found: [(URL, String)] = []
    let root = folder.standardizedFileURL.path
    while let item = walk?.nextObject() as? URL {
      guard (try? item.resourceValues(forKeys: Set(keys)))?.isRegularFile == true else { continue }
      let full = item.standardizedFileURL.path
      let rest = full.hasPrefix(root + "/") ? String(full.dropFirst(root.count + 1)) : full
      found.append((item, path.hasSuffix("/") ? path + rest : "\(path)/\(rest)"))
    }
    return found.sorted { $0.1 < $1.1 }
  }

  private static func outcome(
    _ url: URL, _ path: String, named: Bool, _ store: ResultStore
  ) -> Outcome {
    do {
      let file = try ImportFile(url, path: path)
      let isKnown = ImporterRegistry.all.contains { $0.recognises(file) }
      guard isKnown || named || file.isLargeFilePointer else { return .skipped }
      return .imported(try store.importFile(file))
    } catch let fault as Fault {
      return .failed(fault)
    } catch {
      return .failed(Fault("the file could not be imported", at: path, found: "\(error)"))
    }
  }
}
