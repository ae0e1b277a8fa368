import Core
import Published
import Report

/// What numbers can be taken from: it knows the places in the data, or says how it was made.
public protocol HasSources {
  /// Places in the data (`data/paper/table7.csv:4`), or sentences on how something was computed.
  var sources: [String] { get }
}

/// A place, or a sentence.
extension String: HasSources {
  public var sources: [String] { [self] }
}

extension Array: HasSources where Element: HasSources {
  public var sources: [String] { flatMap(\.sources) }
}

extension Optional: HasSources where Wrapped: HasSources {
  public var sources: [String] { self?.sources ?? [] }
}

extension Observation: HasSources {
  public var sources: [String] { [provenance] }

  /// The value with its place.
  public var sourced: Sourced { Sourced(value, unit == .fraction ? "fraction" : "", from: self) }
}

extension ObservationPair: HasSources {
  public var sources: [String] { [first.provenance, second.provenance] }
}

extension UpdateRule: HasSources { public var sources: [String] { [provenance] } }
extension MixerCost: HasSources { public var sources: [String] { [provenance] } }
extension Exhibit: HasSources { public var sources: [String] { [provenance] } }
extension StackSpeed: HasSources { public var sources: [String] { [provenance] } }

/// The ends of an interval.
public struct Ends: Sendable, Equatable {
  public var low: Double
  public var high: Double

  public init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }
}

/// A number that carries where it comes from. What is computed from such numbers rests on the sources of all
/// of them, each named once.
public struct Sourced: Sendable, Equatable, HasSources {
  public var value: Double
  /// `fraction`, `points`, `layers`...; empty for a pure number.
  public var unit: String
  public var sources: [String]
  /// The ends of its interval, and of what kind that is, with its n.
  public var ends: Ends?
  public var interval: String?
  /// How far a report that is made again may differ.
  public var tolerance: Tolerance

  public init(
    _ value: Double, _ unit: String = "", ends: Ends? = nil, interval: String? = nil,
    tolerance: Tolerance = .computed, from sources: any HasSources = [String]()
  ) {
    (self.value, self.unit, self.ends, self.interval) = (value, unit, ends, interval)
    self.tolerance = tolerance
    self.sources = Self.united(sources.sources)
  }

  private static func united(_ sources: [String]) -> [String] {
    var seen: Set<String> = []
    return sources.filter { seen.insert($0).inserted }
  }

  private static func both(
    _ a: Sourced, _ b: Sourced, _ value: (Double, Double) -> Double, keepsUnit: Bool
  ) -> Sourced {
    Sourced(
      value(a.value, b.value), keepsUnit && a.unit == b.unit ? a.unit : "",
      from: a.sources + b.sources)
  }

  private func scaled(_ value: Double, _ unit: String) -> Sourced {
    Sourced(value, unit, tolerance: tolerance, from: sources)
  }

  public static func + (a: Sourced, b: Sourced) -> Sourced { both(a, b, +, keepsUnit: true) }
  public static func - (a: Sourced, b: Sourced) -> Sourced { both(a, b, -, keepsUnit: true) }
  public static func * (a: Sourced, b: Sourced) -> Sourced { both(a, b, *, keepsUnit: false) }
  public static func / (a: Sourced, b: Sourced) -> Sourced { both(a, b, /, keepsUnit: false) }
  public static func * (factor: Double, a: Sourced) -> Sourced {
    a.scaled(factor * a.value, a.unit)
  }
  public static func / (a: Sourced, divisor: Double) -> Sourced {
    a.scaled(a.value / divisor, a.unit)
  }

  /// A difference of fractions as points of a hundred.
  public var points: Sourced { scaled(100 * value, "points") }

  /// The same number in a unit.
  public func of(_ unit: String) -> Sourced {
    var copy = self
    copy.unit = unit
    return copy
  }

  /// The same with more to say of where it comes from, in front.
  public func noting(_ more: any HasSources) -> Sourced {
    var copy = self
    copy.sources = Self.united(more.sources + sources)
    return copy
  }
}

extension Array where Element == Sourced {
  private func all(_ value: Double) -> Sourced {
    Sourced(value, Set(map(\.unit)).count == 1 ? self[0].unit : "", from: sources)
  }

  /// Each of these rests on all of the numbers. Nil for none.
  public var mean: Sourced? {
    isEmpty ? nil : all(map(\.value).reduce(0, +) / Double(count))
  }
  public var least: Sourced? { map(\.value).min().map(all) }
  public var most: Sourced? { map(\.value).max().map(all) }
  /// The largest less the smallest.
  public var span: Sourced? {
    guard let low = map(\.value).min(), let high = map(\.value).max() else { return nil }
    return all(high - low)
  }
}

extension Array where Element == Observation {
  /// The values with their places.
  public var values: [Sourced] { map(\.sourced) }
}

extension Double {
  /// The number in a unit; what binds it says where it comes from.
  public func of(_ unit: String) -> Sourced { Sourced(self, unit) }
}

extension Int {
  /// A count of something: `12.of("runs")`.
  public func of(_ unit: String) -> Sourced { Sourced(Double(self), unit) }
}

/// What a name in prose can stand for: a number, the ends of an interval, or words.
public protocol Bindable {
  var bound: Bound { get }
}

/// What is bound, before it takes a format.
public enum Bound {
  case number(Sourced)
  case ends(Ends, sources: [String])
  case words(String, Tolerance)
}

extension Sourced: Bindable { public var bound: Bound { .number(self) } }
extension Observation: Bindable { public var bound: Bound { .number(sourced) } }
extension Double: Bindable { public var bound: Bound { .number(Sourced(self)) } }
extension Int: Bindable { public var bound: Bound { .number(Sourced(Double(self))) } }
extension String: Bindable { public var bound: Bound { .words(self, .computed) } }
extension Ends: Bindable { public var bound: Bound { .ends(self, sources: []) } }

/// Words that a report which is made again may have other numerals in.
public struct TolerantWords: Bindable {
  let words: String
  let tolerance: Tolerance

  public init(_ words: String, _ tolerance: Tolerance) {
    (self.words, self.tolerance) = (words, tolerance)
  }

  public var bound: Bound { .words(words, tolerance) }
}

/// The ends of an interval with where they come from.
public struct SourcedEnds: Sendable, Equatable, HasSources, Bindable {
  public var ends: Ends
  public var sources: [String]

  public init(_ ends: Ends, from sources: any HasSources) {
    (self.ends, self.sources) = (ends, sources.sources)
  }

  public var bound: Bound { .ends(ends, sources: sources) }
}
