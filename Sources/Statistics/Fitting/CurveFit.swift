/// A curve fitted by least squares, with what is needed to judge it.
public struct CurveFit: Sendable {
  /// The fitted curve.
  public let curve: Curve
  /// The data, in the caller's order.
  public let points: [CurvePoint]
  /// y less the curve, in the order of `points`.
  public let residuals: [Double]
  /// Sum of squared residuals, in squared units of y.
  public let rss: Double
  /// Corrected Akaike criterion; see `correctedAkaike`.
  public let aicc: Double
  /// Root mean square error of predicting each point from a refit to the others, in the unit of
  /// y; nil when some refit is not possible, or none was asked for.
  public let leaveOneOutRMSE: Double?
  /// F test of the shape against levels alone; nil for the constant. For forms with θ its p value
  /// is approximate, as θ has no meaning under the null hypothesis.
  public let shapeTest: FTest?

  let table: PointTable
  /// Where θ lies in its plausible ranges; see `ShapeParameter`.
  let position: [Double]

  public var form: CurveForm { curve.form }
  /// In order of first appearance in the data.
  public var groups: [String] { curve.groups }
  /// Number of points.
  public var n: Int { points.count }
  /// Number of fitted parameters, levels included and sigma not.
  public var p: Int { curve.levels.count + curve.shape.count }
  /// Residual degrees of freedom.
  public var df: Int { n - p }
  /// Residual standard deviation, √(RSS/df), in the unit of y.
  public var sigma: Double { (rss / Double(df)).squareRoot() }

  /// The curve at an attention fraction; without a group, at the mean of the levels.
  public func predict(_ x: Double, group: String? = nil) throws -> Double {
    try curve.predict(x, group: group)
  }
}

/// The result of fitting a form. A reason is a full sentence without a full stop.
public enum FitOutcome: Sendable {
  case fitted(CurveFit)
  /// The data cannot carry the form, so it was not tried: too few points for a residual degree of
  /// freedom and a defined AICc, or too few distinct attention fractions to see the shape.
  case refused(reason: String)
  /// The attempt gave nothing to report: the solver did not converge, or the data do not
  /// determine the parameters.
  case failed(reason: String)

  public var fit: CurveFit? {
    if case .fitted(let fit) = self { fit } else { nil }
  }

  /// Why there is no fit; nil when there is one.
  public var reason: String? {
    switch self {
    case .fitted: nil
    case .refused(let reason), .failed(let reason): reason
    }
  }
}
