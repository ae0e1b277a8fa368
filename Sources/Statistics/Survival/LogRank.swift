import Core

/// Whether groups take equally long: the log-rank test (Mantel, Cancer Chemotherapy Reports 50, 1966).
///
/// With a handful in a group the usual chi-squared approximation is poor. So p is that of the
/// permutation test: how often would groups assigned at random differ as much? That needs
/// censoring that does not depend on the group, as when all are observed equally long.
public struct LogRank: Sendable, Equatable {
  /// For each group: the number of events, and the number expected at the common rate.
  public let observed: [Int]
  public let expected: [Double]
  /// The sum over groups of (observed − expected)² / expected; larger is more different.
  public let statistic: Double
  public let pValue: Double
  public let method: PermutationMethod

  /// The most assignments of groups that are enumerated.
  static let mostExact = 20_000

  /// - Throws: `Fault` for fewer than two groups, an empty one, or nothing that happened.
  public init(_ groups: [[SurvivalTime]], seed: UInt64 = 0, draws: Int = 20_000) throws {
    guard groups.count > 1, groups.allSatisfy({ !$0.isEmpty }) else {
      throw Fault(
        "the log-rank test needs two groups, none empty", found: "\(groups.map(\.count))")
    }
    let times = groups.flatMap { $0 }
    guard times.contains(where: \.happened) else {
      throw Fault("it happened for none, so there is nothing to compare")
    }
    let labels = groups.enumerated().flatMap { index, group in group.map { _ in index } }
    let risk = RiskTable(times, groups: groups.count)
    let own = risk.counts(labels)
    (observed, expected) = (own.observed, own.expected)
    statistic = own.statistic
    let deal = Deal(labels, groups: groups.count)
    let least = own.statistic - 1e-9
    if let ways = deal.ways, ways <= Self.mostExact {
      var extreme = 0
      deal.forEach { if risk.counts($0).statistic >= least { extreme += 1 } }
      (pValue, method) = (Double(extreme) / Double(ways), .exact)
    } else {
      var (stream, shuffled) = (RandomStream(seed: seed, named: "log-rank"), labels)
      var extreme = 1
      for _ in 0..<draws {
        shuffled.shuffle(using: &stream)
        if risk.counts(shuffled).statistic >= least { extreme += 1 }
      }
      (pValue, method) = (Double(extreme) / Double(draws + 1), .permutation(draws: draws))
    }
  }
}

/// Who was at risk when, whatever the groups.
private struct RiskTable {
  private let groups: Int
  private let times: [SurvivalTime]
  /// The places of those at risk at each time of an event, and how many events there are.
  private let events: [(atRisk: [Int], count: Int)]

  init(_ times: [SurvivalTime], groups: Int) {
    (self.times, self.groups) = (times, groups)
    events = Set(times.filter(\.happened).map(\.time)).sorted().map { time in
      (
        times.indices.filter { times[$0].time >= time },
        times.count { $0.happened && $0.time == time }
      )
    }
  }

  func counts(_ labels: [Int]) -> (observed: [Int], expected: [Double], statistic: Double) {
    var observed = Array(repeating: 0, count: groups)
    var expected = Array(repeating: 0.0, count: groups)
    for (place, time) in times.enumerated() where time.happened { observed[labels[place]] += 1 }
    for event in events {
      let rate = Double(event.count) / Double(event.atRisk.count)
      for place in event.atRisk { expected[labels[place]] += rate }
    }
    let statistic = zip(observed, expected).reduce(0) { sum, pair in
      let difference = Double(pair.0) - pair.1
      return sum + difference * difference / pair.1
    }
    return (observed, expected, statistic)
  }
}

/// The ways to deal labels to places, each group as large as it is.
private struct Deal {
  private let sizes: [Int]
  private let count: Int

  init(_ labels: [Int], groups: Int) {
    count = labels.count
    sizes = (0..<groups).map { group in labels.count { $0 == group } }
  }

  /// How many ways there are; nil where they are too many to count.
  var ways: Int? {
    var (product, left) = (1, count)
    for size in sizes {
      for chosen in 0..<size {
        let (next, overflow) = product.multipliedReportingOverflow(by: left - chosen)
        if overflow { return nil }
        product = next / (chosen + 1)
      }
      left -= size
    }
    return product
  }

  func forEach(_ body: ([Int]) -> Void) {
    var (labels, left) = (Array(repeating: 0, count: count), sizes)
    place(0, &labels, &left, body)
  }

  private func place(
    _ index: Int, _ labels: inout [Int], _ left: inout [Int], _ body: ([Int]) -> Void
  ) {
    guard index < count else { return body(labels) }
    for group in left.indices where left[group] > 0 {
      left[group] -= 1
      labels[index] = group
      place(index + 1, &labels, &left, body)
      left[group] += 1
    }
  }
}
