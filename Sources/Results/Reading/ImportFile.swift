import Core
import Foundation
import Synchronization

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
  let state: FileIdentity?
  private let tree = Tree()
  /// The files of its run, in the order in which they are read, itself among them; empty where it is alone.
  public private(set) var members: [ImportFile] = []

  /// - Throws: `Fault` where it is missing, not a regular file, or unreadable.
  public init(_ url: URL, path: String? = nil) throws {
    source = url
    self.path = path ?? url.path
    state = FileIdentity(url)
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
  public func forEachChunk(_ body: (UnsafeRawBufferPointer, _ offset: Int) throws -> Void) throws {
    var reader = try FileReader(self)
    while reader.remaining > 0 {
      let offset = reader.offset
      try reader.takePiece { try body($0, offset) }
    }
  }
}

extension ImportFile {
  /// The whole file as JSON.
  /// - Parameter keeping: keeps it for the next call: what an importer takes from the path may depend on what
  ///   the file says, and then the file is read.
  package func json(
    atMost limit: Int = 256 << 20,
    limits: JSONReader.Limits = .init(depth: 128, values: 10_000_000), keeping: Bool = false
  ) throws -> JSONNode {
    let kept = tree.kept.withLock { $0.take() }
    let node = try kept ?? JSONReader.read(data(atMost: limit), at: path, limits: limits)
    if keeping { tree.kept.withLock { $0 = node } }
    return node
  }

  /// The object that the whole file is.
  /// - Parameter what: what should be in the file, for the error where it holds something else
  package func jsonObject(
    _ what: String, atMost limit: Int = 256 << 20,
    limits: JSONReader.Limits = .init(depth: 128, values: 10_000_000), keeping: Bool
  ) throws -> JSONObject {
    let node = try json(atMost: limit, limits: limits, keeping: keeping)
    guard let object = node.object else {
      throw node.fault("these are not \(what)", in: path, expected: "an object")
    }
    return object
  }

  /// What was read and is kept for the next call.
  final class Tree: Sendable {
    let kept = Mutex<JSONNode?>(nil)
  }
}

extension ImportFile {
  /// The most bytes that a packed file may hold: a small file can hold any number.
  static let largestUnpacked = 1 << 30

  /// What is unpacked. Archives of several files are not.
  private static let packedNames = [
    ".json.gz", ".jsonl.gz", ".csv.gz", ".tsv.gz", ".log.gz", ".txt.gz", ".md.gz",
  ]

  static func isPacked(_ url: URL, _ head: [UInt8]) -> Bool {
    let name = url.lastPathComponent.lowercased()
    return packedNames.contains(where: name.hasSuffix) && head.starts(with: GzipReader.mark)
  }

  /// The size of what a packed file holds, and its first bytes.
  /// - Throws: `Fault` where it holds too much, or is damaged.
  static func unpacked(_ handle: FileHandle, path: String) throws -> (size: Int, head: [UInt8]) {
    guard (try? handle.seek(toOffset: 0)) != nil else {
      throw Fault("the file cannot be read", at: path)
    }
    let reader = GzipReader(handle, path: path)
    var (size, head) = (0, [UInt8]())
    while case let piece = try reader.next(), !piece.isEmpty {
      size += piece.count
      if head.count < headLength { head += piece.prefix(headLength - head.count) }
      guard size <= largestUnpacked else {
        throw Fault(
          "the file is too large when it is unpacked", at: path,
          expected: "\(largestUnpacked) bytes at most", hint: "unpack it with gunzip")
      }
    }
    return (size, head)
  }
}

/// Which file a path leads to, and when it was last written.
struct FileIdentity: Equatable, Sendable {
  private let file: [UInt64]
  private let written: [Int]
  let size: Int

  /// Nil where the path leads to no file.
  init?(_ url: URL) {
    var info = stat()
    guard stat(url.path, &info) == 0 else { return nil }
    file = [UInt64(info.st_dev), UInt64(info.st_ino)]
    written = [info.st_mtim.tv_sec, info.st_mtim.tv_nsec]
    size = Int(info.st_size)
  }

  /// Whether it is the same file with more in it, as the log of a run that goes on.
  func hasGrown(since earlier: FileIdentity) -> Bool { file == earlier.file && size > earlier.size }
}

extension ImportFile {
  /// Makes sure that the bytes that were read are those of the digest: a file may grow meanwhile, but
  /// what was there when it was opened has to stay.
  /// - Throws: `Fault` where the file was written over or replaced since it was opened.
  func checkUnchanged(_ sha256: String) throws {
    let parts = members.isEmpty ? [self] : members
    let now = parts.map { FileIdentity($0.source) }
    if now == parts.map(\.state) { return }
    let isThere = zip(now, parts).allSatisfy { now, part in
      guard let now, let before = part.state else { return false }
      return now == before || now.hasGrown(since: before)
    }
    if isThere, try FileDigest(self).wait() == sha256 { return }
    throw Fault(
      "the file changed while it was read", at: path,
      hint: "import it again when nothing writes it, or a copy of it")
  }
}
