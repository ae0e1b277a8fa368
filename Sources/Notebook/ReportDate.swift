import Core
import Foundation

/// The time that a report carries.
public enum ReportDate {
  /// `SOURCE_DATE_EPOCH` where it is set (https://reproducible-builds.org/specs/source-date-epoch),
  /// the present otherwise.
  public static func current(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Date {
    guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else { return Date() }
    guard let seconds = Int(text), seconds >= 0 else {
      throw Fault(
        "SOURCE_DATE_EPOCH is not a time", at: "environment",
        expected: "seconds since 1970, as digits",
        found: text)
    }
    return Date(timeIntervalSince1970: TimeInterval(seconds))
  }
}
