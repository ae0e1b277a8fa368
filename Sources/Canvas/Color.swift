import Core
import Foundation

/// A colour in sRGB with alpha; each part from 0 to 1.
public struct Color: Sendable, Hashable {
  public var red: Double
  public var green: Double
  public var blue: Double
  public var alpha: Double

  /// A colour by its parts, each from 0 to 1.
  public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
  }

  /// A colour by its six hexadecimal digits: `Color(hex: 0x0299FD)`.
  public init(hex: UInt32, alpha: Double = 1) {
    self.init(
      red: Double(hex >> 16 & 0xFF) / 255, green: Double(hex >> 8 & 0xFF) / 255,
      blue: Double(hex & 0xFF) / 255, alpha: alpha)
  }

  /// A colour written `#RRGGBB` or `#RRGGBBAA`; `nil` for anything else.
  public init?(_ text: String) {
    let digits = text.dropFirst()
    guard text.hasPrefix("#"), digits.count == 6 || digits.count == 8,
      digits.allSatisfy(\.isHexDigit), let bits = UInt32(digits, radix: 16)
    else { return nil }
    let hasAlpha = digits.count == 8
    self.init(hex: hasAlpha ? bits >> 8 : bits, alpha: hasAlpha ? Double(bits & 0xFF) / 255 : 1)
  }

  public static let black = Color(hex: 0x000000)
  public static let white = Color(hex: 0xFFFFFF)

  /// `#RRGGBB`, or `#RRGGBBAA` when it is not opaque.
  public var hex: String {
    let parts = alpha == 1 ? [red, green, blue] : [red, green, blue, alpha]
    return "#" + parts.map { String(format: "%02X", Int(clamping: ($0 * 255).rounded())) }.joined()
  }

  /// The nearest colour that its text, of 256 steps for each part, can hold.
  public var rounded: Color { Color(hex) ?? self }

  /// The same colour with another alpha.
  public func opacity(_ alpha: Double) -> Color {
    Color(red: red, green: green, blue: blue, alpha: alpha)
  }

  /// A blend in sRGB: `fraction` 0 is this colour, 1 is `other`.
  public func mixed(with other: Color, _ fraction: Double) -> Color {
    func blend(_ a: Double, _ b: Double) -> Double { a + (b - a) * fraction }
    return Color(
      red: blend(red, other.red), green: blend(green, other.green),
      blue: blend(blue, other.blue), alpha: blend(alpha, other.alpha))
  }
}

/// Encoded as its text, so that files stay readable.
extension Color: Codable {
  public init(from decoder: Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let color = Color(text) else {
      throw Fault("not a colour", expected: "#RRGGBB or #RRGGBBAA", found: text)
    }
    self = color
  }

  public func encode(to encoder: Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

/// Contrast as the Web Content Accessibility Guidelines 2.1 define it.
extension Color {
  /// Relative luminance, 0 (black) to 1 (white). Alpha is ignored.
  private var luminance: Double {
    func linear(_ v: Double) -> Double {
      v <= 0.04045 ? v / 12.92 : DeterministicMath.pow((v + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Contrast ratio with another colour, 1 to 21. Lines ask for 3, small text for 4.5.
  public func contrast(with other: Color) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The colour itself when it has the contrast asked for, else the lightest darker shade of it
  /// (in steps of 1 %) that has; black when none does.
  public func darkened(toContrast ratio: Double, on background: Color = .white) -> Color {
    shaded(towards: .black, toContrast: ratio, on: background)
  }

  private func shaded(towards end: Color, toContrast ratio: Double, on ground: Color) -> Color {
    let shades = (0...100).lazy.map {
      self.mixed(with: end.opacity(self.alpha), Double($0) / 100)
    }
    return shades.first { $0.contrast(with: ground) >= ratio } ?? end
  }
}

/// Colours for a dark page.
extension Color {
  /// The dark page itself.
  public static let darkGround = Color(hex: 0x15181C)

  /// The colour that plays the same part on dark ground: greys and pale tints change places (paper
  /// becomes the dark page, ink becomes light), and colours get lighter until they have a contrast of
  /// 4.5. Alpha stays.
  public var onDarkGround: Color {
    isNeutral ? inverted : shaded(towards: .white, toContrast: 4.5, on: .darkGround)
  }

  /// Greys, paper, ink, and tints so pale that they serve as ground.
  private var isNeutral: Bool {
    let parts = [red, green, blue]
    return (parts.max() ?? 0) - (parts.min() ?? 0) < 0.15
  }

  /// White becomes the dark page; black becomes nearly white.
  private var inverted: Color {
    func part(_ own: Double, _ ground: Double) -> Double { 0.94 - own * (0.94 - ground) }
    let ground = Color.darkGround
    return Color(
      red: part(red, ground.red), green: part(green, ground.green), blue: part(blue, ground.blue),
      alpha: alpha)
  }
}
