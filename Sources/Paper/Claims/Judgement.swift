/// What the evidence makes of a claim.
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

/// A verdict with its reasons.
public struct Judgement: Sendable, Equatable {
  public var verdict: Verdict
  /// Why, in one sentence with the numbers.
  public var sentence: String
  /// What was measured; none where nothing could be.
  public var effect: Effect?
  /// How many independent things the verdict rests on.
  public var n: Int?
  /// What `n` counts: `families`, `models`.
  public var unit: String
  /// The same claim under other choices: margins, leaving one family out.
  public var sensitivity: [Sensitivity]

  public init(
    _ verdict: Verdict, _ sentence: String, effect: Effect? = nil, n: Int? = nil,
    unit: String = "", sensitivity: [Sensitivity] = []
  ) {
    self.verdict = verdict
    self.sentence = sentence
    self.effect = effect
    self.n = n
    self.unit = unit
    self.sensitivity = sensitivity
  }

  /// The judgement on a claim whose numbers nobody printed.
  public static func untestable(_ reason: String) -> Judgement {
    Judgement(.untestable, reason)
  }
}

/// A measured size.
public struct Effect: Sendable, Equatable {
  /// What it is: `gain from pure to 3:1`.
  public var name: String
  public var value: Double
  /// Digits after the point that make sense.
  public var decimals: Int
  public var interval: ClaimInterval?

  public init(
    _ name: String, _ value: Double, decimals: Int = 3, interval: ClaimInterval? = nil
  ) {
    self.name = name
    self.value = value
    self.decimals = decimals
    self.interval = interval
  }
}

/// An interval, with what it speaks of.
public struct ClaimInterval: Sendable, Equatable {
  public var low: Double
  public var high: Double
  /// `95 % t over families`, `rounding`...
  public var kind: String

  public init(_ low: Double, _ high: Double, kind: String) {
    self.low = low
    self.high = high
    self.kind = kind
  }
}

/// The verdict under another choice.
public struct Sensitivity: Sendable, Equatable {
  /// `margin 0.005`, `without GLA`
  public var change: String
  public var verdict: Verdict
  public var effect: Double?

  public init(_ change: String, _ verdict: Verdict, effect: Double? = nil) {
    self.change = change
    self.verdict = verdict
    self.effect = effect
  }
}
