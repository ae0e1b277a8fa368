import Core
import Foundation

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
  static func unpacked(
    _ handle: FileHandle, path: String
  ) throws -> (size: Int, head: [UInt8]) {
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
