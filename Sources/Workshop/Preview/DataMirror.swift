import Core
import Foundation
import Published

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
