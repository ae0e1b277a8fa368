import Core

/// A place on an axis that has labels: one for each row of labels, from the axis outwards.
public struct Tick: Sendable, Hashable {
  /// 0 at the axis's start (left, bottom), 1 at its end.
  public var position: Double
  public var labels: [String]

  /// A tick with a label for each row.
  public init(_ position: Double, labels: [String]) {
    (self.position, self.labels) = (position, labels)
  }
}

/// Turns data into places on an axis; 0 is the axis's start (left, bottom), 1 its end.
public protocol Scale: Sendable {
  var ticks: [Tick] { get }
  /// What the rows of tick labels say, written at their left.
  var headers: [String] { get }
  /// Places where the axis is interrupted.
  var breaks: [Double] { get }
  /// The share of the axis that one place takes, where it has places of equal width.
  var step: Double? { get }
  /// Where a value lies.
  /// - Throws: `Fault` when the axis does not show it: nothing is moved or cut off silently.
  func position(_ datum: Datum) throws -> Double
  /// Where the end of an interval lies, which may be beyond the axis.
  func endPosition(_ value: Double) -> Double
}

extension Scale {
  public var headers: [String] { [] }
  public var breaks: [Double] { [] }
  public var step: Double? { nil }

  /// Which of the stretches between breaks a position is on, counted from 0.
  func stretch(of position: Double) -> Int { breaks.count { $0 < position } }

  /// The number in a datum.
  func number(_ datum: Datum) throws -> Double {
    guard case .number(let value) = datum else {
      throw Fault("the axis shows numbers", found: "the text '\(datum)'")
    }
    return value
  }

  /// A position that is on the axis.
  func checked(_ position: Double, of datum: Datum, ends: String) throws -> Double {
    guard (-1e-9...1 + 1e-9).contains(position) else {
      throw Fault(
        "a value lies outside of the axis", expected: ends, found: "\(datum)",
        hint: "widen the axis, or leave its domain out")
    }
    return position
  }
}

extension [Datum] {
  /// The numbers among the values.
  var numbers: [Double] {
    compactMap { if case .number(let value) = $0 { value } else { nil } }
  }
}

/// A kind of axis: makes the scale for the values that a panel shows.
public protocol AxisKind: Sendable {
  func scale(for values: [Datum]) throws -> any Scale
}

/// An axis of a panel.
public struct Axis: Sendable {
  /// What is plotted, with its unit. Written along the x axis, and on top of the y axis.
  public var title: String
  /// What the direction means: "more full attention →".
  public var note: String
  public var kind: any AxisKind

  /// An axis of some kind.
  public init(_ title: String, _ kind: any AxisKind, note: String = "") {
    (self.title, self.kind, self.note) = (title, kind, note)
  }
}

/// An axis of names, evenly spaced: for dot plots.
public struct CategoryAxis: AxisKind {
  /// The names in order: from the left on an x axis, from the top on a y axis.
  public var names: [String]
  /// Whether the first name is at the axis's end, which on a y axis is the top.
  public var startsAtEnd: Bool

  /// An axis of `names`.
  public init(_ names: [String], startsAtEnd: Bool = false) {
    (self.names, self.startsAtEnd) = (names, startsAtEnd)
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
