import Core
import Foundation

/// A file that is to be imported: its name, its size, its first bytes, and bounded ways to read it.
///
/// A file packed by gzip (`results.json.gz`) is what it holds: name, size and bytes are those of the inside.
public struct ImportFile: Sendable {
  /// Where it is, which may say what it holds; without the ending `.gz` where it is packed.
  public let url: URL
  /// The file on disk.
  let source: URL
  /// Whether the file on disk is packed.
  let isPacked: Bool
  /// What errors and tables call it.
  public let path: String
  /// Bytes when it was opened. What is appended later is not read.
  public let size: Int
  /// The first bytes, at most 64 KiB.
  public let head: [UInt8]
  /// The file as it was when it was opened.
  let state: FileState?
  /// The files of its run, in the order in which they are read, itself among them; empty where it is alone.
  public private(set) var members: [ImportFile] = []

  /// - Throws: `Fault` where it is missing, not a regular file, or unreadable.
  public init(_ url: URL, path: String? = nil) throws {
    source = url
    self.path = path ?? url.path
    state = FileState(url)
    let handle = try InputFile.open(url, called: self.path)
    defer { try? handle.close() }
    let size = state?.size ?? 0
    let head = Array((try? handle.read(upToCount: min(Self.headLength, size))) ?? Data())
    isPacked = Self.isPacked(url, head)
    self.url = isPacked ? url.deletingPathExtension() : url
    (self.size, self.head) =
      isPacked ? try Self.unpacked(handle, path: self.path) : (size, head)
  }

  static let headLength = 65_536

  /// The file's own name, in lower case: `summary.csv`.
  public var name: String { url.lastPathComponent.lowercased() }
  /// The first bytes as text, invalid bytes replaced.
  public var headText: String { String(decoding: head, as: UTF8.self) }
  /// Whether it is a pointer that Git LFS left in place of the file.
  public var isLargeFilePointer: Bool {
    headText.hasPrefix("version https://git-lfs.github.com/spec/")
  }

  /// Its bytes, or those of all members.
  var wholeSize: Int { members.isEmpty ? size : members.reduce(0) { $0 + $1.size } }

  /// The file with the others of its run, as the importer finds them. It has the name of the first.
  /// - Throws: `Fault` where one of them cannot be read.
  package func joined(by importer: any ResultImporter.Type) throws -> ImportFile {
    guard members.isEmpty else { return self }
    let urls = importer.members(with: self)
    guard
      urls.count > 1
        || urls.first.map({ $0.standardizedFileURL != url.standardizedFileURL }) ?? false
    else { return self }
    let all = try urls.map { try ImportFile($0, path: called($0)) }
    var whole = all[0]
    whole.members = all
    return whole
  }

  /// What to call a file near this one: what the user typed, as far as both have it in common.
  private func called(_ other: URL) -> String? {
    var (mine, shown) = (url.standardizedFileURL.pathComponents, path[...])
    let theirs = other.standardizedFileURL.pathComponents
    while let last = mine.last, shown.hasSuffix(last) {
      (mine, shown) = (mine.dropLast(), shown.dropLast(last.count))
      if theirs.starts(with: mine) {
        return shown + theirs.dropFirst(mine.count).joined(separator: "/")
      }
      guard shown.last == "/" else { return nil }
      shown.removeLast()
    }
    return nil
  }

  /// The whole file, for formats that are small by nature.
  /// - Throws: `Fault` above `limit` bytes.
  public func data(atMost limit: Int = 256 << 20) throws -> Data {
    guard size <= limit else {
      throw Fault(
        "the file is too large for its format", at: path, expected: "\(limit) bytes at most",
        found: "\(size)")
    }
    // Read, not mapped: a mapped file that shrinks meanwhile would end the process.
    var data = Data(capacity: size)
    try forEachChunk { chunk, _ in data.append(contentsOf: chunk) }
    return data
  }

  /// Hands over the file's bytes in pieces, in order, with the offset of each; never more than
  /// `size` bytes in all, and never more than a piece in memory.
  public func forEachChunk(
    of length: Int = 1 << 20, _ body: (UnsafeRawBufferPointer, _ offset: Int) throws -> Void
  ) throws {
    let handle = try InputFile.open(source, called: path)
    defer { try? handle.close() }
    let packed = isPacked ? GzipReader(handle, path: path) : nil
    var offset = 0
    while offset < size {
      let rest = size - offset
      let next = try packed?.next().prefix(rest) ?? (try? handle.read(upToCount: min(length, rest)))
      guard let piece = next, !piece.isEmpty else {
        throw Fault(
          "the file ends before its size", at: "\(path): byte \(offset)", expected: "\(size) bytes",
          hint: "it was cut while it was read; import it again")
      }
      try piece.withUnsafeBytes { try body($0, offset) }
      offset += piece.count
    }
  }
}

extension ImportFile {
  /// The whole file as JSON.
  package func json() throws -> JSONNode {
    try JSONReader.read(data(), at: path, limits: .init(depth: 128, values: 10_000_000))
  }
}
