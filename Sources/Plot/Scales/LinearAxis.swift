import Core

/// An axis of equal steps with round ticks.
public struct LinearAxis: AxisKind {
  /// From where to where; `nil` for round numbers around the data.
  public var domain: ClosedRange<Double>?
  /// About how many ticks.
  public var tickCount: Int
  /// Digits after the point in tick labels; `nil` for as many as tell the ticks apart.
  public var decimals: Int?

  /// A linear axis.
  public init(_ domain: ClosedRange<Double>? = nil, tickCount: Int = 5, decimals: Int? = nil) {
    self.domain = domain
    self.tickCount = tickCount
    self.decimals = decimals
  }

  public func scale(for values: [Datum]) throws -> any Scale {
    let numbers = values.compactMap { if case .number(let value) = $0 { value } else { nil } }
    guard let domain else {
      return LinearScale(NiceTicks(around: numbers, count: tickCount), decimals: decimals)
    }
    let span = domain.upperBound - domain.lowerBound
    guard span > 0, span.isFinite else {
      throw Fault(
        "the axis has no length, or no end", found: "\(domain.lowerBound) to \(domain.upperBound)")
    }
    return LinearScale(NiceTicks(in: domain, count: tickCount), decimals: decimals)
  }
}

struct LinearScale: Scale {
  let domain: ClosedRange<Double>
  let ticks: [Tick]

  init(_ nice: NiceTicks, decimals: Int?) {
    let domain = nice.domain
    let span = domain.upperBound - domain.lowerBound
    self.domain = domain
    ticks = nice.values.map {
      Tick(
        ($0 - domain.lowerBound) / span,
        labels: [NumberText.fixed($0, decimals ?? nice.decimals)])
    }
  }

  func position(_ datum: Datum) throws -> Double {
    let position = endPosition(try number(datum))
    guard (-1e-9...1 + 1e-9).contains(position) else {
      throw Fault(
        "a value lies outside of the axis",
        expected: NumberText.interval(domain.lowerBound, domain.upperBound, 3),
        found: "\(datum)", hint: "widen the axis, or leave its domain out")
    }
    return position
  }

  func endPosition(_ value: Double) -> Double {
    (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
  }
}
