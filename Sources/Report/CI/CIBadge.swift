import Core
import Foundation

/// The badge of a report, as shields.io's endpoint reads it (https://shields.io/badges/endpoint-badge).
public enum CIBadge {
  /// `claims: 15/41 supported`, red where something failed or a verdict is not the one on record.
  public static func json(_ report: CIReport) -> JSONValue {
    let message =
      report.verdicts.isEmpty
      ? "not judged" : "\(report.count(.supported))/\(report.verdicts.count) supported"
    return .object([
      "schemaVersion": .integer(1), "label": .string("claims"), "message": .string(message),
      "color": .string(color(report)),
    ])
  }

  private static func color(_ report: CIReport) -> String {
    guard report.isAsExpected else { return report.verdicts.isEmpty ? "lightgrey" : "red" }
    let (supported, all) = (report.count(.supported), report.verdicts.count)
    if 3 * supported >= 2 * all { return "brightgreen" }
    return 3 * supported >= all ? "yellow" : "orange"
  }
}
