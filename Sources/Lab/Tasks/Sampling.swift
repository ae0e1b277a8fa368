import Core

/// The draws that tasks share.
extension RandomStream {
  /// One id of a range, each as likely.
  mutating func token(in range: Range<Int32>) -> Int32 {
    range.lowerBound + Int32(index(below: range.count))
  }

  /// `count` different integers below `bound`, in random order; every ordered choice is as likely.
  mutating func distinct(_ count: Int, below bound: Int) -> [Int32] {
    if 2 * count > bound { return Array(permutation(of: bound).prefix(count)) }
    var chosen: [Int32] = []
    chosen.reserveCapacity(count)
    while chosen.count < count {
      let candidate = Int32(index(below: bound))
      if !chosen.contains(candidate) { chosen.append(candidate) }
    }
    return chosen
  }

  /// 0 to `count - 1` in random order.
  mutating func permutation(of count: Int) -> [Int32] {
    var all = Array(0..<Int32(count))
    shuffle(&all, in: 0..<count)
    return all
  }

  /// Puts the items of a range into random order (Fisher and Yates).
  mutating func shuffle(_ items: inout [Int32], in range: Range<Int>) {
    for place in range.dropLast() {
      items.swapAt(place, place + index(below: range.upperBound - place))
    }
  }

  /// `count` different indices, drawn one after another, each with probability proportional to its
  /// weight among those that are left: what `numpy.random.choice(p:, replace=False)` draws.
  mutating func distinct(_ count: Int, weights: [Double]) -> [Int] {
    var left = weights
    return (0..<count).map { _ in
      let index = weighted(left, total: left.reduce(0, +))
      left[index] = 0
      return index
    }
  }

  /// One index, with probability proportional to its weight.
  mutating func weighted(_ weights: [Double], total: Double) -> Int {
    var rest = uniform() * total
    var last = 0
    for (index, weight) in weights.enumerated() where weight > 0 {
      if rest < weight { return index }
      rest -= weight
      last = index
    }
    return last  // rounding carried the draw past the end
  }

  /// The logarithm of a number from the gamma distribution of scale 1 (Marsaglia and Tsang, "A Simple
  /// Method for Generating Gamma Variables", 2000). Small shapes give numbers that no Double holds,
  /// hence the logarithm.
  mutating func logGamma(shape: Double) -> Double {
    guard shape >= 1 else {
      return logGamma(shape: shape + 1) + DeterministicMath.log(1 - uniform()) / shape
    }
    let d = shape - 1.0 / 3
    while true {
      let x = normal()
      let root = 1 + x / (9 * d).squareRoot()
      let v = root * root * root
      guard v > 0 else { continue }
      let bound = x * x / 2 + d - d * v + d * DeterministicMath.log(v)
      if DeterministicMath.log(1 - uniform()) < bound { return DeterministicMath.log(d * v) }
    }
  }

  /// `count` probabilities from the symmetric Dirichlet distribution.
  mutating func dirichlet(_ count: Int, concentration: Double) -> [Double] {
    let logs = (0..<count).map { _ in logGamma(shape: concentration) }
    let top = logs.max() ?? 0
    let weights = logs.map { DeterministicMath.exp($0 - top) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}
