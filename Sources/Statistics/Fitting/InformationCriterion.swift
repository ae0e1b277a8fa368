import Core

/// Akaike's criterion for least squares, corrected for few points (Hurvich and Tsai, Biometrika
/// 76, 1989): n·ln(RSS/n) + 2k + 2k(k + 1)/(n − k − 1), where k counts the fitted numbers and
/// sigma. Lower is better; only differences over the same data mean anything.
///
/// `floor` keeps a perfect fit from −∞: sums of squares below it are taken as it, so that forms
/// that all fit exactly are told apart by their number of parameters.
public func correctedAkaike(rss: Double, n: Int, p: Int, floor: Double = 0) -> Double? {
  guard let penalty = correctedPenalty(n: n, p: p) else { return nil }
  return Double(n) * DeterministicMath.log(max(rss, floor) / Double(n)) + penalty
}

/// The part of the criterion that does not depend on the data: 2k + 2k(k + 1)/(n − k − 1).
private func correctedPenalty(n: Int, p: Int) -> Double? {
  let k = p + 1
  guard n - k - 1 >= 1 else { return nil }
  return Double(2 * k) + Double(2 * k * (k + 1)) / Double(n - k - 1)
}

/// By what factor the sum of squares has to fall before the criterion prefers a model with one
/// parameter more than `p`; nil when that model is not admitted.
///
/// It says how much the criterion's choice means: about 1.2 for a slope pooled over four families
/// (n = 20), but 55 for a slope through the five points of one family, which hardly any real
/// slope passes. A constant that "wins" there is no evidence against a slope.
public func reductionForOneMore(than p: Int, n: Int) -> Double? {
  guard let less = correctedPenalty(n: n, p: p), let more = correctedPenalty(n: n, p: p + 1)
  else { return nil }
  return DeterministicMath.exp((more - less) / Double(n))
}

/// The fewest points for which `correctedAkaike` is defined with `p` fitted numbers.
public func pointsNeeded(forParameters p: Int) -> Int { p + 3 }
