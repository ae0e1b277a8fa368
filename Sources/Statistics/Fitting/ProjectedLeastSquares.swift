/// The least-squares problem with everything linear solved away.
///
/// For given θ, the best levels and the best `b` follow in closed form: centre y and h within each
/// group, and regress one on the other. What is left is a problem in θ alone (variable projection:
/// Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973), with one or two unknowns instead of up to
/// nine. Responses and weights can be exchanged without building the problem anew.
///
/// A bootstrap evaluates the problem millions of times, so the numbers lie in one block of memory that
/// this object owns, and the loops run over plain pointers.
final class ProjectedLeastSquares {
  let form: CurveForm
  let table: PointTable
  let maps: [PositionMap]
  private let space: Workspace
  private var theta: [Double]
  private(set) var amplitude = 0.0

  init(_ form: CurveForm, _ table: PointTable) {
    (self.form, self.table) = (form, table)
    maps = form.shapeParameters.map {
      PositionMap(range: $0.range(table.distinct), scale: $0.scale)
    }
    space = Workspace(table)
    theta = Array(repeating: 0, count: form.shapeParameters.count)
    load(table.responses)
  }

  /// Takes a new response for each point and, optionally, a weight for each group.
  func load(_ values: [Double], groupWeights: [Double]? = nil) {
    for i in 0..<space.points { space.response[i] = values[i] }
    space.centre(space.response, space.responseMeans)
    if let groupWeights {
      for g in 0..<space.groups { space.weightRoots[g] = groupWeights[g].squareRoot() }
    }
  }

  /// Writes the weighted residuals for θ at `position` and returns their sum of squares.
  @discardableResult
  func evaluate(
    _ position: UnsafePointer<Double>, into residuals: UnsafeMutablePointer<Double>
  ) -> Double {
    placeBasis(position)
    let amplitude = form.hasAmplitude ? space.bestAmplitude() : 0
    self.amplitude = amplitude
    return space.residuals(amplitude, into: residuals)
  }

  /// The sum of squares for θ at `position`.
  func rss(at position: [Double]) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: space.points) { buffer in
      guard let residuals = buffer.baseAddress else { return 0 }
      return evaluate(position, into: residuals)
    }
  }

  /// The whole curve for θ at `position`. A group of weight 0 still gets the level that its own
  /// points ask for, given the shape.
  func curve(at position: [Double]) -> Curve {
    _ = rss(at: position)
    let levels = (0..<space.groups).map {
      space.responseMeans[$0] - amplitude * space.basisMeans[$0]
    }
    return Curve(
      form: form, groups: table.groups, levels: levels,
      shape: form.hasAmplitude ? [amplitude] + theta : [])
  }

  /// How far the shape reaches over the points, |b|·max|h − mean h|, in the unit of y.
  var reach: Double {
    (0..<space.points).reduce(0) { max($0, abs(amplitude * space.basis[$1])) }
  }

  private func placeBasis(_ position: UnsafePointer<Double>) {
    for i in theta.indices { theta[i] = maps[i].value(at: position[i]) }
    let theta = self.theta
    let basis = form.basis
    for d in 0..<space.distinct { space.basisAtDistinct[d] = basis(space.fractions[d], theta) }
    for i in 0..<space.points { space.basis[i] = space.basisAtDistinct[space.distinctIndex[i]] }
    space.centre(space.basis, space.basisMeans)
  }
}

/// The numbers of a problem: those of the points, of the groups, and of the distinct fractions.
private final class Workspace {
  let points, groups, distinct: Int
  let groupIndex, distinctIndex: UnsafeMutablePointer<Int>
  let response, basis: UnsafeMutablePointer<Double>
  let weightRoots, sizes, responseMeans, basisMeans: UnsafeMutablePointer<Double>
  let fractions, basisAtDistinct: UnsafeMutablePointer<Double>
  private let numbers: UnsafeMutablePointer<Double>

  init(_ table: PointTable) {
    (points, groups, distinct) = (table.points.count, table.groups.count, table.distinct.count)
    let count = 2 * points + 4 * groups + 2 * distinct
    numbers = .allocate(capacity: count)
    numbers.initialize(repeating: 0, count: count)
    groupIndex = .allocate(capacity: 2 * points)
    groupIndex.initialize(from: table.groupIndex + table.distinctIndex, count: 2 * points)
    distinctIndex = groupIndex + points
    (response, basis) = (numbers, numbers + points)
    weightRoots = basis + points
    (sizes, responseMeans) = (weightRoots + groups, weightRoots + 2 * groups)
    basisMeans = weightRoots + 3 * groups
    fractions = weightRoots + 4 * groups
    basisAtDistinct = fractions + distinct
    for g in 0..<groups { weightRoots[g] = 1 }
    for i in 0..<points { sizes[groupIndex[i]] += 1 }
    for d in 0..<distinct { fractions[d] = table.distinct[d] }
  }

  deinit {
    numbers.deallocate()
    groupIndex.deallocate()
  }

  func bestAmplitude() -> Double {
    var (product, square) = (0.0, 0.0)
    for i in 0..<points {
      let root = weightRoots[groupIndex[i]]
      product += root * root * basis[i] * response[i]
      square += root * root * basis[i] * basis[i]
    }
    return square > .leastNormalMagnitude ? product / square : 0
  }

  func residuals(_ amplitude: Double, into residuals: UnsafeMutablePointer<Double>) -> Double {
    var sum = 0.0
    for i in 0..<points {
      let residual = weightRoots[groupIndex[i]] * (response[i] - amplitude * basis[i])
      residuals[i] = residual
      sum += residual * residual
    }
    return sum
  }

  /// Subtracts each group's mean, and keeps the means.
  func centre(_ values: UnsafeMutablePointer<Double>, _ means: UnsafeMutablePointer<Double>) {
    for g in 0..<groups { means[g] = 0 }
    for i in 0..<points { means[groupIndex[i]] += values[i] }
    for g in 0..<groups { means[g] /= sizes[g] }
    for i in 0..<points { values[i] -= means[groupIndex[i]] }
  }
}
