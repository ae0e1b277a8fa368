import Core

/// An axis of names, evenly spaced: for dot plots.
public struct CategoryAxis: AxisKind {
  /// The names in order: from the left on an x axis, from the top on a y axis.
  public var names: [String]
  /// Whether the first name is at the axis's end, which on a y axis is the top.
  public var startsAtEnd: Bool

  /// An axis of `names`.
  public init(_ names: [String], startsAtEnd: Bool = false) {
    self.names = names
    self.startsAtEnd = startsAtEnd
  }

  public func scale(for values: [Datum]) throws -> any Scale {
    guard !names.isEmpty else { throw Fault("the axis has no names") }
    return CategoryScale(names: startsAtEnd ? names.reversed() : names)
  }
}

struct CategoryScale: Scale {
  let names: [String]

  var ticks: [Tick] { names.indices.map { Tick(middle($0), labels: [names[$0]]) } }

  var step: Double? { 1 / Double(names.count) }

  func position(_ datum: Datum) throws -> Double {
    guard let index = names.firstIndex(of: datum.description) else {
      throw Fault(
        "the axis does not have this name", expected: names.joined(separator: ", "),
        found: "\(datum)")
    }
    return middle(index)
  }

  func endPosition(_ value: Double) -> Double { value }

  private func middle(_ index: Int) -> Double { (Double(index) + 0.5) / Double(names.count) }
}
