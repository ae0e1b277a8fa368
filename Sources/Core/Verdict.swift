/// What evidence makes of a claim: one word in claims, reports and what build services show.
public enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
  /// The evidence shows it, by the stated rule.
  case supported
  /// The evidence shows that it is not so.
  case contradicted
  /// The evidence is there and too weak for either.
  case inconclusive
  /// The numbers that would decide it are not there.
  case untestable
}
