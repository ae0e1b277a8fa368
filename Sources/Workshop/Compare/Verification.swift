import Core
import Foundation
import Notebook
import Report

/// A published report made again and compared with what it published, without touching it.
public struct Verification {
  /// What was published.
  public let published: ValuesFile
  /// The analyses that are run.
  public let analyses: [String]
  private let isPart: Bool

  /// - Parameters:
  ///   - report: the report's folder
  ///   - only: the analyses to run; all of the report's where it is empty
  /// - Throws: `Fault` where there is no readable report, or no such analysis.
  public init(report: URL, project: Project, only: [String]) throws {
    let file = try ValuesFile.read(report.appendingPathComponent(ValuesFile.name))
    let known = try project.analysisNames()
    if let unknown = only.first(where: { !known.contains($0) }) {
      throw Fault.unknown("analysis", unknown, among: known, at: "--only")
    }
    let shown = file.made?.analyses ?? known
    analyses = known.filter { only.isEmpty ? shown.contains($0) : only.contains($0) }
    isPart = !only.isEmpty
    published = isPart ? file.part(of: only) : file
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// Values and verdicts that differ beyond their tolerance.
    public var differences: [ReportDifference]
    /// What could not be made again.
    public var failures: [ReportAssembly.Failure]
    /// Recorded runs that did not come out as recorded when they were trained again.
    public var changes: [ReportAssembly.Failure]
    /// How many values and verdicts were compared.
    public var values: Int
    public var verdicts: Int

    /// Whether all could be compared and is within its tolerance.
    public var isSame: Bool { differences.isEmpty && failures.isEmpty && changes.isEmpty }
  }

  /// Makes the report again under the terms of the published one, and compares.
  /// - Parameter reproduction: where things are; analyses and terms are set here
  /// - Throws: `Fault` where the data or the store is at fault, `Interrupted` after Ctrl-C.
  public func run(
    _ reproduction: Reproduction, reruns: Int? = nil, progress: ProgressLog
  ) throws -> Outcome {
    var job = reproduction
    job.analyses = analyses
    job.reruns = reruns ?? published.made?.reruns ?? job.reruns
    job.trained = published.made?.fromScratch ?? []
    // What was published before training is made again without it, also where runs were trained since.
    if published.made?.isFirstEdition == true {
      (job.isFirstEdition, job.reruns) = (true, 0)
      job.analyses = analyses.filter { name in
        !Reproduction.profiles.contains { $0.analysis == name } || published.hasValues(of: name)
      }
    }
    let (document, failures) = try dated { try job.document(progress: progress) }
    let now = document.map(ValuesFile.init) ?? ValuesFile(values: [])
    // What a failed analysis would have bound is not gone: it could not be looked at.
    let failed = failures.filter { !$0.isChange }
    let before = published.without(analyses: failed.map(\.name))
    return Outcome(
      differences: ValuesComparison().differences(before, now).ordered(), failures: failed,
      changes: failures.filter(\.isChange), values: before.values.count,
      verdicts: before.verdicts.count)
  }

  /// Runs `body` with the published report's date: it decides which recorded runs are drawn.
  private func dated<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let date = published.made?.date else { return try body() }
    let name = "SOURCE_DATE_EPOCH"
    let earlier = ProcessInfo.processInfo.environment[name]
    setenv(name, "\(date)", 1)
    defer { if let earlier { setenv(name, earlier, 1) } else { unsetenv(name) } }
    return try body()
  }
}

extension ValuesFile {
  /// What some analyses bound and stated.
  func part(of analyses: [String]) -> ValuesFile {
    ValuesFile(
      made: made, values: values.filter { analyses.contains(Self.analysis(of: $0.cell)) },
      verdicts: verdicts.filter { analyses.contains(Self.analysis(of: $0.cell)) })
  }

  /// Whether an analysis bound any value.
  func hasValues(of analysis: String) -> Bool {
    values.contains { Self.analysis(of: $0.cell) == analysis }
  }

  /// What all analyses but some bound and stated.
  func without(analyses: [String]) -> ValuesFile {
    ValuesFile(
      made: made, values: values.filter { !analyses.contains(Self.analysis(of: $0.cell)) },
      verdicts: verdicts.filter { !analyses.contains(Self.analysis(of: $0.cell)) })
  }

  /// `costs` of `analyses/costs/main.swift:12`.
  private static func analysis(of cell: String) -> String {
    let parts = cell.split(separator: "/")
    return parts.count > 1 ? String(parts[1]) : ""
  }
}
