import Canvas
import Core

/// Colours for numbers: from one colour to another, over a range.
public struct ColorRamp: Sendable, Hashable {
  public var low: Color
  public var high: Color
  /// The numbers at its ends; what lies beyond takes the colour of the nearer end.
  public var domain: ClosedRange<Double>

  /// A ramp over `domain`, from almost white to a strong colour unless it is told otherwise.
  public init(
    _ domain: ClosedRange<Double> = 0...1, low: Color = Color(hex: 0xF4F4F4),
    high: Color = Palette.navy
  ) {
    self.domain = domain
    self.low = low
    self.high = high
  }

  /// The colour of a number.
  public func color(of value: Double) -> Color {
    let span = domain.upperBound - domain.lowerBound
    let share = span > 0 ? (value - domain.lowerBound) / span : 0
    return low.mixed(with: high, min(max(share, 0), 1))
  }
}

extension Color {
  /// Black or white, whichever is easier to read on this colour: the contrast is 4.5 or more.
  var ink: Color { contrast(with: .black) >= contrast(with: .white) ? .black : .white }
}
