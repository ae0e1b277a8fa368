import Notebook
import Paper
import Published
import Report
import Results
import Statistics

// Where the things of other rooms come from, and what of them stands in prose and tables.

extension AuditFinding: HasSources { public var sources: [String] { reads } }
extension ClaimResult: HasSources { public var sources: [String] { reads } }

extension ProportionInterval {
  public var ends: Ends { Ends(low, high) }
}

extension MeanInterval {
  /// Nil where there is no interval: of one value, or of equal ones.
  public var ends: Ends? { low.flatMap { low in high.map { Ends(low, $0) } } }
}

extension BootstrapInterval {
  /// `+0.082 to +0.199`
  public func ends(_ format: ValueFormat) -> String { format.text(from: low, to: high) }
}

extension Array where Element == Family {
  /// A family's name as reports write it.
  public func display(_ key: String) -> String { first { $0.key == key }?.display ?? key }
}
