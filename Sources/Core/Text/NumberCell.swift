/// A cell of a table or a token of a log, as far as it is a number.
package enum NumberCell: Equatable {
  case blank
  case number(Double)
  /// `NaN`, `Infinity`, `N/A`, or a number beyond the range of `Double`: there is no value.
  case missing
  /// Anything else.
  case text

  /// Spaces around it do not count.
  package init(_ bytes: UnsafeRawBufferPointer) {
    let bytes = Self.trimmed(bytes)
    if bytes.isEmpty {
      self = .blank
    } else if let value = LooseNumber.value(bytes) {
      self = value.isFinite ? .number(value) : .missing
    } else {
      self = Self.isMissing(bytes) ? .missing : .text
    }
  }

  package init(_ text: String) {
    var text = text
    self = text.withUTF8 { NumberCell(UnsafeRawBufferPointer($0)) }
  }

  /// A whole number of at least 0 that `Double` holds exactly, as steps are; nil for anything else.
  package static func natural(_ value: Double) -> Int? {
    (0...0x1p53).contains(value) ? Int(exactly: value) : nil
  }

  private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (low, high) = (0, bytes.count)
    while low < high, isSpace(bytes[low]) { low += 1 }
    while low < high, isSpace(bytes[high - 1]) { high -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[low..<high])
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isMissing(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= 9 else { return false }
    var word = String(decoding: bytes, as: UTF8.self).lowercased()
    if word.hasPrefix("-") || word.hasPrefix("+") { word.removeFirst() }
    return ["nan", "inf", "infinity", "n/a"].contains(word)
  }
}

/// Decimal numbers as programs write them: sign, digits, point, exponent. No hexadecimal, no words,
/// no separators of thousands.
enum LooseNumber {
  /// The nearest `Double`, infinite beyond its range; nil where the bytes are no decimal.
  static func value(_ bytes: UnsafeRawBufferPointer) -> Double? {
    var scan = DecimalScan(bytes)
    guard scan.read() else { return nil }
    return scan.exact ?? Double(String(decoding: bytes, as: UTF8.self))
  }
}

/// One pass over a decimal.
private struct DecimalScan {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  private var mantissa: UInt64 = 0
  private var digits = 0
  private var exponent = 0
  private var isNegative = false
  private var isLong = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether the bytes are a decimal from end to end.
  mutating func read() -> Bool {
    isNegative = skip(0x2D)
    if !isNegative { _ = skip(0x2B) }
    readDigits(exponentStep: 0)
    if skip(0x2E) { readDigits(exponentStep: -1) }
    guard digits > 0 else { return false }
    return readExponent() && index == bytes.count
  }

  /// The value where one division or product of two exact numbers gives it (Clinger's fast path).
  var exact: Double? {
    guard !isLong, mantissa < 1 << 53, abs(exponent) <= 22 else { return nil }
    let power = Self.powers[abs(exponent)]
    let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return isNegative ? -value : value
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func readDigits(exponentStep: Int) {
    while index < bytes.count, bytes[index] &- 0x30 < 10 {
      if mantissa < 1 << 58 {
        mantissa = mantissa * 10 + UInt64(bytes[index] - 0x30)
        exponent += exponentStep
      } else {
        isLong = true
      }
      digits += 1
      index += 1
    }
  }

  private mutating func readExponent() -> Bool {
    guard index < bytes.count, bytes[index] | 0x20 == 0x65 else { return true }
    index += 1
    let isBelow = skip(0x2D)
    if !isBelow { _ = skip(0x2B) }
    var (value, count) = (0, 0)
    while index < bytes.count, bytes[index] &- 0x30 < 10 {
      value = min(value * 10 + Int(bytes[index] - 0x30), 100_000)
      count += 1
      index += 1
    }
    exponent += isBelow ? -value : value
    return count > 0
  }

  /// 10^0 to 10^22, which `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
