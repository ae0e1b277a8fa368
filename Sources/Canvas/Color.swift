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
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
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
