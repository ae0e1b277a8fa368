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
  package static func natural(_ text: String) -> Int? {
    isWhole(Substring(text)) ? Int(text) : nil
  }

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
