import Core
import Foundation

/// Reads a file from front to back through one buffer, for formats whose records say how long they
/// are.
package struct FileReader: ~Copyable {
  private let handle: FileHandle
  private let packed: GzipReader?
  private let path: String
  private let size: Int
  private var buffer = Data()
  private var position = 0
  /// Where the next byte is in the file.
  package private(set) var offset = 0

  /// - Throws: `Fault` where the file cannot be opened.
  package init(_ file: ImportFile) throws {
    handle = try InputFile.open(file.source, called: file.path)
    packed = file.isPacked ? GzipReader(handle, path: file.path) : nil
    (path, size) = (file.path, file.size)
  }

  deinit { try? handle.close() }

  /// Bytes that are left.
  package var remaining: Int { size - offset }

  /// Hands over the next `count` bytes, in pieces; there have to be as many left.
  package mutating func take(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var left = count
    while left > 0 {
      if position == buffer.count { try fill() }
      let length = min(left, buffer.count - position)
      try buffer.withUnsafeBytes {
        try body(UnsafeRawBufferPointer(rebasing: $0[position..<position + length]))
      }
      position += length
      offset += length
      left -= length
    }
  }

  private mutating func fill() throws {
    let rest = max(0, min(1 << 20, size - offset))
    let next = try packed?.next().prefix(rest) ?? (try? handle.read(upToCount: rest))
    guard let piece = next, !piece.isEmpty else {
      throw Fault(
        "the file ends before its size", at: "\(path): byte \(offset)", expected: "\(size) bytes",
        hint: "it was cut while it was read; import it again")
    }
    (buffer, position) = (Data(piece), 0)
  }
}
