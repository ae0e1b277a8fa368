/// Decimal numbers in bytes, read fast and exactly: each gives the `Double` nearest to it.
public enum DecimalText {
  /// `-12.5e3`: digits, at most one point among or before them, an exponent. No spaces, no `+` in
  /// front, no names; nil for anything else, and for what is beyond `Double`.
  public static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard let value = value(bytes), value.isFinite else { return nil }
    return value
  }

  /// `-12`: digits alone; nil for anything else, and for what is beyond `Int`.
  public static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.first != plus else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self))
  }

  /// The nearest `Double`, infinite beyond its range; nil where the bytes are no decimal.
  static func value(_ bytes: UnsafeRawBufferPointer, allowsPlus: Bool = false) -> Double? {
    var scan = DecimalScan(bytes: bytes)
    guard scan.read(allowsPlus: allowsPlus) else { return nil }
    return scan.exact ?? Double(String(decoding: bytes, as: UTF8.self))
  }

  fileprivate static let minus = UInt8(ascii: "-")
  fileprivate static let plus = UInt8(ascii: "+")
}

/// One pass over a decimal.
private struct DecimalScan {
  let bytes: UnsafeRawBufferPointer
  private var index = 0
  private var mantissa: UInt64 = 0
  private var digits = 0
  private var exponent = 0
  private var isNegative = false
  /// Whether the number has more digits than the mantissa holds.
  private var isLong = false

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether the bytes are a decimal from end to end.
  mutating func read(allowsPlus: Bool) -> Bool {
    isNegative = skip(DecimalText.minus)
    if allowsPlus, !isNegative { _ = skip(DecimalText.plus) }
    readDigits(places: 0)
    if skip(UInt8(ascii: ".")) { readDigits(places: 1) }
    guard digits > 0 else { return false }
    return readExponent() && index == bytes.count
  }

  /// The value where one division or product of two exact numbers gives it (Clinger's fast path).
  var exact: Double? {
    guard !isLong, abs(exponent) <= 22 else { return nil }
    let power = Self.powers[abs(exponent)]
    guard mantissa >= 1 << 53 else {
      let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
      return isNegative ? -value : value
    }
    #if arch(x86_64)
      // With 64 bits; rounding twice differs from rounding once only half-way between two `Double`s.
      let long =
        exponent < 0 ? Float80(mantissa) / Float80(power) : Float80(mantissa) * Float80(power)
      if long.significandBitPattern & 0x7FF != 0x400 { return Double(isNegative ? -long : long) }
    #endif
    return nil
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func readDigits(places: Int) {
    while index < bytes.count, bytes[index] &- 0x30 < 10 {
      if mantissa < 1 << 58 {
        mantissa = mantissa * 10 + UInt64(bytes[index] - 0x30)
        exponent -= places
      } else {
        isLong = true
      }
      digits += 1
      index += 1
    }
  }

  private mutating func readExponent() -> Bool {
    guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return true }
    index += 1
    let isBelow = skip(DecimalText.minus)
    if !isBelow { _ = skip(DecimalText.plus) }
    let start = index
    var value = 0
    while index < bytes.count, bytes[index] &- 0x30 < 10 {
      value = min(value * 10 + Int(bytes[index] - 0x30), 100_000)
      index += 1
    }
    exponent += isBelow ? -value : value
    return index > start
  }

  /// 10^0 to 10^22, which `Double` holds exactly.
  private static let powers: [Double] = (0..<22).reduce(into: [1]) { list, _ in
    list.append(list[list.count - 1] * 10)
  }
}

/// A cell of a table or a token of a log, as far as it is a number.
package enum NumberCell: Equatable {
  case blank
  case number(Double)
  /// `NaN`, `Infinity`, `N/A`, or a number beyond the range of `Double`: there is no value.
  case missing
  /// Anything else.
  case text

  /// Decimals as programs write them, a `+` in front included: no hexadecimal, no separators of thousands.
  /// Spaces around it do not count.
  package init(_ bytes: UnsafeRawBufferPointer) {
    let bytes = Self.trimmed(bytes)
    if bytes.isEmpty {
      self = .blank
    } else if let value = DecimalText.value(bytes, allowsPlus: true) {
      self = value.isFinite ? .number(value) : .missing
    } else {
      self = Self.isMissing(bytes) ? .missing : .text
    }
  }

  package init(_ text: String) {
    var text = text
    self = text.withUTF8 { NumberCell(UnsafeRawBufferPointer($0)) }
  }

  /// The number; nil where there is none.
  package var number: Double? { if case .number(let value) = self { value } else { nil } }

  /// A whole number of at least 0, as steps are.
  package var natural: Int? { number.flatMap(Self.natural) }

  /// A whole number of at least 0 that `Double` holds exactly; nil for anything else.
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

/// Numbers as data files may spell them: plain decimals. `NaN`, `inf`, hexadecimal, exponents,
/// `+`, leading zeros, thousands separators and spaces are all refused.
package enum StrictNumber {
  /// A decimal number and how many digits follow its point.
  package static func decimal(_ text: String) -> (value: Double, decimals: Int)? {
    var digits = Substring(text)
    if digits.first == "-" { digits.removeFirst() }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, isWhole(whole) else { return nil }
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].utf8.allSatisfy(isDigit) else { return nil }
    }
    guard let value = Double(text), value.isFinite else { return nil }
    return (value, parts.count == 2 ? parts[1].utf8.count : 0)
  }

  /// A whole number of at least 0.
  package static func natural(_ text: String) -> Int? { isWhole(Substring(text)) ? Int(text) : nil }

  /// A fraction like `1/8`, from 0 to 1.
  package static func ratio(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let above = natural(parts[0]), let below = natural(parts[1]),
      below > 0, above <= below
    else { return nil }
    return Double(above) / Double(below)
  }

  private static func isWhole(_ text: Substring) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.allSatisfy(isDigit) else { return false }
    return bytes.count == 1 || first != UInt8(ascii: "0")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
