import Core
import Notebook
import Statistics

extension CurveStudy: HasSources {
  public var sources: [String] { observations.provenance }

  /// A number that follows from the curve, with its interval.
  public func estimate(of quantity: (Curve) throws -> Double) throws -> Sourced {
    let interval = try interval(of: quantity)
    return Sourced(
      interval.estimate, "fraction", ends: Ends(interval.low, interval.high),
      interval: "\(NumberText.percent(level, 0)) \(method), n = \(fit.n)",
      from: ["\(fit.form.name) form fitted to:"] + sources)
  }

  /// The interval of a number with families as the unit of resampling.
  public func overFamilies(of quantity: (Curve) throws -> Double) throws -> SourcedEnds {
    let interval = try intervalOverFamilies(of: quantity)
    let kind =
      "family bootstrap, \(interval.draws) draws, t interval, "
      + "n = \(fit.groups.count) families, of:"
    return SourcedEnds(Ends(interval.low, interval.high), from: [kind] + sources)
  }
}
