/// Root mean square error of predicting each point from a refit to all others; nil when a refit is
/// not possible (a group's only point, too few points or fractions left, no convergence).
func leaveOneOutError(_ form: CurveForm, _ table: PointTable) -> Double? {
  var errors: [Double] = []
  for left in table.points.indices {
    guard let rest = table.without({ $0 == left }), let curve = refit(form, rest),
      let predicted = try? curve.predict(table.points[left].x, group: table.points[left].group)
    else { return nil }
    errors.append(table.points[left].y - predicted)
  }
  return rootMeanSquare(errors)
}

/// Root mean square error of predicting each group with a shape that was fitted to the others.
///
/// A left-out group has no level under the fit, and a level is what groups are allowed to differ
/// in. So the shape comes from the other groups alone, and the level that a point is predicted with
/// from the *other points* of its own group. No point takes part in its own prediction, and the
/// number says how well the shape carries over to a family that was not seen. nil for fewer than
/// two groups, or when a group has a single point.
func leaveOneGroupOutError(_ form: CurveForm, _ table: PointTable) -> Double? {
  guard table.groups.count > 1 else { return nil }
  var errors: [Double] = []
  for group in table.groups.indices {
    guard let rest = table.without({ table.groupIndex[$0] == group }),
      let curve = refit(form, rest)
    else { return nil }
    let heights = table.points(ofGroup: group).map { $0.y - curve.rise(at: $0.x) }
    guard heights.count > 1 else { return nil }
    let (sum, others) = (heights.reduce(0, +), Double(heights.count - 1))
    errors += heights.map { $0 - (sum - $0) / others }
  }
  return rootMeanSquare(errors)
}

/// The best curve for a part of the data, without asking whether every parameter of it is
/// identified: predictions are, where single parameters are not.
private func refit(_ form: CurveForm, _ table: PointTable) -> Curve? {
  guard table.points.count >= form.parameterCount(groups: table.groups.count),
    form.parameterNames.isEmpty || table.distinct.count > form.parameterNames.count
  else { return nil }
  let problem = ProjectedLeastSquares(form, table)
  return search(problem).map { problem.curve(at: $0.position) }
}

private func rootMeanSquare(_ values: [Double]) -> Double {
  (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}
