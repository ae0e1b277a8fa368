import Foundation

/// Texts that come again and again, made once: a table from bytes to `String`, of a fixed size. A
/// text that falls on another's place takes it.
struct FieldTexts: ~Copyable {
  /// Longer texts are made anew each time.
  private static let longest = 64
  private static let places = 1 << 12

  private let bytes = UnsafeMutableRawPointer.allocate(
    byteCount: longest * places, alignment: 64)
  private var lengths = [UInt8](repeating: 0, count: places)
  private var texts = [String](repeating: "", count: places)

  deinit { bytes.deallocate() }

  /// The bytes as text; nil where they are not UTF-8.
  mutating func text(_ field: UnsafeRawBufferPointer) -> String? {
    guard let start = field.baseAddress, !field.isEmpty else { return "" }
    guard field.count <= Self.longest else { return String(validating: field, as: UTF8.self) }
    let place = Self.place(start, field.count)
    let stored = bytes + place * Self.longest
    if Int(lengths[place]) == field.count, memcmp(stored, start, field.count) == 0 {
      return texts[place]
    }
    guard let text = String(validating: field, as: UTF8.self) else { return nil }
    memcpy(stored, start, field.count)
    lengths[place] = UInt8(field.count)
    texts[place] = text
    return text
  }

  /// A hash of the bytes, eight at a time.
  private static func place(_ start: UnsafeRawPointer, _ count: Int) -> Int {
    var hash = UInt64(count)
    var i = 0
    while i + 8 <= count {
      mix(&hash, start.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      i += 8
    }
    var rest: UInt64 = 0
    while i < count {
      rest = rest << 8 | UInt64(start.load(fromByteOffset: i, as: UInt8.self))
      i += 1
    }
    mix(&hash, rest)
    return Int(hash >> 40) & (places - 1)
  }

  private static func mix(_ hash: inout UInt64, _ word: UInt64) {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    hash = product.high ^ product.low
  }
}
