/// What came of fitting a form: a fit, a refusal before the attempt, or a failure in it.
public enum FitOutcome: Sendable {
  case fitted(CurveFit)
  /// The data cannot carry the form at all.
  case refused(FitRefusal)
  /// The attempt led to nothing that could be reported.
  case failed(FitFailure)

  public var fit: CurveFit? {
    if case .fitted(let fit) = self { return fit }
    return nil
  }

  /// Why there is no fit; nil when there is one.
  public var reason: String? {
    switch self {
    case .fitted: nil
    case .refused(let refusal): refusal.reason
    case .failed(let failure): failure.reason
    }
  }
}

/// Why a form was not even tried.
public struct FitRefusal: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Too few points for a residual degree of freedom and a defined AICc.
    case tooFewPoints
    /// Too few distinct attention fractions to see the shape.
    case tooFewFractions
  }
  public let kind: Kind
  /// Points at hand.
  public let n: Int
  /// Numbers that the form would fit, levels included.
  public let p: Int
  /// Points, or distinct fractions, that it would take.
  public let needed: Int
  /// Distinct attention fractions at hand.
  public let distinct: Int

  /// A full sentence without a full stop.
  public var reason: String {
    switch kind {
    case .tooFewPoints:
      "\(p) parameters from \(n) points: the corrected Akaike criterion needs at least \(needed) "
        + "points"
    case .tooFewFractions:
      "the shape needs at least \(needed) distinct attention fractions and there "
        + (distinct == 1 ? "is 1" : "are \(distinct)")
    }
  }
}

/// Why an attempt gave nothing to report.
public struct FitFailure: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// The solver did not converge from any start.
    case notConverged
    /// The curve is flat, so a parameter that only bends it can take any value.
    case flat(parameter: String)
    /// The best value is at an end of the plausible range.
    case atEnd(parameter: String, low: Bool)
    /// Quite different values of a parameter fit equally well.
    case ambiguous(parameter: String)
    /// The data tie the parameters to one another.
    case dependent
  }
  public let kind: Kind
  /// A full sentence without a full stop.
  public let reason: String
  /// The sum of squares that the attempt reached, in squared units of y; nil when none converged.
  public let rss: Double?
}
