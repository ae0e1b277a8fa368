import Core

/// Colours for a dark page.
extension Color {
  /// The dark page itself.
  public static let darkGround = Color(hex: 0x15181C)

  /// The colour that plays the same part on dark ground: greys and pale tints change places (paper
  /// becomes the dark page, ink becomes light), and colours get lighter until they have a contrast of
  /// 4.5. Alpha stays.
  public var onDarkGround: Color {
    isNeutral ? inverted : lightened(toContrast: 4.5, on: .darkGround)
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

  /// The colour itself when it has the contrast asked for, else the darkest lighter tint of it (in
  /// steps of 1 %) that has; white when none does.
  public func lightened(toContrast ratio: Double, on background: Color) -> Color {
    let tints = (0...100).lazy.map {
      self.mixed(with: .white.opacity(self.alpha), Double($0) / 100)
    }
    return tints.first { $0.contrast(with: background) >= ratio } ?? .white
  }
}
