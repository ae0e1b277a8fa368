import Core
import Foundation

/// What `files.json` holds: the files of a published report with their hashes.
public struct FileList: Codable, Sendable, Equatable {
  /// The file's name in a report's folder.
  public static let name = "files.json"

  public struct Entry: Codable, Sendable, Equatable {
    public var path: String
    public var sha256: String
  }
  public var files: [Entry]

  init(_ files: [ReportFile]) {
    self.files = files.map { Entry(path: $0.path, sha256: Digest.sha256($0.data)) }
  }

  /// Reads the list of a report's folder.
  /// - Throws: `Fault` naming it where it is missing, or not what it has to be.
  public static func read(in folder: URL) throws -> FileList {
    let file = folder.appendingPathComponent(name)
    let data: Data
    do {
      data = try InputFile.data(at: file)
    } catch {
      throw Fault(
        "the report has no list of its files", at: file.path, found: (error as? Fault)?.found,
        hint: "name a report's folder; interleave reproduce makes one")
    }
    guard let list = try? JSONDecoder().decode(FileList.self, from: data) else {
      throw Fault("this is not a list of a report's files", at: file.path)
    }
    if let other = list.files.first(where: { !ReportFile.isBelowItsFolder($0.path) }) {
      throw Fault("the list names a file outside of the folder", at: file.path, found: other.path)
    }
    return list
  }

  /// The file's bytes; the same files give the same ones.
  func data() throws -> Data { try ReportJSON.data(self) }
}

extension FileList {
  /// A file that is not what the list says.
  public struct Problem: Sendable, Equatable {
    public enum Kind: String, Sendable {
      case missing
      case changed
    }
    public var path: String
    public var kind: Kind
  }

  /// The files in a folder that are missing or changed, in the list's order.
  public func problems(in folder: URL) -> [Problem] {
    files.compactMap { entry in
      let hash = Self.hash(of: folder.appendingPathComponent(entry.path))
      guard hash != entry.sha256 else { return nil }
      return Problem(path: entry.path, kind: hash == nil ? .missing : .changed)
    }
  }

  /// - Returns: nil where there is no file; an empty text where there is one that cannot be read as a file.
  static func hash(of file: URL) -> String? {
    var facts = stat()
    guard stat(file.path, &facts) == 0 else { return nil }
    guard facts.st_mode & S_IFMT == S_IFREG,
      let data = try? InputFile.data(at: file)
    else { return "" }
    return Digest.sha256(data)
  }
}
