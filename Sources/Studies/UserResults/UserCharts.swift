import Core
import Notebook
import Plot
import Published
import Results
import Statistics

extension UserPoint {
  /// The interval over seeds where there are several, by Student's t; else over items: Wilson's for a share
  /// of a known number of items, or the normal one of its standard error; nil where nothing is known.
  public func interval(level: Double, isShare: Bool) throws -> ClosedRange<Double>? {
    if !repetitions.isEmpty {
      let mean = try MeanInterval(repetitions, level: level)
      guard let low = mean.low, let high = mean.high else { return nil }
      return low...high
    }
    if isShare, let n, n > 0, (0...1).contains(value), sources.count == 1 {
      let wilson = try ProportionInterval(proportion: value, trials: n, level: level)
      return wilson.low...wilson.high
    }
    guard let standardError, standardError > 0 else { return nil }
    let half = Normal.twoSided(level) * standardError
    return value - half...value + half
  }
}

extension [UserPoint] {
  /// The points for drawing: columns model, family, ratio, fraction, value, low, high, items, n
  /// (models), source.
  public func frame(level: Double, isShare: Bool) throws -> Frame {
    let intervals = try map { try $0.interval(level: level, isShare: isShare) }
    return try Frame([
      "model": .text(map(\.model)), "family": .text(map(\.identity.family)),
      "ratio": .text(map(\.identity.ratioLabel)), "fraction": .numbers(map(\.fraction)),
      "value": .numbers(map(\.value)), "low": .numbers(intervals.map { $0?.lowerBound }),
      "high": .numbers(intervals.map { $0?.upperBound }),
      "items": .numbers(map { $0.n.map(Double.init) }), "n": .numbers(map { _ in 1 }),
      "source": .text(map { $0.sources.joined(separator: "; ") }),
    ])
  }

  /// The mean of each family at each ratio: what a line goes through where models repeat.
  public var meansByRatio: [(family: String, fraction: Double, mean: Double, models: Int)] {
    var rows: [(family: String, fraction: Double, values: [Double])] = []
    for point in self {
      let place = rows.firstIndex {
        $0.family == point.identity.family && $0.fraction == point.fraction
      }
      if let place {
        rows[place].values.append(point.value)
      } else {
        rows.append((point.identity.family, point.fraction, [point.value]))
      }
    }
    return rows.map { row in
      let mean = row.values.reduce(0, +) / Double(row.values.count)
      return (row.family, row.fraction, mean, row.values.count)
    }
  }

  /// What kind of intervals the points have, for a caption.
  public func intervalKind(level: Double, isShare: Bool) throws -> String {
    let percent = NumberText.percent(level, 0)
    let some = try map { try $0.interval(level: level, isShare: isShare) != nil }
    guard some.contains(true) else { return "no interval: neither items nor errors are known" }
    let single = filter(\.repetitions.isEmpty)
    let isWilson = isShare && single.allSatisfy { $0.n != nil && $0.sources.count == 1 }
    let kinds = [
      single.isEmpty ? nil : "\(isWilson ? "Wilson" : "normal") over items, without seeds",
      single.count == count ? nil : "t over seeds (\(seedCounts)) where there are several",
    ]
    return "bars: \(percent) \(kinds.compactMap { $0 }.joined(separator: "; "))"
      + (some.contains(false) ? "; where there is no bar, none is known" : "")
  }

  /// How many seeds the means rest on: `n = 3`, `n = 3 to 5`.
  private var seedCounts: String {
    let counts = map(\.repetitions.count).filter { $0 > 0 }
    guard let least = counts.min(), let most = counts.max() else { return "n = 1" }
    return least == most ? "n = \(least)" : "n = \(least) to \(most)"
  }
}

/// The curve through a user's average, where there is enough for one.
public struct UserCurve {
  /// The fit; nil where there is too little.
  public let study: CurveStudy?
  /// Why there is none.
  public let reason: String?

  /// Fits hybrids and pure models; full attention has no place on the curve.
  public init(_ observations: [Observation], plan: BootstrapPlan) {
    let rows = observations.filter { ($0.model.attentionFraction ?? 1) < 1 }
    do {
      study = try CurveStudy(rows, plan: plan)
      reason = nil
    } catch {
      study = nil
      reason = (error as? Fault).map { $0.found ?? $0.what } ?? "\(error)"
    }
  }

  /// Whether the values rise with attention, in words: by the interval of the gain from none to
  /// `fraction`.
  public func direction(of what: String, to fraction: Double) -> String {
    guard let study else { return "\(what) by ratio: too few values for a curve" }
    // A constant that is best by AICc has no gain, and so no interval of one.
    guard study.fit.form.name != "constant" else {
      return "\(what) does not move with the share of full attention beyond its scatter"
    }
    guard let gain = try? study.interval(of: { try $0.gain(to: fraction) }) else {
      return "\(what) by ratio: the values do not scatter, so there is no interval"
    }
    if gain.low > 0 { return "\(what) rises with the share of full attention" }
    if gain.high < 0 { return "\(what) falls with the share of full attention" }
    return "\(what) does not show whether it changes with the share of full attention"
  }
}

extension HouseStyle {
  /// An axis for stacks of any ratio: the paper's ticks, and one more at either end where values lie
  /// beyond them. Of two ticks that are too near for two labels, the one that the values need more
  /// has its label.
  public static func ratioAxis(of points: [UserPoint]) -> Axis {
    let hybrids = points.filter { $0.fraction > 0 && $0.fraction < 1 }
    var ticks: [(fraction: Double, label: String)] = [24, 12, 6, 3].map {
      (1 / Double($0), "\($0):1")
    }
    for end in [hybrids.min(by: isSparser), hybrids.max(by: isSparser)].compactMap({ $0 }) {
      let isFirst = end.fraction < ticks[0].fraction
      let outer = isFirst ? 0 : ticks.count - 1
      guard isFirst ? distance(end, ticks[0]) > 0 : end.fraction > ticks[outer].fraction else {
        continue
      }
      var label = end.identity.ratioLabel
      if distance(end, ticks[outer]) < roomForLabels {
        let isUsed = hybrids.contains { distance($0, ticks[outer]) < 0.01 }
        if isUsed || label.count > longestLabel { label = "" } else { ticks[outer].label = "" }
      }
      ticks.insert((end.fraction, label), at: isFirst ? 0 : ticks.count)
    }
    return Axis(
      "",
      RatioAxis(
        ticks: ticks.map { RatioTick($0.fraction, labels: [$0.label]) }, pure: ["pure"],
        full: points.contains { $0.fraction == 1 } ? ["full"] : nil),
      note: "more full attention →")
  }

  /// Doublings of the share of attention between two labels.
  private static let roomForLabels = 0.9

  /// `12:1` and no more; `5 of 24` would reach into the next tick.
  private static let longestLabel = 4

  private static func isSparser(_ a: UserPoint, _ b: UserPoint) -> Bool { a.fraction < b.fraction }

  private static func distance(
    _ point: UserPoint, _ tick: (fraction: Double, label: String)
  ) -> Double {
    abs(DeterministicMath.log2(point.fraction) - DeterministicMath.log2(tick.fraction))
  }
}
