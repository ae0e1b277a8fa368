/// Fits a form by least squares: to one family, or pooled over several with a level for each and
/// one shape for all.
///
/// Throws a `Fault` for data that are no data (none, not finite, not a fraction). What the data
/// cannot say about the form is no error but an outcome.
///
/// - Parameter leavesOut: whether each point is also predicted from the others, which takes a refit for
///   each; without it the fit has no `leaveOneOutRMSE`
public func fitCurve(
  _ form: CurveForm, to points: [CurvePoint], leavesOut: Bool = true
) throws -> FitOutcome {
  let table = try PointTable(points)
  if let refusal = refusal(form, table) { return .refused(refusal) }
  let problem = ProjectedLeastSquares(form, table)
  guard let result = search(problem) else {
    return .failed(
      FitFailure(
        kind: .notConverged, reason: "the solver did not converge from any of its starts",
        rss: nil))
  }
  if let failure = identificationFailure(result, problem) { return .failed(failure) }
  return describe(result, problem, leavesOut: leavesOut)
}

/// Why the form cannot be fitted to these data, if so.
private func refusal(_ form: CurveForm, _ table: PointTable) -> FitRefusal? {
  let (n, p) = (table.points.count, form.parameterCount(groups: table.groups.count))
  let fractions = form.hasAmplitude ? form.parameterNames.count + 1 : 1
  let distinct = table.distinct.count
  if distinct < fractions {
    return FitRefusal(kind: .tooFewFractions, n: n, p: p, needed: fractions, distinct: distinct)
  }
  let needed = pointsNeeded(forParameters: p)
  guard n < needed else { return nil }
  return FitRefusal(kind: .tooFewPoints, n: n, p: p, needed: needed, distinct: distinct)
}

private func describe(
  _ result: SearchResult, _ problem: ProjectedLeastSquares, leavesOut: Bool
) -> FitOutcome {
  let (table, curve) = (problem.table, problem.curve(at: result.position))
  let columns = OrthogonalColumns(jacobianColumns(curve, table))
  let (n, p) = (table.points.count, curve.levels.count + curve.shape.count)
  let floor = roundingFloor(table.responses)
  guard columns.independence > 1e-7,
    let aicc = correctedAkaike(rss: result.rss, n: n, p: p, floor: floor)
  else {
    return .failed(
      FitFailure(
        kind: .dependent, reason: "not identified: the data tie the parameters to one another",
        rss: result.rss))
  }
  let totals = squaresAboutMeans(table)
  return .fitted(
    CurveFit(
      curve: curve, points: table.points,
      parameters: parameters(curve, columns, sigma: (result.rss / Double(n - p)).squareRoot()),
      residuals: residuals(curve, table), rss: result.rss,
      rSquared: share(result.rss, of: totals.all),
      withinRSquared: share(result.rss, of: totals.within), aicc: aicc,
      leaveOneOutRMSE: leavesOut ? leaveOneOutError(curve.form, table) : nil,
      search: result.summary,
      shapeTest: curve.shape.isEmpty
        ? nil
        : FTest(
          nested: (rss: totals.within, df: n - table.groups.count),
          full: (rss: result.rss, df: n - p)),
      table: table, position: result.position, leverages: columns.leverages))
}

private func parameters(
  _ curve: Curve, _ columns: OrthogonalColumns, sigma: Double
) -> [FittedParameter] {
  let names =
    curve.groups.map { ("level", String?.some($0)) }
    + curve.form.parameterNames.map { ($0, nil) }
  return zip(zip(names, curve.levels + curve.shape), columns.errorScales).map {
    FittedParameter(
      name: $0.0.0, group: $0.0.1, value: $0.1, standardError: sigma * $1)
  }
}

private func residuals(_ curve: Curve, _ table: PointTable) -> [Double] {
  zip(table.points, table.groupIndex).map { $0.y - curve.levels[$1] - curve.rise(at: $0.x) }
}

/// Sums of squares about the mean of all points, and about each group's mean.
private func squaresAboutMeans(_ table: PointTable) -> (all: Double, within: Double) {
  func squares(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
  let within = table.groups.indices.reduce(0) { sum, group in
    sum
      + squares(
        table.points.indices.filter { table.groupIndex[$0] == group }
          .map { table.points[$0].y })
  }
  return (squares(table.responses), within)
}

/// 1 − part/whole; 0 when there is nothing to explain.
private func share(_ part: Double, of whole: Double) -> Double {
  whole > 0 ? 1 - part / whole : 0
}
