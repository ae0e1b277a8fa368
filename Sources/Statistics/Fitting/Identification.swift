/// Whether the data determine the parameters that a search ended on.
///
/// A curve can fit well while a parameter of it means nothing: an exponent when the curve is flat,
/// a knee beyond the data. Such a fit is a failure with a reason, not a number.
func identificationFailure(
  _ result: SearchResult, _ problem: ProjectedLeastSquares
) -> FitFailure? {
  guard let first = problem.form.shapeParameters.first else { return nil }
  let scale = problem.table.responses.reduce(0) { max($0, abs($1)) }
  _ = problem.rss(at: result.position)
  guard problem.reach > 1e-9 * scale else {
    return FitFailure(
      kind: .flat(parameter: first.name),
      reason: "not identified: the best curve is flat (b = 0), so \(first.name) is arbitrary",
      rss: result.rss)
  }
  for (place, parameter) in problem.form.shapeParameters.enumerated() {
    if let failure = placeFailure(parameter, at: place, result) { return failure }
  }
  return nil
}

/// The failure of one parameter: at an end of its range, or anywhere.
private func placeFailure(
  _ parameter: ShapeParameter, at place: Int, _ result: SearchResult
) -> FitFailure? {
  let position = result.position[place]
  if position < 1e-4 || position > 1 - 1e-4 {
    let low = position < 0.5
    return FitFailure(
      kind: .atEnd(parameter: parameter.name, low: low),
      reason: "not identified: \(parameter.name) runs to the \(low ? "low" : "high") end of its "
        + "plausible range, where the curve is "
        + (low ? parameter.atLowEnd : parameter.atHighEnd),
      rss: result.rss)
  }
  guard result.ambiguity[place] > 0.05 else { return nil }
  return FitFailure(
    kind: .ambiguous(parameter: parameter.name),
    reason: "not identified: quite different values of \(parameter.name) fit equally well",
    rss: result.rss)
}
