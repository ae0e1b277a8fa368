import Core

/// Makes resampled data sets of a fit and refits the form to each.
struct Resampler {
  private let fit: CurveFit
  private let plan: BootstrapPlan
  private let fitted: [Double]
  private let errors: [Double]
  private let problem: ProjectedLeastSquares
  private let solver: LevenbergMarquardt
  private let starts: [[Double]]
  private var stream: RandomStream

  init(_ fit: CurveFit, _ plan: BootstrapPlan) {
    (self.fit, self.plan) = (fit, plan)
    fitted = zip(fit.points, fit.residuals).map { $0.y - $1 }
    errors = Self.inflatedErrors(fit)
    problem = ProjectedLeastSquares(fit.form, fit.table)
    solver = LevenbergMarquardt(problem)
    starts = startPositions(problem)
    let name = ["bootstrap", plan.unit.rawValue, fit.form.name] + fit.groups
    stream = RandomStream(seed: plan.seed, named: name.joined(separator: "/"))
  }

  /// Residuals less their mean, times √(n/df): residuals of a fit are smaller than the errors
  /// that made them, by that factor on average.
  static func inflatedErrors(_ fit: CurveFit) -> [Double] {
    let mean = fit.residuals.reduce(0, +) / Double(fit.n)
    let factor = (Double(fit.n) / Double(fit.df)).squareRoot()
    return fit.residuals.map { ($0 - mean) * factor }
  }

  /// One resampled data set, refitted; nil when the solver did not converge.
  mutating func draw() -> Curve? {
    let counts = plan.unit == .groups ? loadGroups() : nil
    if counts == nil { loadResiduals() }
    guard let position = refit() else { return nil }
    let curve = problem.curve(at: position)
    return counts.map { Self.resampled(curve, $0) } ?? curve
  }

  private mutating func loadResiduals() {
    problem.load(
      fitted.indices.map { fitted[$0] + errors[stream.index(below: errors.count)] + rounding() })
  }

  /// How often each group is drawn. Drawn twice, it counts twice for the shape, as two groups
  /// with the same data would; its level takes no part in that, since every copy has its own.
  private mutating func loadGroups() -> [Int] {
    var counts = fit.groups.map { _ in 0 }
    for _ in counts { counts[stream.index(below: counts.count)] += 1 }
    problem.load(fit.points.map { $0.y + rounding() }, groupWeights: counts.map(Double.init))
    return counts
  }

  /// The curve with the drawn groups instead of the original ones: a group that was drawn twice
  /// is in it twice, and one that was not drawn is absent.
  private static func resampled(_ curve: Curve, _ counts: [Int]) -> Curve {
    let drawn = counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
    return Curve(
      form: curve.form, groups: drawn.map { curve.groups[$0] },
      levels: drawn.map { curve.levels[$0] }, shape: curve.shape)
  }

  private mutating func rounding() -> Double {
    plan.resolution > 0 ? (stream.uniform() - 0.5) * plan.resolution : 0
  }

  /// From the fit's own optimum and from the best point of the starting grid.
  private func refit() -> [Double]? {
    guard !fit.form.isLinear else { return [] }
    var (nearest, smallest) = (fit.position, Double.infinity)
    for start in starts {
      let rss = problem.rss(at: start)
      if rss < smallest { (nearest, smallest) = (start, rss) }
    }
    let runs = [fit.position, nearest].map(solver.minimise).filter(\.isConverged)
    return runs.min { $0.rss < $1.rss }?.position
  }
}
