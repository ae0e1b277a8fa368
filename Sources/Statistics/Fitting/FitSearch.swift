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

/// The smallest share of a column that the columns before it do not explain: near 0 when the columns
/// depend on one another. By modified Gram–Schmidt, done twice.
func independence(of columns: [[Double]]) -> Double {
  func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  var least = 1.0
  var basis: [[Double]] = []
  for column in columns {
    let norm = dot(column, column).squareRoot()
    var rest = norm > 0 ? column.map { $0 / norm } : column
    for _ in 0..<2 {
      for direction in basis {
        let part = dot(direction, rest)
        for i in rest.indices { rest[i] -= part * direction[i] }
      }
    }
    let size = dot(rest, rest).squareRoot()
    least = min(least, size)
    basis.append(size > 0 ? rest.map { $0 / size } : rest)
  }
  return least
}

/// The derivatives of the curve at each point with respect to levels, b and θ: one column each.
func tangents(to curve: Curve, _ table: PointTable) -> [[Double]] {
  let levels = table.groups.indices.map { group in
    table.groupIndex.map { $0 == group ? 1.0 : 0.0 }
  }
  return levels
    + curve.shape.indices.map { place in
      table.points.map { shapeDerivative(curve, place, at: $0.x) }
    }
}

/// By central difference; exact for b, in which every form is linear.
private func shapeDerivative(_ curve: Curve, _ place: Int, at x: Double) -> Double {
  let step = place == 0 ? 1 : max(abs(curve.shape[place]), 1e-3) * 1e-5
  var (up, down) = (curve.shape, curve.shape)
  up[place] += step
  down[place] -= step
  return (curve.form.value(at: x, shape: up) - curve.form.value(at: x, shape: down)) / (2 * step)
}
