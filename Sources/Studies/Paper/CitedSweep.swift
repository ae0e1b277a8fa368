import Notebook
import Published

/// A sweep of another work, with what readers have to know of it.
public struct CitedSweep: HasSources {
  /// The name of its series.
  public let key: String
  /// What readers call it: the work, and the scale or the variant where it has several.
  public let title: String
  /// What the source's labels count: `linear : full`.
  public let convention: String
  public let rows: [Observation]
  public let sweep: RatioSweep
  public var sources: [String] { sweep.provenance }

  /// - Throws: `Fault` where the rows are no sweep of one unit.
  public init(
    _ key: String, _ title: String, convention: String, _ rows: [Observation]
  ) throws {
    (self.key, self.title, self.convention, self.rows) = (key, title, convention, rows)
    sweep = try RatioSweep(rows)
  }

  /// Whether a row was read from a document that quotes the work rather than from the work.
  public var isSecondary: Bool { rows.contains { $0.locator.hasPrefix("secondary") } }
}
