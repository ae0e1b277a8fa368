import Core

/// A place on an axis that has labels: one for each row of labels, from the axis outwards.
public struct Tick: Sendable, Hashable {
  /// 0 at the axis's start (left, bottom), 1 at its end.
  public var position: Double
  public var labels: [String]

  /// A tick with a label for each row.
  public init(_ position: Double, labels: [String]) {
    self.position = position
    self.labels = labels
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
    self.title = title
    self.kind = kind
    self.note = note
  }
}
