import Core
import Published

/// A difference of two numbers, judged by what rounding leaves open; and, where both say their
/// standard errors, the number of items.
struct Difference {
  let name: String
  let first: Observation
  let second: Observation

  init(_ name: String, _ first: Observation, less second: Observation) {
    (self.name, self.first, self.second) = (name, first, second)
  }

  var value: Double { first.value - second.value }
  var tolerance: Double { first.tolerance(to: second) }
  /// What the tolerance comes from.
  var kind: String { first.toleranceKind(to: second) }

  private var effect: Effect {
    Effect(
      name, value, interval: ClaimInterval(value - tolerance, value + tolerance, kind: kind))
  }

  private var words: String {
    "\(first.valueText) less \(second.valueText) is \(House.signed(value))"
  }

  /// "By 1.2 points": the difference that a sentence quotes.
  func isQuoted(_ quote: Quote) -> Judgement {
    let range = quote.range
    let isWithin =
      value >= range.lowerBound - tolerance - 1e-9 && value <= range.upperBound + tolerance + 1e-9
    return Judgement(
      isWithin ? .supported : .contradicted,
      "\(words), where the paper says “\(quote.text)”.", effect: effect, n: 1,
      unit: "pair of models")
  }

  /// "They tie".
  func isZero() -> Judgement {
    Judgement(
      abs(value) <= tolerance + 1e-9 ? .supported : .contradicted,
      "\(words), with ±\(House.text(tolerance)) by \(kind).", effect: effect, n: 1,
      unit: "pair of models")
  }

  /// "It is better": beyond what other items of the same tasks would have given.
  /// - Parameter error: the standard error of the difference from the number of items
  func isPositive(error: Double, source: String) -> Judgement {
    let half = House.normal * error + first.halfStep + second.halfStep
    let verdict: Verdict =
      value - half > 0 ? .supported : value + half < 0 ? .contradicted : .inconclusive
    return Judgement(
      verdict,
      "\(words), ±\(House.text(half)) by the number of items (\(source)): "
        + (verdict == .inconclusive ? "other items could reverse it." : "beyond other items."),
      effect: Effect(
        name, value,
        interval: ClaimInterval(
          value - half, value + half, kind: "\(House.percent) normal over items, unpaired")),
      n: 1, unit: "pair of models")
  }
}
