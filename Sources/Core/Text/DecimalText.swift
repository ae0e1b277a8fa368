/// Decimal numbers in bytes, read fast and exactly: each gives the `Double` nearest to it.
public enum DecimalText {
  /// `-12.5e3`: digits, at most one point among or before them, an exponent. No spaces, no `+` in
  /// front, no names; nil for anything else, and for what is beyond `Double`.
  public static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard let parts = Parts(bytes) else { return nil }
    let size = parts.exact ?? Double(String(decoding: bytes.drop { $0 == minus }, as: UTF8.self))
    guard let size, size.isFinite else { return nil }
    return parts.isNegative ? -size : size
  }

  /// `-12`: digits alone; nil for anything else, and for what is beyond `Int`.
  public static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let isNegative = bytes.first == minus
    guard bytes.count > (isNegative ? 1 : 0) else { return nil }
    var value = 0
    for i in (isNegative ? 1 : 0)..<bytes.count {
      let digit = Int(bytes[i]) - 0x30
      guard digit >= 0, digit <= 9 else { return nil }
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isBeyond) = tens.addingReportingOverflow(isNegative ? -digit : digit)
      guard !isTooLarge, !isBeyond else { return nil }
      value = sum
    }
    return value
  }

  private static let minus = UInt8(ascii: "-")

  /// A number as digits and a power of ten.
  private struct Parts {
    var isNegative = false
    var mantissa: UInt64 = 0
    var exponent = 0
    /// Digits in the mantissa after leading zeros; 19 fit into 64 bits.
    var digits = 0
    var isWhole = true

    init?(_ bytes: UnsafeRawBufferPointer) {
      var i = 0
      if bytes.first == DecimalText.minus { (isNegative, i) = (true, 1) }
      let start = i
      while let digit = Self.digit(bytes, i) { take(digit, &i, places: 0) }
      var count = i - start
      if i < bytes.count, bytes[i] == UInt8(ascii: ".") {
        i += 1
        let point = i
        while let digit = Self.digit(bytes, i) { take(digit, &i, places: 1) }
        count += i - point
      }
      guard count > 0 else { return nil }
      if i < bytes.count, bytes[i] | 0x20 == UInt8(ascii: "e") {
        guard let power = Self.power(bytes, &i) else { return nil }
        exponent += power
      }
      guard i == bytes.count else { return nil }
    }

    private static func digit(_ bytes: UnsafeRawBufferPointer, _ i: Int) -> UInt64? {
      guard i < bytes.count, bytes[i] &- 0x30 < 10 else { return nil }
      return UInt64(bytes[i] &- 0x30)
    }

    private mutating func take(_ digit: UInt64, _ i: inout Int, places: Int) {
      i += 1
      guard digits < 19 else {
        isWhole = false
        exponent += 1 - places
        return
      }
      mantissa = mantissa &* 10 &+ digit
      digits += mantissa == 0 ? 0 : 1
      exponent -= places
    }

    /// The exponent after `e`; what is far beyond `Double` stays at a bound.
    private static func power(_ bytes: UnsafeRawBufferPointer, _ i: inout Int) -> Int? {
      i += 1
      var sign = 1
      if i < bytes.count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
        sign = bytes[i] == UInt8(ascii: "-") ? -1 : 1
        i += 1
      }
      let start = i
      var value = 0
      while let digit = Self.digit(bytes, i) {
        value = min(value * 10 + Int(digit), 100_000)
        i += 1
      }
      return i > start ? sign * value : nil
    }

    /// The number where one correctly rounded operation on exact numbers gives it.
    var exact: Double? {
      guard isWhole else { return nil }
      if mantissa < 1 << 53, abs(exponent) <= 22 {
        let size = Double(mantissa)
        return exponent < 0
          ? size / Powers.ten[-exponent] : size * Powers.ten[exponent]
      }
      return extended
    }

    /// The same with 64 bits of mantissa. Rounding twice differs from rounding once only where the
    /// first result is half-way between two `Double`s.
    private var extended: Double? {
      #if arch(x86_64)
        guard mantissa != 0, abs(exponent) <= 27 else { return nil }
        let size = Float80(mantissa)
        let power = Powers.extendedTen[abs(exponent)]
        let value = exponent < 0 ? size / power : size * power
        return value.significandBitPattern & 0x7FF == 0x400 ? nil : Double(value)
      #else
        return nil
      #endif
    }
  }

  private enum Powers {
    /// 10^0...10^22, which `Double` holds exactly.
    static let ten: [Double] = (0..<22).reduce(into: [1]) { list, _ in
      list.append(list[list.count - 1] * 10)
    }
    #if arch(x86_64)
      /// 10^0...10^27, which 64 bits of mantissa hold exactly.
      static let extendedTen: [Float80] = (0..<27).reduce(into: [1]) { list, _ in
        list.append(list[list.count - 1] * 10)
      }
    #endif
  }
}
