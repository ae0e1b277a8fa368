import Core
import Foundation
import Notebook
import Paper
import Published
import Report

/// The main job as a build service runs it: the report as always, and what the service shows of it.
public struct CIReporter {
  let place: CIPlace
  let project: Project
  /// Writes to the job's log at once.
  let say: (String) -> Void

  /// - Parameters:
  ///   - pages: the address that the report's folder will be served at; pictures come from there
  ///   - environment: the job's variables
  /// - Throws: `Fault` naming a variable that is not there, before anything is run.
  public init(
    _ service: CIService, project: Project, pages: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    say: @escaping (String) -> Void = { Terminal.command($0) }
  ) throws {
    place = try CIPlace(service, environment, pages: pages)
    self.project = project
    self.say = say
  }

  /// Runs `job` and publishes what came of it; also where it throws, since a page that says what is
  /// broken is what the service is for.
  /// - Returns: whether everything finished and all verdicts are those on record.
  /// - Throws: what the job throws, and `Fault` where a file cannot be written.
  public func run(_ job: Reproduction, progress: ProgressLog) throws -> Bool {
    let files = try CIFiles(place: place, out: job.out)
    files.clear()
    let result = Result { try withoutCommands { try job.run(progress: progress) } }
    switch result {
    case .success(let outcome):
      let (report, review) = judged(outcome, store: job.store)
      try publish(report, review, files)
      return report.isAsExpected
    case .failure(let fault as Fault):
      let failure = CIFailure(
        name: "reproduce", message: "\(fault)",
        location: CILocator(project: project, place: place).location(at: fault.location))
      try publish(CIReport(verdicts: [], failures: [failure]), nil, files)
      throw fault
    case .failure(let error): throw error
    }
  }

  /// GitHub takes lines of the log that start with `::` for commands, and the log may quote data. So
  /// commands are off until a word that data cannot know.
  private func withoutCommands<Value>(_ body: () throws -> Value) rethrows -> Value {
    guard place.service == .github else { return try body() }
    let word = "interleave-\(UUID().uuidString)"
    say("::stop-commands::\(word)\n")
    defer { say("::\(word)::\n") }
    return try body()
  }

  /// The claims, judged by the store that the report was made from.
  private func judged(
    _ outcome: Reproduction.Outcome, store: URL
  ) -> (CIReport, ClaimReview?) {
    let locator = CILocator(project: project, place: place)
    var report = CIReport(
      verdicts: [],
      failures: outcome.failures.map { failure in
        CIFailure(
          name: failure.name, message: failure.message, location: locator.failure(failure),
          section: failure.section)
      }, document: outcome.document)
    do {
      let review = ClaimReview(try EvidenceBase(try Store.openReadOnly(at: store)))
      report.verdicts = review.results.map {
        CIVerdict($0, label: review.label(of: $0), locate: locator.location(at:))
      }
      report.drift = CIDrift.all(
        review, recorded: try Expectations(file: project.expectedClaims),
        locate: locator.recorded)
      return (report, review)
    } catch {
      report.failures.append(CIFailure(name: "claims", message: "\(error)"))
      return (report, nil)
    }
  }

  private func publish(_ report: CIReport, _ review: ClaimReview?, _ files: CIFiles) throws {
    var report = report
    report.artifact = place.artifact
    report.pages = place.pages
    if place.service == .github { say(GitHubAnnotations.text(report.problems)) }
    try files.write(report, junit: review?.junit)
  }
}

extension CIVerdict {
  /// - Parameters:
  ///   - label: what tables call the claim
  ///   - locate: the repository's line behind a place such as `data/paper/table7.csv:4`
  init(_ result: ClaimResult, label: String, locate: (String) -> CILocation?) {
    let claim = result.claim
    self.init(
      id: claim.id, label: label, statement: "\(claim.statement) (\(claim.section))",
      verdict: result.verdict,
      effectText: result.effectCell.shown, intervalText: result.intervalCell.shown,
      reason: result.judgement?.sentence ?? result.failure ?? "",
      location: result.reads.lazy.compactMap(locate).first)
  }
}

extension CIDrift {
  /// What a review differs in from the verdicts on record, in the order of the claims.
  static func all(
    _ review: ClaimReview, recorded: Expectations, locate: (String) -> CILocation?
  ) -> [CIDrift] {
    let changed = review.results.compactMap { result -> CIDrift? in
      let id = result.claim.id
      let before = recorded.verdicts[id]
      guard let verdict = result.verdict, verdict != before else { return nil }
      return CIDrift(
        id: id, recorded: before?.rawValue, present: verdict.rawValue, location: locate(id))
    }
    let known = Set(review.results.map(\.claim.id))
    let gone = recorded.verdicts.keys.filter { !known.contains($0) }.sorted()
    return changed
      + gone.map {
        CIDrift(
          id: $0, recorded: recorded.verdicts[$0]?.rawValue, present: nil, location: locate($0))
      }
  }
}

/// Where in the repository things are.
struct CILocator {
  let project: Project
  let place: CIPlace

  /// The line behind a place of the project: `data/paper/table7.csv:4`, at the start of `text`; nil
  /// where there is no such file in the repository.
  func location(at text: String) -> CILocation? {
    guard let match = text.prefixMatch(of: /([^\s:]+):([0-9]+)/), let line = Int(match.2) else {
      return nil
    }
    return location(of: project.root.appendingPathComponent(String(match.1)), line: line)
  }

  /// The line of a file that is there and in the repository.
  func location(of url: URL, line: Int) -> CILocation? {
    guard FileManager.default.fileExists(atPath: url.path), let path = place.path(of: url) else {
      return nil
    }
    return CILocation(file: path, line: line)
  }

  /// The line of the file of verdicts that names a claim, or its first.
  func recorded(_ claim: String) -> CILocation? {
    let file = project.expectedClaims
    let text = (try? InputFile.text(at: file)) ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { $0.contains("\"\(claim)\"") } ?? 0
    return location(of: file, line: index + 1)
  }

  /// Where a step failed: what its message names, or the analysis' source.
  func failure(_ failure: ReportAssembly.Failure) -> CILocation? {
    let source = project.analyses.appendingPathComponent("\(failure.name)/main.swift")
    return location(at: failure.message) ?? location(of: source, line: 1)
  }
}
