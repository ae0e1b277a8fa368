/// Fits a form by least squares: to one family, or pooled over several with one level per family
/// and one shape for all.
///
/// Throws a `Fault` for invalid data (none, not finite, not a fraction). What the data cannot say
/// about the form is not an error but an outcome.
///
/// - Parameter leavesOut: whether each point is also predicted from the others, which takes one
///   refit per point; without it the fit has no `leaveOneOutRMSE`
public func fitCurve(
  _ form: CurveForm, to points: [CurvePoint], leavesOut: Bool = true
) throws -> FitOutcome {
  let table = try PointTable(points)
  if let reason = refusal(form, table) { return .refused(reason: reason) }
  let problem = ProjectedLeastSquares(form, table)
  guard let result = search(problem) else {
    return .failed(reason: "the solver did not converge from any of its starts")
  }
  if let reason = unidentified(result, problem) { return .failed(reason: reason) }
  return describe(result, problem, leavesOut: leavesOut)
}

/// Why the form cannot be fitted to these data, if so.
private func refusal(_ form: CurveForm, _ table: PointTable) -> String? {
  let (n, p) = (table.points.count, form.parameterCount(groups: table.groups.count))
  let fractions = form.hasAmplitude ? form.parameterNames.count + 1 : 1
  let distinct = table.distinct.count
  if distinct < fractions {
    return "the shape needs at least \(fractions) distinct attention fractions and there "
      + (distinct == 1 ? "is 1" : "are \(distinct)")
  }
  let needed = pointsNeeded(forParameters: p)
  guard n < needed else { return nil }
  return "\(p) parameters from \(n) points: the corrected Akaike criterion needs at least "
    + "\(needed) points"
}

private func describe(
  _ result: SearchResult, _ problem: ProjectedLeastSquares, leavesOut: Bool
) -> FitOutcome {
  let (table, curve) = (problem.table, problem.curve(at: result.position))
  let (n, p) = (table.points.count, curve.levels.count + curve.shape.count)
  guard independence(of: tangents(to: curve, table)) > 1e-7,
    let aicc = correctedAkaike(rss: result.rss, n: n, p: p, floor: roundingFloor(table.responses))
  else { return .failed(reason: "not identified: the data tie the parameters to one another") }
  return .fitted(
    CurveFit(
      curve: curve, points: table.points,
      residuals: zip(table.points, table.groupIndex).map {
        $0.y - curve.levels[$1] - curve.rise(at: $0.x)
      },
      rss: result.rss, aicc: aicc,
      leaveOneOutRMSE: leavesOut ? leaveOneOutError(curve.form, table) : nil,
      shapeTest: curve.shape.isEmpty
        ? nil
        : FTest(
          nested: (rss: squaresWithinGroups(table), df: n - table.groups.count),
          full: (rss: result.rss, df: n - p)),
      table: table, position: result.position))
}

/// Sum of squares about each group's mean: what a constant leaves.
private func squaresWithinGroups(_ table: PointTable) -> Double {
  table.groups.indices.reduce(0) { $0 + squaresAboutMean(table.points(ofGroup: $1).map(\.y)) }
}
