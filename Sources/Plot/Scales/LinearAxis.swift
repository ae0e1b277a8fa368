import Core
import Foundation

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
    (self.domain, self.tickCount, self.decimals) = (domain, tickCount, decimals)
  }

  public func scale(for values: [Datum]) throws -> any Scale {
    guard let domain else {
      return LinearScale(NiceTicks(around: values.numbers, count: tickCount), decimals: decimals)
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
    try checked(
      endPosition(try number(datum)), of: datum,
      ends: NumberText.interval(domain.lowerBound, domain.upperBound, 3))
  }

  func endPosition(_ value: Double) -> Double {
    (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
  }
}

/// Round numbers for a linear axis: multiples of 1, 2 or 5 times a power of ten.
struct NiceTicks: Sendable, Hashable {
  let values: [Double]
  let domain: ClosedRange<Double>
  /// Digits after the point that tell the values apart.
  let decimals: Int

  /// About `count` round numbers within `domain`.
  init(in domain: ClosedRange<Double>, count: Int) {
    let step = Step(span: domain.upperBound - domain.lowerBound, count: count)
    let slack = step.size * 1e-9
    values = step.multiples(
      from: ((domain.lowerBound - slack) / step.size).rounded(.up),
      to: ((domain.upperBound + slack) / step.size).rounded(.down))
    self.domain = domain
    decimals = max(0, step.digits)
  }

  /// About `count` round numbers, the first and the last just around all `data`.
  init(around data: [Double], count: Int) {
    var (low, high) = (data.min() ?? 0, data.max() ?? 1)
    if low == high {
      let pad = low == 0 ? 1 : abs(low) * 0.1
      (low, high) = (low - pad, high + pad)
    }
    let step = Step(span: high - low, count: count)
    values = step.multiples(
      from: (low / step.size + 1e-9).rounded(.down), to: (high / step.size - 1e-9).rounded(.up))
    domain = min(low, values.first ?? low)...max(high, values.last ?? high)
    decimals = max(0, step.digits)
  }
}

/// A round distance.
private struct Step {
  let size: Double
  /// The decimals that its multiples need; negative for tens, hundreds...
  let digits: Int

  init(span: Double, count: Int) {
    let rough = span / Double(max(1, count))
    let exponent = Int(clamping: log10(rough).rounded(.down))
    let power = pow(10, Double(exponent))
    let factor = [1.0, 2, 5, 10].first { rough <= $0 * power * 1.0001 } ?? 10
    size = factor * power
    digits = factor == 10 ? -exponent - 1 : -exponent
  }

  /// Read back from text, so that 3 × 0.1 is the number nearest to 0.3.
  func multiples(from first: Double, to last: Double) -> [Double] {
    guard first <= last else { return [] }
    return (Int(clamping: first)...Int(clamping: last)).map { n in
      let value = Double(n) * size
      return Double(String(format: "%.\(max(0, digits))f", value)) ?? value
    }
  }
}
