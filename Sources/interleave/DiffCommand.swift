import ArgumentParser
import Core
import Foundation
import Lab
import Report
import Workshop

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two reports number by number.",
    discussion: """
      Values and verdicts are compared by name. If both arguments are folders, the CSV files of tables and \
      figures are compared cell by cell. Rows are matched by the columns that contain words; columns that \
      name sources are ignored. The list is sorted by kind and name. A relative change is a share of the \
      number in the first report.

      Exit status: 0 when the reports have the same numbers, 1 when they differ, 2 when one cannot be read.
      """)

  @Argument(help: ArgumentHelp("A report's folder, or its values.json.", valueName: "a"))
  var first: String

  @Argument(help: ArgumentHelp("The other report.", valueName: "b"))
  var second: String

  @Option(
    help: ArgumentHelp(
      "The largest difference that is ignored: a number such as 0.001, or a share of the larger number such as 0.1%.",
      valueName: "number"))
  var tolerance: String?

  @Flag(help: "Print a JSON list of {kind, name, place, before, after, change, relative, only_in}.")
  var json = false

  func validate() throws { _ = try allowed() }

  func run() throws {
    let comparison = try Unchecked.run {
      try ReportComparison(
        PublishedReport(at: URL(fileURLWithPath: first)),
        PublishedReport(at: URL(fileURLWithPath: second)), tolerance: allowed())
    }
    let differences = comparison.differences
    if json {
      try JSONValue.array(differences.map(\.json)).printed()
    } else if !differences.isEmpty {
      Terminal.print(DifferenceText.table(differences, before: "a", after: "b"), terminator: "")
      let counts = ReportDifference.Kind.allCases.compactMap { kind -> String? in
        let own = differences.filter { $0.kind == kind }
        guard !own.isEmpty else { return nil }
        return "\(own.count) in \(Set(own.map(\.name)).count) \(kind.rawValue)s"
      }
      Terminal.print("differences: \(counts.joined(separator: ", "))")
    }
    guard differences.isEmpty else { throw ExitCode(1) }
  }

  private func allowed() throws -> Tolerance {
    guard let tolerance else { return .exact }
    let isShare = tolerance.hasSuffix("%")
    guard let number = Double(isShare ? String(tolerance.dropLast()) : tolerance),
      number.isFinite, number >= 0
    else {
      throw ValidationError(
        "--tolerance takes a number that is not negative, such as 0.001 or 0.1%")
    }
    return isShare
      ? Tolerance(relative: number / 100, because: "asked for")
      : Tolerance(absolute: number, because: "asked for")
  }
}

/// Differences of two reports as columns for a terminal.
enum DifferenceText {
  /// - Parameters:
  ///   - before: what the first report is called
  ///   - after: what the second is called
  ///   - allowsOwn: whether each value has a tolerance of its own, and so a column for it
  static func table(
    _ differences: [ReportDifference], before: String, after: String, allowsOwn: Bool = false
  ) -> String {
    let rows = differences.map { difference -> [String] in
      let (one, two) = clipped(difference.before.shown, difference.after.shown)
      return [
        difference.kind.rawValue, difference.name, difference.place, one, two,
        number(difference.change), difference.relative.map { number(100 * $0) + " %" } ?? "",
      ] + (allowsOwn ? [difference.tolerance.shown] : [])
    }
    let header = ["", "name", "where", before, after, "change", "relative"]
    return TextTable.render(header: header + (allowsOwn ? ["allowed"] : []), rows: rows)
  }

  /// `+0.00123`: three digits that count.
  private static func number(_ value: Double?) -> String {
    guard let value else { return "" }
    guard value.isFinite else { return "\(value)" }
    return String(format: "%+.3g", value)
  }

  /// Long words cut to where they begin to differ.
  private static func clipped(_ one: String, _ two: String) -> (String, String) {
    guard max(one.count, two.count) > width else { return (one, two) }
    let same = zip(one, two).prefix { $0 == $1 }.count
    let start = max(0, min(same - width / 3, max(one.count, two.count) - width))
    return (clipped(one, from: start), clipped(two, from: start))
  }

  private static func clipped(_ text: String, from start: Int) -> String {
    let rest = text.dropFirst(start)
    let isWhole = rest.count <= width
    return (start > 0 && !rest.isEmpty ? "…" : "") + rest.prefix(width) + (isWhole ? "" : "…")
  }

  private static let width = 48
}
