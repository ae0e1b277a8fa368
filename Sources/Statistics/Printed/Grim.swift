/// The GRIM test (Brown and Heathers, Soc. Psychol. Personal. Sci. 8, 2017): can a printed
/// proportion be a whole number of items over the number of items?
///
/// Values are fractions, 0...1; a percentage with one decimal has the resolution 0.001. Both ways
/// of rounding a half are accepted.
public enum Grim {
  /// Beyond half the resolution, for values that are not exact in binary.
  private static let slack = 1e-9

  /// Whether some k of 0...items has k/items within half the resolution of `value`. Nothing is
  /// possible of fewer than one item.
  public static func isPossible(_ value: Double, resolution: Double, items: Int) -> Bool {
    neighbours(value, items).contains {
      abs(Double($0) / Double(items) - value) <= resolution / 2 + slack
    }
  }

  /// What could have been printed in place of `value`: the attainable fractions next below and
  /// next above, rounded to the resolution, rising. A single one where both print alike, where
  /// `value` itself is possible, or where it lies beyond 0...1; none of fewer than one item.
  public static func nearest(_ value: Double, resolution: Double, items: Int) -> [Double] {
    guard !isPossible(value, resolution: resolution, items: items) else {
      return [rounded(value, resolution)]
    }
    let printed = neighbours(value, items).map {
      rounded(Double($0) / Double(items), resolution)
    }
    return printed.first == printed.last ? Array(printed.prefix(1)) : printed
  }

  /// The test's power against a value that has nothing to do with the items: the share of the
  /// values that can be printed in 0...1 that are impossible. 0 where items ≥ 1/resolution, which
  /// is where the test says nothing.
  public static func power(resolution: Double, items: Int) -> Double {
    guard resolution > 0, resolution <= 1 else { return 0 }
    let steps = Int(clamping: (1 / resolution + slack).rounded(.down))
    let impossible = (0...steps).count {
      !isPossible(Double($0) * resolution, resolution: resolution, items: items)
    }
    return Double(impossible) / Double(steps + 1)
  }

  /// The whole numbers of items on either side of `value`, kept within 0...items.
  private static func neighbours(_ value: Double, _ items: Int) -> [Int] {
    guard items >= 1, value.isFinite else { return [] }
    let place = min(max(value * Double(items), 0), Double(items))
    return [Int(clamping: place.rounded(.down)), Int(clamping: place.rounded(.up))]
  }

  /// To the nearest step; by division, so that decimals come out as their literals do.
  private static func rounded(_ value: Double, _ resolution: Double) -> Double {
    guard resolution > 0 else { return value }
    let steps = (1 / resolution).rounded()
    let isDecimal = abs(steps * resolution - 1) < slack
    return isDecimal
      ? (value * steps).rounded() / steps : (value / resolution).rounded() * resolution
  }
}
