import Core

/// How a number looks, as prose writes it behind the name of a value, and tables at the head of a column.
///
/// | format | 0.1404 looks like |
/// |---|---|
/// | `.3` | `0.140` |
/// | `+.3` | `+0.140`; a negative number has its minus |
/// | `%`, `.1%` | `14 %`, `14.0 %` |
/// | `<.3` | `0.140`; below 0.001 it is `< 0.001` |
/// | `d` | `0`: no digits after the point |
/// | `words`, `Words` | of whole numbers up to twelve the word: `four`, `Four` |
public struct ValueFormat: Sendable, Equatable {
  enum Style: Sendable { case plain, signed, percent, small, words, capitalWords }

  let style: Style
  /// Digits after the point.
  public let decimals: Int

  init(_ style: Style, _ decimals: Int) { (self.style, self.decimals) = (style, decimals) }

  /// Without digits after the point.
  public static let whole = ValueFormat(.plain, 0)

  /// With some digits after the point.
  public static func decimals(_ decimals: Int) -> ValueFormat { ValueFormat(.plain, decimals) }

  /// - Returns: nil for what is not a format.
  public init?(_ text: some StringProtocol) {
    switch text {
    case "d": self.init(.plain, 0)
    case "words": self.init(.words, 0)
    case "Words": self.init(.capitalWords, 0)
    case "%": self.init(.percent, 0)
    default:
      var rest = Substring(text)
      let isSigned = rest.first == "+"
      let isSmall = rest.first == "<"
      let isPercent = rest.last == "%"
      if isSigned || isSmall { rest = rest.dropFirst() }
      if isPercent { rest = rest.dropLast() }
      guard !(isPercent && (isSigned || isSmall)), rest.count == 2, rest.first == ".",
        let decimals = rest.last?.wholeNumberValue
      else { return nil }
      self.init(isSigned ? .signed : isSmall ? .small : isPercent ? .percent : .plain, decimals)
    }
  }

  /// Whether the number itself is not shown: a count in words.
  public var isWords: Bool { style == .words || style == .capitalWords }

  /// Whether a fraction is shown as percent.
  public var isPercent: Bool { style == .percent }

  /// `number` as readers see it.
  public func text(_ number: Double) -> String {
    switch style {
    case .plain: return NumberText.fixed(number, decimals)
    case .signed: return NumberText.signed(number, decimals)
    case .percent: return NumberText.percent(number, decimals)
    case .small:
      let least = DeterministicMath.pow(10, Double(-decimals))
      return number < least
        ? "< \(NumberText.fixed(least, decimals))" : NumberText.fixed(number, decimals)
    case .words: return Self.word(Int(clamping: number))
    case .capitalWords: return Self.word(Int(clamping: number)).capitalized
    }
  }

  /// `0.390 to 0.410`: the ends of an interval.
  public func text(from low: Double, to high: Double) -> String { "\(text(low)) to \(text(high))" }

  /// `none`, `one`, `two`... up to twelve; digits above.
  public static func word(_ number: Int) -> String {
    let words = [
      "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
      "eleven", "twelve",
    ]
    return words.indices.contains(number) ? words[number] : "\(number)"
  }
}

extension ValueFormat: ExpressibleByStringLiteral {
  /// A format in code; what is not one shows numbers in full.
  public init(stringLiteral text: String) {
    self = Self(text) ?? Self(.plain, 9)
    assert(Self(text) != nil, "\(text) is not a format")
  }
}
