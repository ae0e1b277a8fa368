import Core

/// Places on a logarithmic axis.
struct LogScale: Scale {
  private let low: Double
  private let high: Double
  private(set) var ticks: [Tick] = []
  /// More powers of ten than these are thinned out.
  private static let mostTicks = 7

  init(_ domain: ClosedRange<Double>, labels: [(value: Double, text: String)], style: LogLabels) {
    low = DeterministicMath.log2(domain.lowerBound)
    high = DeterministicMath.log2(domain.upperBound)
    ticks = (labels.isEmpty ? powers(style) : labels).map {
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

  private func powers(_ style: LogLabels) -> [(value: Double, text: String)] {
    let unit = DeterministicMath.log2(style.base)
    let first = Int(clamping: (low / unit - 1e-9).rounded(.up))
    let last = Int(clamping: (high / unit + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    let stride = style.base == 10 ? (last - first) / Self.mostTicks + 1 : 1
    // Thinned ticks are multiples of the stride, so that two charts of one kind have the same.
    return (first...last).filter { $0.isMultiple(of: stride) }.map {
      (DeterministicMath.pow(style.base, Double($0)), style.text(exponent: $0))
    }
  }
}
