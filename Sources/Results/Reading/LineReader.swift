import Core
import Foundation

extension ImportFile {
  /// The longest line that is read.
  public static let longestLine = 16 << 20

  /// Hands over each line without its end (`\n` or `\r\n`), with its number from 1. The last line
  /// may lack its end.
  /// - Throws: `Fault` for a line above `limit` bytes; text that is not UTF-8 is the caller's to judge.
  public func forEachLine(
    atMost limit: Int = longestLine, _ body: (UnsafeRawBufferPointer, _ line: Int) throws -> Void
  ) throws {
    var rest: [UInt8] = []
    var number = 1
    func emit(_ bytes: UnsafeRawBufferPointer) throws {
      try checkLength(bytes.count, limit, number)
      let isCarriage = bytes.last == 0x0D
      try body(UnsafeRawBufferPointer(rebasing: bytes.dropLast(isCarriage ? 1 : 0)), number)
      number += 1
    }
    try forEachChunk { chunk, _ in
      var start = 0
      while let end = chunk[start...].firstIndex(of: 0x0A) {
        if rest.isEmpty {
          try emit(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
        } else {
          rest += chunk[start..<end]
          try rest.withUnsafeBytes(emit)
          rest.removeAll(keepingCapacity: true)
        }
        start = end + 1
      }
      rest += chunk[start...]
      try checkLength(rest.count, limit, number)
    }
    if !rest.isEmpty { try rest.withUnsafeBytes(emit) }
  }

  /// Whether the last line has its end; true for an empty file.
  package func endsWithNewline() throws -> Bool {
    guard size > 0 else { return true }
    var last: UInt8?
    if isPacked {
      try forEachChunk { chunk, _ in last = chunk.last }
      return last == 0x0A
    }
    let handle = try InputFile.open(source, called: path)
    defer { try? handle.close() }
    if (try? handle.seek(toOffset: UInt64(size - 1))) != nil {
      last = (try? handle.read(upToCount: 1))?.first
    }
    return last == 0x0A
  }

  private func checkLength(_ count: Int, _ limit: Int, _ line: Int) throws {
    guard count > limit else { return }
    throw Fault(
      "the line is too long", at: "\(path):\(line)", expected: "\(limit) bytes at most",
      found: "more than that")
  }
}
