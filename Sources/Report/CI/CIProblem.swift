import Core

/// Something that a build service shows beside the code.
public struct CIProblem: Sendable, Equatable {
  public enum Level: String, Sendable, CaseIterable { case error, warning }

  public var level: Level
  /// What found it: `analysis`, `verdict-on-record`, `claim`.
  public var check: String
  public var title: String
  public var message: String
  public var location: CILocation?

  public init(
    _ level: Level, check: String, title: String, _ message: String, at location: CILocation?
  ) {
    self.level = level
    self.check = check
    self.title = title
    self.message = message
    self.location = location
  }
}

/// Problems as GitHub's workflow commands
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
public enum GitHubAnnotations {
  /// GitHub shows as many of each level for a step, and drops the others without a word.
  static let most = 10
  /// Longer messages are cut, bytes.
  static let longest = 2000

  /// One line a problem. Where a level has more than are shown, the last line counts the others.
  public static func text(_ problems: [CIProblem]) -> String {
    CIProblem.Level.allCases.map { level in
      let all = problems.filter { $0.level == level }
      guard all.count > most else { return all.map(command).joined() }
      let rest = CIProblem(
        level, check: "", title: "\(all.count - most + 1) more",
        "The job summary and the artifact have them all.", at: nil)
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

/// Problems as GitLab's code quality report
/// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
public enum CodeQuality {
  /// Where problems without a place are shown, since the format asks for one.
  static let fallback = CILocation(file: ".gitlab-ci.yml", line: 1)

  public static func json(_ problems: [CIProblem]) -> JSONValue {
    .array(problems.map(entry))
  }

  private static func entry(_ problem: CIProblem) -> JSONValue {
    let place = problem.location ?? fallback
    // The same problem keeps its fingerprint when its words or its line change.
    let identity = [problem.check, problem.title, place.file].joined(separator: "\n")
    let text = "\(problem.title): \(CIText.cut(problem.message, bytes: 2000))"
    return .object([
      "description": .string(VisibleText.of(text, keepingLines: true)),
      "check_name": .string("interleave-\(problem.check)"),
      "fingerprint": .string(Digest.sha256(identity)),
      "severity": .string(problem.level == .error ? "major" : "minor"),
      "location": .object([
        "path": .string(place.file), "lines": .object(["begin": .integer(place.line)]),
      ]),
    ])
  }
}
