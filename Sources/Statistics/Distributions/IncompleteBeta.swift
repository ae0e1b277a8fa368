import Core

/// The regularised incomplete beta function I_x(a, b), from which the t and F tails follow.
///
/// Continued fraction by Lentz's method (Numerical Recipes, 3rd ed., 6.4); about 13 digits for the
/// small a and b that occur here.
func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  let front = DeterministicMath.exp(
    DeterministicMath.lgamma(a + b) - DeterministicMath.lgamma(a) - DeterministicMath.lgamma(b)
      + a * DeterministicMath.log(x) + b * DeterministicMath.log(1 - x))
  return x < (a + 1) / (a + b + 2)
    ? front * betaFraction(x, a, b) / a
    : 1 - front * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / guarded(1 - (a + b) * x / (a + 1))
  var value = d
  for step in 1...1000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    let before = value
    for term in [even, odd] {
      d = 1 / guarded(1 + term * d)
      c = guarded(1 + term / c)
      value *= d * c
    }
    if abs(value - before) <= 1e-16 * abs(value) { break }
  }
  return value
}
