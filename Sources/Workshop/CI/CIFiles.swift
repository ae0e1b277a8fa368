import Core
import Foundation
import Report

/// The files that a build service reads: a folder `ci` in the report's, and GitHub's own files.
struct CIFiles {
  let place: CIPlace
  let folder: URL
  /// The report's folder from the repository's, or its full path where it lies outside.
  let report: String

  /// - Throws: `Fault` where the folder's name cannot stand in a file of outputs.
  init(place: CIPlace, out: URL) throws {
    self.place = place
    folder = out.appendingPathComponent("ci")
    report = place.path(of: out) ?? out.standardizedFileURL.path
    guard VisibleText.of(report) == report else {
      throw Fault(
        "the report's folder cannot be named in the outputs of a job", at: "--out", found: report,
        hint: "choose a name without control characters")
    }
  }

  /// What may be written; a run removes what an earlier one left.
  private static let names = [
    "summary.md", "comment.md", "badge.json", "claims.junit.xml",
  ]

  func clear() {
    for name in Self.names { unlink(folder.appendingPathComponent(name).path) }
  }

  /// - Parameter junit: the claims as JUnit XML; none where they could not be judged
  func write(_ report: CIReport, junit: String?) throws {
    let summary = try CISummary(report)
    try write(summary.markdown(budget: CISummary.pageBudget), "summary.md")
    try write(summary.markdown(budget: CISummary.commentBudget), "comment.md")
    let badge = try CIBadge.json(report).data(pretty: true)
    try write(String(decoding: badge, as: UTF8.self) + "\n", "badge.json")
    if let junit { try write(junit, "claims.junit.xml") }
    guard place.service == .github else { return }
    if let file = place.summary {
      try append(summary.markdown(budget: try room(in: file)), to: file)
    }
    if let file = place.outputs { try append(outputs(of: report), to: file) }
  }

  private func write(_ text: String, _ name: String) throws {
    try AtomicFile.write(text, to: folder.appendingPathComponent(name))
  }

  /// The outputs of a job on GitHub, one line each.
  private func outputs(of report: CIReport) -> String {
    [
      ("supported", "\(report.count(.supported))"), ("total", "\(report.verdicts.count)"),
      ("contradicted", "\(report.count(.contradicted))"), ("drifted", "\(report.drift.count)"),
      ("failed", "\(report.failures.count)"), ("report", self.report),
    ].map { "\($0)=\($1)\n" }.joined()
  }

  /// What others have put on the job's page counts for its limit as well, bytes.
  private func room(in file: URL) throws -> Int {
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    return min(CISummary.pageBudget, CISummary.gitHubLimit - size)
  }

  /// These files are the service's: text goes to their ends.
  private func append(_ text: String, to url: URL) throws {
    guard let file = fopen(url.path, "a") else { throw fault(url) }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { throw fault(url) }
  }

  private func fault(_ url: URL) -> Fault {
    Fault(
      "cannot write to the build service's file", at: url.path,
      found: String(cString: strerror(errno)))
  }
}
