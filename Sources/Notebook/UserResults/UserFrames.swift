import Core
import Metrics
import Plot
import Statistics

extension UserPoint {
  /// The interval over items: Wilson's for a share of a known number of items, else the normal one
  /// of its standard error; nil where neither is known.
  public func interval(level: Double, isShare: Bool) throws -> ClosedRange<Double>? {
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
    let isWilson = isShare && allSatisfy { $0.n != nil && $0.sources.count == 1 }
    let kind = isWilson ? "Wilson over items" : "normal over items"
    return "bars: \(percent) \(kind), without seeds"
      + (some.contains(false) ? "; where there is no bar, none is known" : "")
  }
}
