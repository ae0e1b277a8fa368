import CMinpack

/// MINPACK's `lmdif` on a projected problem, with its work space kept between calls.
final class LevenbergMarquardt {
  /// Where a run ended.
  struct Run {
    var position: [Double]
    var rss: Double
    /// MINPACK's info code.
    var info: Int

    /// Whether this is a minimum: codes 1 to 4 are MINPACK's tests of convergence, 6 to 8 say that
    /// no further progress is possible. 5 is "ran out of evaluations".
    var isConverged: Bool {
      rss.isFinite && ((1...4).contains(info) || (6...8).contains(info))
    }
  }

  private static let tolerance = 1e-12
  private static let maximumEvaluations: Int32 = 400

  private let problem: ProjectedLeastSquares
  private let pointCount: Int32
  private var residuals, jacobian, rotated, scratch: [Double]
  private var scales, column, step, trial: [Double]
  private var pivots: [Int32]

  init(_ problem: ProjectedLeastSquares) {
    let (m, n) = (problem.table.points.count, problem.maps.count)
    self.problem = problem
    pointCount = Int32(m)
    residuals = Array(repeating: 0, count: m)
    scratch = residuals
    jacobian = Array(repeating: 0, count: m * n)
    rotated = Array(repeating: 0, count: n)
    (scales, column, step, trial) = (rotated, rotated, rotated, rotated)
    pivots = Array(repeating: 0, count: n)
  }

  /// Runs from a position; the sum of squares never ends above where it began.
  func minimise(from start: [Double]) -> Run {
    var position = start
    var evaluations: Int32 = 0
    let info = withExtendedLifetime(problem) {
      lmdif(
        { context, _, _, position, residuals, _ in
          guard let context, let position, let residuals else { return -1 }
          Unmanaged<ProjectedLeastSquares>.fromOpaque(context).takeUnretainedValue()
            .evaluate(position, into: residuals)
          return 0
        }, Unmanaged.passUnretained(problem).toOpaque(), pointCount, Int32(position.count),
        &position, &residuals, Self.tolerance, Self.tolerance, 0, Self.maximumEvaluations, 0,
        &scales, 1, 1, 0, &evaluations, &jacobian, pointCount, &pivots, &rotated, &column, &step,
        &trial, &scratch)
    }
    position = position.map(PositionMap.fold)
    return Run(position: position, rss: problem.rss(at: position), info: Int(info))
  }
}
