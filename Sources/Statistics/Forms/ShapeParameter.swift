import Core

/// A parameter that a form is not linear in, with the values that make sense for the data at hand.
///
/// Fits search the parameter's *position*: 0 at the low end of the plausible range, 1 at the high
/// end, evenly spaced on the parameter's scale.
public struct ShapeParameter: Sendable {
  /// How values are spaced between the ends of the range.
  public enum Scale: Sendable {
    case linear
    /// Positive parameters: the fit runs over the logarithm.
    case logarithmic
  }

  /// Symbol in the formula.
  public let name: String
  public let scale: Scale
  /// The plausible range, given the distinct attention fractions of the data in rising order.
  /// At its ends the data no longer tell values of the parameter apart.
  public let range: @Sendable (_ distinct: [Double]) -> ClosedRange<Double>
  /// Where fits start, in the parameter's own unit.
  public let starts: @Sendable (_ distinct: [Double]) -> [Double]
  /// What the curve is within the data when the parameter sits at the low end.
  public let atLowEnd: String
  /// What the curve is within the data when the parameter sits at the high end.
  public let atHighEnd: String

  /// A parameter that starts on an even grid of `startCount` values unless `starts` says otherwise.
  public init(
    _ name: String, _ scale: Scale, startCount: Int = 7, atLowEnd: String, atHighEnd: String,
    range: @escaping @Sendable ([Double]) -> ClosedRange<Double>,
    starts: (@Sendable ([Double]) -> [Double])? = nil
  ) {
    (self.name, self.scale, self.range) = (name, scale, range)
    (self.atLowEnd, self.atHighEnd) = (atLowEnd, atHighEnd)
    self.starts =
      starts
      ?? { distinct in
        let map = PositionMap(range: range(distinct), scale: scale)
        return (1...startCount).map { map.value(at: Double($0) / Double(startCount + 1)) }
      }
  }
}

/// The two-way map between a parameter's value and its position in the plausible range.
struct PositionMap: Sendable {
  private let low: Double
  private let span: Double
  private let scale: ShapeParameter.Scale

  init(range: ClosedRange<Double>, scale: ShapeParameter.Scale) {
    let ends = [range.lowerBound, range.upperBound].map {
      scale == .logarithmic ? DeterministicMath.log($0) : $0
    }
    (low, span, self.scale) = (ends[0], ends[1] - ends[0], scale)
  }

  /// The value at a position. Positions outside of 0...1 are folded back like a reflection, so
  /// that a solver without bounds never leaves the range and never meets a flat floor.
  func value(at position: Double) -> Double {
    let raw = low + span * Self.fold(position)
    return scale == .logarithmic ? DeterministicMath.exp(raw) : raw
  }

  func position(of value: Double) -> Double {
    let raw = scale == .logarithmic ? DeterministicMath.log(value) : value
    return (raw - low) / span
  }

  /// The triangle wave with period 2 that is the identity on 0...1.
  static func fold(_ position: Double) -> Double {
    guard position.isFinite else { return 0.5 }
    let wave = abs(position).truncatingRemainder(dividingBy: 2)
    return wave > 1 ? 2 - wave : wave
  }
}
