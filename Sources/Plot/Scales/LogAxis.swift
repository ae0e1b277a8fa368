import Core

/// An axis on which each step doubles.
public struct LogAxis: AxisKind {
  /// From where to where; `nil` for the powers of two around the data, and a little more.
  public var domain: ClosedRange<Double>?
  /// Labels for the ticks, by value; empty for the powers of two.
  public var labels: [(value: Double, text: String)]

  /// A base-2 logarithmic axis.
  public init(
    _ domain: ClosedRange<Double>? = nil, labels: [(value: Double, text: String)] = []
  ) {
    self.domain = domain
    self.labels = labels
  }

  public func scale(for values: [Datum]) throws -> any Scale {
    let numbers = values.compactMap { if case .number(let value) = $0 { value } else { nil } }
    let ends = [domain?.lowerBound, domain?.upperBound, numbers.min()].compactMap { $0 }
    guard ends.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw Fault(
        "a logarithmic axis shows positive numbers only", found: "\(ends.min() ?? 0)")
    }
    if let domain, domain.lowerBound == domain.upperBound {
      throw Fault("the axis has no length", found: "\(domain.lowerBound)")
    }
    return LogScale(domain ?? Self.powers(around: numbers), labels: labels)
  }

  private static func powers(around values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return 1...2 }
    let first = DeterministicMath.log2(low).rounded(.down)
    let last = max(first + 1, DeterministicMath.log2(high).rounded(.up))
    let pad = (last - first) * 0.03
    return DeterministicMath.pow(2, first - pad)...DeterministicMath.pow(2, last + pad)
  }
}

struct LogScale: Scale {
  private let low: Double
  private let high: Double
  private(set) var ticks: [Tick] = []

  init(_ domain: ClosedRange<Double>, labels: [(value: Double, text: String)]) {
    low = DeterministicMath.log2(domain.lowerBound)
    high = DeterministicMath.log2(domain.upperBound)
    ticks = (labels.isEmpty ? powers : labels).map {
      Tick(endPosition($0.value), labels: [$0.text])
    }
  }

  func position(_ datum: Datum) throws -> Double {
    let value = try number(datum)
    let position = value > 0 ? endPosition(value) : -1
    guard (-1e-9...1 + 1e-9).contains(position) else {
      throw Fault(
        "a value lies outside of the axis",
        expected: "\(DeterministicMath.pow(2, low)) to \(DeterministicMath.pow(2, high))",
        found: "\(datum)", hint: "widen the axis, or leave its domain out")
    }
    return position
  }

  func endPosition(_ value: Double) -> Double {
    (DeterministicMath.log2(max(value, 1e-300)) - low) / (high - low)
  }

  private var powers: [(value: Double, text: String)] {
    let exponents = Int((low - 1e-9).rounded(.up))...Int((high + 1e-9).rounded(.down))
    return exponents.map {
      let value = DeterministicMath.pow(2, Double($0))
      return (value, NumberText.exact(value))
    }
  }
}
