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
