/// The least-squares problem with everything linear solved away.
///
/// For given θ, the best levels and the best `b` follow in closed form: centre y and h within each
/// group, and regress one on the other. What is left is a problem in θ alone (variable projection:
/// Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973), with one or two unknowns instead of up to
/// nine. Responses and weights can be exchanged without building the problem anew.
final class ProjectedLeastSquares {
  let form: CurveForm
  let table: PointTable
  let maps: [PositionMap]
  private var response: [Double]
  private var weightRoots: [Double]
  private let groupSizes: [Double]
  private var responseMeans: [Double]
  private var basisMeans: [Double]
  private var basisAtDistinct: [Double]
  private var basis: [Double]
  private var theta: [Double]
  private(set) var amplitude = 0.0

  init(_ form: CurveForm, _ table: PointTable) {
    let (n, groupCount) = (table.points.count, table.groups.count)
    (self.form, self.table) = (form, table)
    maps = form.shapeParameters.map {
      PositionMap(range: $0.range(table.distinct), scale: $0.scale)
    }
    groupSizes = table.groupIndex.reduce(into: Array(repeating: 0, count: groupCount)) {
      $0[$1] += 1
    }
    response = Array(repeating: 0, count: n)
    basis = response
    weightRoots = Array(repeating: 1, count: groupCount)
    responseMeans = Array(repeating: 0, count: groupCount)
    basisMeans = responseMeans
    basisAtDistinct = Array(repeating: 0, count: table.distinct.count)
    theta = Array(repeating: 0, count: form.shapeParameters.count)
    load(table.responses)
  }

  /// Takes a new response for each point and, optionally, a weight for each group.
  func load(_ values: [Double], groupWeights: [Double]? = nil) {
    for i in response.indices { response[i] = values[i] }
    centre(&response, &responseMeans)
    if let groupWeights {
      for g in weightRoots.indices { weightRoots[g] = groupWeights[g].squareRoot() }
    }
  }

  /// Writes the weighted residuals for θ at `position` and returns their sum of squares.
  @discardableResult
  func evaluate(
    _ position: UnsafePointer<Double>, into residuals: UnsafeMutablePointer<Double>
  ) -> Double {
    placeBasis(position)
    amplitude = form.hasAmplitude ? bestAmplitude() : 0
    var sum = 0.0
    for i in response.indices {
      let residual = weightRoots[table.groupIndex[i]] * (response[i] - amplitude * basis[i])
      residuals[i] = residual
      sum += residual * residual
    }
    return sum
  }

  /// The sum of squares for θ at `position`.
  func rss(at position: [Double]) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: response.count) { buffer in
      guard let residuals = buffer.baseAddress else { return 0 }
      return evaluate(position, into: residuals)
    }
  }

  /// The whole curve for θ at `position`. A group of weight 0 still gets the level that its own
  /// points ask for, given the shape.
  func curve(at position: [Double]) -> Curve {
    _ = rss(at: position)
    let levels = zip(responseMeans, basisMeans).map { $0 - amplitude * $1 }
    return Curve(
      form: form, groups: table.groups, levels: levels,
      shape: form.hasAmplitude ? [amplitude] + theta : [])
  }

  /// How far the shape reaches over the points, |b|·max|h − mean h|, in the unit of y.
  var reach: Double { basis.reduce(0) { max($0, abs(amplitude * $1)) } }

  private func placeBasis(_ position: UnsafePointer<Double>) {
    for i in theta.indices { theta[i] = maps[i].value(at: position[i]) }
    for d in basisAtDistinct.indices {
      basisAtDistinct[d] = form.basis(table.distinct[d], theta)
    }
    for i in basis.indices { basis[i] = basisAtDistinct[table.distinctIndex[i]] }
    centre(&basis, &basisMeans)
  }

  private func bestAmplitude() -> Double {
    var (product, square) = (0.0, 0.0)
    for i in basis.indices {
      let root = weightRoots[table.groupIndex[i]]
      product += root * root * basis[i] * response[i]
      square += root * root * basis[i] * basis[i]
    }
    return square > .leastNormalMagnitude ? product / square : 0
  }

  /// Subtracts each group's mean, and keeps the means.
  private func centre(_ values: inout [Double], _ means: inout [Double]) {
    for g in means.indices { means[g] = 0 }
    for i in values.indices { means[table.groupIndex[i]] += values[i] }
    for g in means.indices { means[g] /= groupSizes[g] }
    for i in values.indices { values[i] -= means[table.groupIndex[i]] }
  }
}
