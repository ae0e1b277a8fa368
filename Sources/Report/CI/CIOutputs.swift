import Core
import Foundation

/// Something that a build service shows beside the code.
public struct CIProblem: Sendable, Equatable {
  public enum Level: String, Sendable, CaseIterable { case error, warning }

  public var level: Level
  public var title: String
  public var message: String
  public var location: CILocation?
}

/// Problems as GitHub's workflow commands
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
public enum GitHubAnnotations {
  /// GitHub shows as many of each level for a step, and drops the others without a word.
  static let most = 10
  /// Longer messages are cut, bytes.
  static let longest = 2000

  /// One line per problem. Where a level has more than are shown, the last line counts the others.
  public static func text(_ problems: [CIProblem]) -> String {
    CIProblem.Level.allCases.map { level in
      let all = problems.filter { $0.level == level }
      guard all.count > most else { return all.map(command).joined() }
      let rest = CIProblem(
        level: level, title: "\(all.count - most + 1) more",
        message: "The job summary and the artifact have them all.")
      return (all.prefix(most - 1) + [rest]).map(command).joined()
    }.joined()
  }

  private static func command(_ problem: CIProblem) -> String {
    var properties: [String] = []
    if let place = problem.location {
      properties += ["file=\(property(place.file))", "line=\(place.line)"]
    }
    properties.append("title=\(property(CIText.cut(problem.title, bytes: 200)))")
    let message = data(CIText.cut(problem.message, bytes: longest))
    return "::\(problem.level.rawValue) \(properties.joined(separator: ","))::\(message)\n"
  }

  /// The text of a command: it cannot end its line.
  static func data(_ text: String) -> String {
    VisibleText.of(text, keepingLines: true).replacing("%", with: "%25")
      .replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  /// The value of a property: it cannot begin another one, nor the text.
  static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

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
