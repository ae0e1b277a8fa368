import Core

/// Contrast as the Web Content Accessibility Guidelines 2.1 define it.
extension Color {
  /// Relative luminance, 0 (black) to 1 (white). Alpha is ignored.
  public var luminance: Double {
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
    let shades = (0...100).lazy.map {
      self.mixed(with: .black.opacity(self.alpha), Double($0) / 100)
    }
    return shades.first { $0.contrast(with: background) >= ratio } ?? .black
  }
}
