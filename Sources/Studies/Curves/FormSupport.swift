import Statistics

/// What a distance in AICc says of the form that is behind (Burnham and Anderson, *Model Selection
/// and Multimodel Inference*, section 2.6).
public enum FormSupport {
  /// Forms within this many AICc units keep considerable support.
  public static let wide = 4.0
  /// Beyond this a form has essentially no support.
  static let none = 10.0

  /// A clause for a sentence on a form that is `delta` units behind.
  public static func clause(_ delta: Double) -> String {
    switch delta {
    case ..<FormComparison.indistinguishableDelta: "which does not tell them apart"
    case ..<wide: "too few to exclude it"
    case ..<none: "which leaves it considerably less support"
    default: "which leaves it no support"
    }
  }
}
