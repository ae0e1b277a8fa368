/// How the best parameters were found: what a reader needs to trust that it is *the* minimum.
public struct FitSearch: Sendable, Equatable {
  /// MINPACK's info code of the best run (1 to 4: converged); nil for forms that are linear in
  /// all of their parameters, which are solved directly.
  public let info: Int?
  /// Starting points tried.
  public let starts: Int
  /// Starting points from which the solver converged.
  public let converged: Int
  /// Starting points from which it converged to the best sum of squares (to one part in 10⁶).
  public let agreeing: Int
  /// Largest less smallest sum of squares over the converged runs, in squared units of y.
  public let spread: Double
}

/// A search's outcome, before anything is concluded from it.
struct SearchResult {
  /// Of the best converged run.
  let position: [Double]
  let rss: Double
  let summary: FitSearch
  /// How far apart, in position, the runs are that reached the same sum of squares.
  let ambiguity: [Double]
}

/// Runs the solver from every start and keeps the best; nil when no run converged to a finite sum
/// of squares.
func search(_ problem: ProjectedLeastSquares) -> SearchResult? {
  guard !problem.form.isLinear else { return solve(problem) }
  let starts = startPositions(problem)
  let solver = LevenbergMarquardt(problem)
  let runs = starts.map(solver.minimise).filter(\.isConverged)
  guard let best = runs.min(by: { $0.rss < $1.rss }) else { return nil }
  let floor = roundingFloor(problem.table.responses)
  let tied = runs.filter { $0.rss <= best.rss * (1 + 1e-9) + floor }
  let agreeing = runs.filter { $0.rss <= best.rss * (1 + 1e-6) + floor }
  let worst = runs.reduce(best.rss) { max($0, $1.rss) }
  return SearchResult(
    position: best.position, rss: best.rss,
    summary: FitSearch(
      info: best.info, starts: starts.count, converged: runs.count, agreeing: agreeing.count,
      spread: worst - best.rss),
    ambiguity: best.position.indices.map { place in
      tied.reduce(0) { max($0, abs($1.position[place] - best.position[place])) }
    })
}

/// Forms without θ take no search.
private func solve(_ problem: ProjectedLeastSquares) -> SearchResult? {
  let rss = problem.rss(at: [])
  guard rss.isFinite else { return nil }
  return SearchResult(
    position: [], rss: rss,
    summary: FitSearch(info: nil, starts: 1, converged: 1, agreeing: 1, spread: 0), ambiguity: [])
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
