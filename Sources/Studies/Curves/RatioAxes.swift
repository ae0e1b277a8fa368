import Notebook
import Plot

/// The axis of every chart against the ratio.
extension HouseStyle {
  /// The paper's ratios, with the share of attention layers under both readings of a label.
  public static let ratioAxis = Axis(
    "",
    RatioAxis(
      ticks: ratios.map {
        RatioTick(1 / Double($0), labels: ["\($0):1", "1/\($0)", "1/\($0 + 1)"])
      },
      headers: ["linear : full", "as released", "as written"], pure: ["pure", "0", "0"]),
    note: "more full attention →")

  /// The same with the labels alone, for small multiples.
  public static let shortRatioAxis = Axis(
    "",
    RatioAxis(
      ticks: ratios.map { RatioTick(1 / Double($0), labels: ["\($0):1"]) }, headers: [],
      pure: ["pure"]))

  private static let ratios = [24, 12, 6, 3]
}
