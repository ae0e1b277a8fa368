/// Calls `body` with each vector of positive whole numbers without a common divisor whose sum is
/// in `sums`: by rising sum, then in lexicographic order.
func forEachPrimitiveWeights(
  columns: Int, sums: ClosedRange<Int>, _ body: ([Int]) -> Void
) {
  var weights = Array(repeating: 1, count: columns)
  func place(_ column: Int, _ left: Int) {
    guard column < columns - 1 else {
      weights[column] = left
      if weights.reduce(0, greatestCommonDivisor) == 1 { body(weights) }
      return
    }
    for weight in 1...(left - (columns - 1 - column)) {
      weights[column] = weight
      place(column + 1, left - weight)
    }
  }
  for sum in sums where sum >= columns { place(0, sum) }
}

/// How many vectors of positive whole numbers have a sum in `sums`, common divisors or not:
/// Σ C(sum − 1, columns − 1).
func weightCount(columns: Int, sums: ClosedRange<Int>) -> Double {
  guard sums.upperBound >= columns else { return 0 }
  let from = max(sums.lowerBound, columns)
  return choose(sums.upperBound, columns) - choose(from - 1, columns)
}

/// The number of ways to take `k` of `n`; 0 where there are fewer.
private func choose(_ n: Int, _ k: Int) -> Double {
  guard n >= k else { return 0 }
  return (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
