import Foundation

/// A strict reader for JSON in UTF-8 that others wrote, which may be damaged or meant to do damage.
///
/// Beyond RFC 8259 it takes a byte order mark and the words for what is not a number (`NaN`, `Infinity`,
/// as Python writes them). Refused, with the line: nesting above a depth, too many values, a key that
/// stands twice in one object, numbers that no `Double` can hold, bytes that are not UTF-8, anything
/// after the value. A lone surrogate in an escape becomes U+FFFD.
public enum JSONReader {
  /// What faults say of a key that stands twice in one object, and of nesting above the limit.
  public static let repeatedKey = "a key stands twice"
  public static let tooDeep = "JSON is nested too deeply"

  /// What a text may ask for at most, so that no file can exhaust stack or memory.
  public struct Limits: Sendable {
    public var depth: Int
    public var values: Int

    public init(depth: Int = 512, values: Int = 2_000_000) {
      self.depth = depth
      self.values = values
    }
  }

  /// - Parameters:
  ///   - path: what errors call the file.
  ///   - line: the line of the file on which the text begins.
  /// - Throws: `Fault` at `path:line`.
  public static func read(
    _ data: Data, at path: String, line: Int = 1, limits: Limits = Limits()
  ) throws -> JSONNode {
    try data.withUnsafeBytes { try read($0, at: path, line: line, limits: limits) }
  }

  public static func read(
    _ bytes: UnsafeRawBufferPointer, at path: String, line: Int = 1, limits: Limits = Limits()
  ) throws -> JSONNode {
    var scanner = JSONScanner(bytes, path: path, line: line, limits: limits)
    return try scanner.document()
  }
}
