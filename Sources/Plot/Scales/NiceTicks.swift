import Core
import Foundation

/// Round numbers for a linear axis.
struct NiceTicks: Sendable, Hashable {
  let values: [Double]
  /// Digits after the point that tell the values apart.
  let decimals: Int

  /// The multiples of 1, 2 or 5 times a power of ten within `domain`: about `count` of them.
  init(in domain: ClosedRange<Double>, count: Int) {
    let (step, digits) = Self.step(span: domain.upperBound - domain.lowerBound, count: count)
    let slack = step * 1e-9
    let first = Int(((domain.lowerBound - slack) / step).rounded(.up))
    let last = Int(((domain.upperBound + slack) / step).rounded(.down))
    values = first <= last ? (first...last).map { Self.multiple($0, of: step, digits) } : []
    decimals = max(0, digits)
  }

  /// The smallest domain between ticks that holds all values.
  static func domain(of values: [Double], count: Int) -> ClosedRange<Double> {
    guard var low = values.min(), var high = values.max() else { return 0...1 }
    if low == high {
      let pad = low == 0 ? 1 : abs(low) * 0.1
      (low, high) = (low - pad, high + pad)
    }
    let (step, digits) = step(span: high - low, count: count)
    let first = Int((low / step + 1e-9).rounded(.down))
    let last = Int((high / step - 1e-9).rounded(.up))
    return multiple(first, of: step, digits)...multiple(last, of: step, digits)
  }

  /// A round step, and the decimals that it needs (negative for tens, hundreds...).
  private static func step(span: Double, count: Int) -> (step: Double, digits: Int) {
    let rough = span / Double(max(1, count))
    let exponent = Int(log10(rough).rounded(.down))
    let power = pow(10, Double(exponent))
    let factor = [1.0, 2, 5, 10].first { rough <= $0 * power * 1.0001 } ?? 10
    return (factor * power, factor == 10 ? -exponent - 1 : -exponent)
  }

  /// Multiples are read back from text, so that 3 × 0.1 is the number nearest to 0.3.
  private static func multiple(_ n: Int, of step: Double, _ digits: Int) -> Double {
    Double(String(format: "%.\(max(0, digits))f", Double(n) * step)) ?? Double(n) * step
  }
}
