import Core
import Notebook
import Plot
import Results

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
