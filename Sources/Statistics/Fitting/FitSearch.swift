/// The best parameters that a search found, before anything is concluded from them.
struct SearchResult {
  /// Of the best converged run.
  let position: [Double]
  let rss: Double
  /// How far apart, in position, the runs are that reached the same sum of squares.
  let ambiguity: [Double]
}

/// Runs the solver from every start and keeps the best; nil when no run converged to a finite sum
/// of squares. Forms without θ take no search.
func search(_ problem: ProjectedLeastSquares) -> SearchResult? {
  guard !problem.form.isLinear else {
    let rss = problem.rss(at: [])
    return rss.isFinite ? SearchResult(position: [], rss: rss, ambiguity: []) : nil
  }
  let solver = LevenbergMarquardt(problem)
  let runs = startPositions(problem).map(solver.minimise).filter(\.isConverged)
  guard let best = runs.min(by: { $0.rss < $1.rss }) else { return nil }
  let floor = roundingFloor(problem.table.responses)
  let tied = runs.filter { $0.rss <= best.rss * (1 + 1e-9) + floor }
  return SearchResult(
    position: best.position, rss: best.rss,
    ambiguity: best.position.indices.map { place in
      tied.reduce(0) { max($0, abs($1.position[place] - best.position[place])) }
    })
}

/// Every combination of the parameters' starting values, as positions.
func startPositions(_ problem: ProjectedLeastSquares) -> [[Double]] {
  zip(problem.form.shapeParameters, problem.maps).reduce([[]]) { grid, next in
    let (parameter, map) = next
    let positions = parameter.starts(problem.table.distinct).map(map.position)
    return grid.flatMap { row in positions.map { row + [$0] } }
  }
}

/// The sum of squares that rounding in double precision can make out of nothing: no difference
/// below it means anything.
func roundingFloor(_ responses: [Double]) -> Double {
  responses.reduce(0) { $0 + $1 * $1 } * 1e-24
}

/// Why the data do not determine the parameters that a search ended on; nil where they do.
///
/// A curve can fit well while one of its parameters means nothing: an exponent when the curve is
/// flat, a knee beyond the data. Such a fit is a failure with a reason, not a number.
func unidentified(_ result: SearchResult, _ problem: ProjectedLeastSquares) -> String? {
  guard let first = problem.form.shapeParameters.first else { return nil }
  let scale = problem.table.responses.reduce(0) { max($0, abs($1)) }
  _ = problem.rss(at: result.position)
  guard problem.reach > 1e-9 * scale else {
    return "not identified: the best curve is flat (b = 0), so \(first.name) is arbitrary"
  }
  for (place, parameter) in problem.form.shapeParameters.enumerated() {
    let position = result.position[place]
    if position < 1e-4 || position > 1 - 1e-4 {
      let isLow = position < 0.5
      return "not identified: \(parameter.name) runs to the \(isLow ? "low" : "high") end of its "
        + "plausible range, where the curve is "
        + (isLow ? parameter.atLowEnd : parameter.atHighEnd)
    }
    if result.ambiguity[place] > 0.05 {
      return "not identified: quite different values of \(parameter.name) fit equally well"
    }
  }
  return nil
}
