import Core
import Foundation
import Report

/// A build service that shows reports.
public enum CIService: String, Sendable, CaseIterable { case github, gitlab }

/// What a build service tells a job: where its files go, and how readers reach them.
struct CIPlace {
  let service: CIService
  /// The checked-out repository; paths in annotations start there.
  let root: URL
  /// The file that the job's page is made from; nil where the service has none.
  let summary: URL?
  /// The file of the step's outputs; nil where the service has none.
  let outputs: URL?
  /// Where readers find the artifacts; nil where the job does not say.
  let artifact: String?
  /// The address that the report's folder is served at, with a slash at its end.
  let pages: String?

  /// - Parameter pages: the address, where the caller knows it
  /// - Throws: `Fault` naming a variable that the service sets and that is not there, or an address
  ///   that is none.
  init(_ service: CIService, _ environment: [String: String], pages: String?) throws {
    let variables = CIVariables(service: service, values: environment)
    self.service = service
    switch service {
    case .github:
      summary = try variables.file("GITHUB_STEP_SUMMARY")
      outputs = try variables.file("GITHUB_OUTPUT")
      root = try variables.file("GITHUB_WORKSPACE")
      artifact = variables.joined(
        ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "/actions/runs/", "GITHUB_RUN_ID"],
        end: "#artifacts")
    case .gitlab:
      (summary, outputs) = (nil, nil)
      root = try variables.file("CI_PROJECT_DIR")
      artifact = variables.joined(["CI_JOB_URL"], end: "/artifacts/browse")
    }
    self.pages = try (pages ?? variables.pages).map(Self.address)
  }

  private static func address(_ text: String) throws -> String {
    let isPlain = text.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 }
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), isPlain else {
      throw Fault(
        "this is not an address that a report is served at", at: "--pages",
        expected: "an address that starts with https://", found: text)
    }
    return text.hasSuffix("/") ? text : text + "/"
  }

  /// `url` from the repository's folder; nil where it is not in there.
  func path(of url: URL) -> String? {
    let base = root.resolvingSymlinksInPath().standardizedFileURL.path
    let path = url.resolvingSymlinksInPath().standardizedFileURL.path
    return path.hasPrefix(base + "/") ? String(path.dropFirst(base.count + 1)) : nil
  }
}

/// The variables of a job.
private struct CIVariables {
  let service: CIService
  let values: [String: String]

  func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// GitLab knows where its pages are; on GitHub the job has to say.
  var pages: String? { service == .gitlab ? text("CI_PAGES_URL") : nil }

  func file(_ name: String) throws -> URL {
    guard let path = text(name) else {
      throw Fault(
        "a variable that the build service sets is not there", at: name,
        hint: "the service sets it in its jobs; elsewhere: export \(name)=PATH, or leave out --ci")
    }
    return URL(fileURLWithPath: path)
  }

  /// Variables and words joined with slashes; nil where a variable is not there.
  func joined(_ names: [String], end: String) -> String? {
    var result = ""
    for name in names {
      guard !name.hasPrefix("/") else {
        result += name
        continue
      }
      guard let value = text(name) else { return nil }
      result += (result.isEmpty || result.hasSuffix("/") ? "" : "/") + value
    }
    return result + end
  }
}

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
