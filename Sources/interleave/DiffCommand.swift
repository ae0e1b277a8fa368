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
      Compares values and verdicts by name and, where both are folders, the CSV files of tables and figures \
      cell by cell. Rows are known by the columns that hold words; columns that name sources are left out. \
      The list is sorted by kind and name; relative changes are shares of the first report's number.

      Exit status: 0 when the reports have the same numbers, 1 when not, 2 when one cannot be read.
      """)

  @Argument(help: ArgumentHelp("A report's folder, or its values.json.", valueName: "a"))
  var first: String

  @Argument(help: ArgumentHelp("The other report.", valueName: "b"))
  var second: String

  @Option(
    help: ArgumentHelp(
      "Numbers that differ by no more than this count as the same: 0.001, or a share of the larger: 0.1%.",
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
      let counts = Difference.Kind.allCases.compactMap { kind -> String? in
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
