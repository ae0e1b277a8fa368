import Core

/// The time until an event, or until observation ended.
public struct SurvivalTime: Sendable, Hashable {
  /// Above 0, in whatever unit all times of a sample share.
  public let time: Double
  /// Whether it happened at `time`; otherwise it had not happened by then (right-censored).
  public let happened: Bool

  /// - Throws: `Fault` for a time that is not finite and above 0.
  public init(_ time: Double, happened: Bool) throws {
    guard time > 0, time.isFinite else {
      throw Fault("a time is out of range", expected: "finite, above 0", found: "\(time)")
    }
    self.time = time
    self.happened = happened
  }
}

/// The share for which an event has not happened yet, against time, where some were not observed to
/// the end (Kaplan and Meier, J. Am. Stat. Assoc. 53, 1958).
public struct KaplanMeier: Sendable, Equatable {
  /// A time at which events happened.
  public struct Step: Sendable, Equatable {
    public let time: Double
    /// How many were still observed just before.
    public let atRisk: Int
    /// Number of events.
    public let events: Int
    /// The share left just after.
    public let share: Double
    /// Greenwood's sum: the variance of the logarithm of the share; infinite where nothing is left.
    let variance: Double
  }

  /// Ascending.
  public let steps: [Step]
  /// The end of observation.
  public let end: Double

  /// - Throws: `Fault` for an empty sample.
  public init(_ times: [SurvivalTime]) throws {
    guard let end = times.map(\.time).max() else { throw Fault("the sample is empty") }
    var (steps, share, variance) = ([Step](), 1.0, 0.0)
    for time in Set(times.filter(\.happened).map(\.time)).sorted() {
      // One that is censored at the time of an event was still at risk then.
      let atRisk = times.count { $0.time >= time }
      let count = times.count { $0.time == time && $0.happened }
      share *= 1 - Double(count) / Double(atRisk)
      variance += Double(count) / (Double(atRisk) * Double(atRisk - count))
      steps.append(
        Step(time: time, atRisk: atRisk, events: count, share: share, variance: variance))
    }
    (self.steps, self.end) = (steps, end)
  }

  /// The share left at a time.
  public func share(at time: Double) -> Double {
    steps.last { $0.time <= time }?.share ?? 1
  }

  /// The first time at which no more than a share is left: half for the median. Nil where more than
  /// that is left at the end.
  public func quantile(_ share: Double = 0.5) -> Double? {
    steps.first { $0.share <= share + 1e-12 }?.time
  }

  /// An interval of the median: the times at which half lies in the interval of the share (Brookmeyer
  /// and Crowley, Biometrics 38, 1982). Nil for an end that lies beyond the observation.
  public func medianInterval(level: Double = 0.95) -> (low: Double?, high: Double?) {
    let z = Normal.twoSided(level)
    let low = steps.first { $0.interval(z).low <= 0.5 }?.time
    let high = steps.first { $0.interval(z).high < 0.5 }?.time
    return (low, high)
  }
}

extension KaplanMeier.Step {
  /// The interval of the share by the logarithm of its logarithm, which stays between 0 and 1
  /// (Kalbfleisch and Prentice, 1980).
  func interval(_ z: Double) -> (low: Double, high: Double) {
    guard share > 0, share < 1 else { return (share, share) }
    let logarithm = DeterministicMath.log(share)
    let half = z * variance.squareRoot() / -logarithm
    func end(_ sign: Double) -> Double {
      DeterministicMath.exp(logarithm * DeterministicMath.exp(sign * half))
    }
    return (end(1), end(-1))
  }
}
