import Core
import Foundation
import Notebook
import Published

/// What the preview follows: notebooks, data files and the list of analyses. It polls, since that sees a
/// change on every file system and however a file is saved.
public struct Watcher {
  private let project: Project
  private let hashes = FileHashes()
  private var known: [String: String]

  /// Takes the present state as known.
  public init(_ project: Project) {
    self.project = project
    known = [:]
    known = state()
  }

  /// The files that were changed, added or removed since this was last asked, by path in the project;
  /// sorted. A file that was saved with the same bytes is not among them.
  public mutating func changes() -> [String] {
    let now = state()
    defer { known = now }
    return Set(known.keys).union(now.keys).filter { known[$0] != now[$0] }.sorted()
  }

  private mutating func state() -> [String: String] {
    var state: [String: String] = [:]
    for path in Self.files(of: project) {
      state[path] = hashes.hash(project.root.appendingPathComponent(path).path)
    }
    return state
  }

  /// Hidden files and editors' copies are left out.
  private static func files(of project: Project) -> [String] {
    var paths = ["Package.swift"]
    for folder in ["analyses", "data"] {
      let root = project.root.appendingPathComponent(folder)
      let names = FileManager.default.enumerator(atPath: root.path)
      while let name = names?.nextObject() as? String {
        let isHidden = name.split(separator: "/").contains {
          $0.hasPrefix(".") || $0.hasSuffix("~")
        }
        guard !isHidden, folder == "data" || name.hasSuffix(".swift") else { continue }
        paths.append("\(folder)/\(name)")
      }
    }
    return paths
  }
}

/// A copy of the data folder whose manifest is sealed, so that a data file can be seen in the report as soon
/// as it is saved. The project's own manifest stays as it is.
struct DataMirror {
  let source: URL
  /// Where the copy is made.
  let folder: URL

  /// Makes the copy anew and reads it.
  /// - Returns: the data, and the files whose entries in the project's manifest are not up to date
  /// - Throws: `Fault` where a file is damaged beyond its hash.
  func load() throws -> (data: DataSet, unsealed: [String]) {
    let scratch = try ScratchFolder("data", in: folder)
    defer { scratch.remove() }
    let fresh = scratch.url.appendingPathComponent("data")
    do {
      try FileManager.default.copyItem(at: source.resolvingSymlinksInPath(), to: fresh)
    } catch {
      throw Fault(
        "the data folder cannot be copied", at: source.path, found: error.localizedDescription)
    }
    let unsealed = try DataFolder(fresh, name: "data").seal()
    return (try DataFolder(fresh, name: "data").load(), unsealed)
  }
}
