import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Notebook
@testable import Runs
@testable import Studies
@testable import Workshop

/// The page of ablations, from runs and without them.
@Suite struct AblationReportTests {
  private let trainer: FakeTrainer

  init() throws { trainer = try FakeTrainer() }

  private var quiet: ProgressLog { ProgressLog(isTerminal: false, write: { _ in }) }

  /// A project without recorded runs: everything else of the data is there.
  private func bareProject() throws -> Project {
    let project = Project(root: trainer.folder.appendingPathComponent("project"))
    try AtomicFile.makeFolder(project.root)
    let files = FileManager.default
    try files.copyItem(at: NotebookFixture.project.data, to: project.data)
    try files.copyItem(
      at: NotebookFixture.project.root.appendingPathComponent("Package.swift"),
      to: project.root.appendingPathComponent("Package.swift"))
    let manifest = project.data.appendingPathComponent("manifest.json")
    guard case .object(var all) = try JSONValue(data: Data(contentsOf: manifest), at: "manifest"),
      case .array(let entries)? = all["files"]
    else { throw Fault("the manifest is another") }
    all["files"] = .array(
      entries.filter {
        guard case .object(let entry) = $0 else { return true }
        return entry["kind"] != "runs"
      })
    try AtomicFile.write(JSONValue.object(all).data(), to: manifest)
    return project
  }

  private func reproduction(_ project: Project, _ analyses: [String]) throws -> Reproduction {
    var job = Reproduction(
      project: project, store: trainer.folder.appendingPathComponent("store.sqlite"),
      runs: trainer.folder.appendingPathComponent("runs.sqlite"),
      out: trainer.folder.appendingPathComponent("out"),
      executables: try trainer.programs(analyses),
      analyses: analyses)
    job.training = SweepProgress(isTerminal: false, write: { _ in })
    return job
  }

  private func report() throws -> String {
    try String(
      contentsOf: trainer.folder.appendingPathComponent("out/report.md"), encoding: .utf8)
  }

  @Test func withoutRecordedRunsTheReportSaysNotRun() throws {
    let analyses = ["toy-curves", "ablations"]
    let outcome = try reproduction(bareProject(), analyses).run(progress: quiet)
    #expect(outcome.failures == [])
    let text = try report()
    #expect(text.contains("Not run: this checkout has no runs of the profile ablations"))
    #expect(text.contains("Not run: this checkout has no recorded runs of the profile standard"))
  }

  /// `--from-scratch` trains the profile, shows its runs, and compares every record: the stand-in for the
  /// trainer gives other numbers, so each is named.
  @Test func fromScratchTrainsShowsAndComparesAllRecords() throws {
    var job = try reproduction(NotebookFixture.project, ["toy-curves"])
    job.trained = ["six-layers"]
    let outcome = try job.run(progress: quiet)
    let failure = try #require(outcome.failures.first)
    #expect(failure.name == "recorded-runs")
    #expect(failure.message.split(separator: "\n").count == 95)
    #expect(trainer.started().count == 95)
    let again = try job.run(progress: quiet)
    #expect(again.failures.count == 1)
    #expect(trainer.started().count == 95, "what is trained is not trained again")
  }

  private func request(_ seeds: Int = 2) -> AblationRequest {
    AblationRequest(
      base: "smoke", family: "gla", layout: "3:1", changes: ["interleave_gate=learned,off"],
      seeds: seeds)
  }

  @Test func aQuestionIsKeptRunAndGetsItsPage() throws {
    let project = try bareProject()
    let folder = try AblationFolder(request(), in: project)
    try folder.keep(request())
    let profile = try folder.profile(in: project)
    let store = try trainer.store()
    _ = try trainer.runner(store).run(
      profile.sweep(), progress: SweepProgress(isTerminal: false, write: { _ in }))
    let study = try AblationStudy(profile, runs: store.toyRuns(of: profile))
    #expect(study.effects.count == ToyMeasure.allCases.count)
    try folder.publish(study, profile, in: project)
    let named = try AblationFolder("gla-interleave-gate", in: project)
    #expect(named.url.path == folder.url.path)
    let outcome = try named.report(
      in: project, store: trainer.folder.appendingPathComponent("store.sqlite"), runs: store.url,
      executables: trainer.programs(["ablations"]), progress: quiet)
    #expect(outcome.failures == [])
    let page = try String(
      contentsOf: named.url.appendingPathComponent("report.md"), encoding: .utf8)
    #expect(page.hasPrefix("# An ablation: gla"), "\(page.prefix(80))")
    #expect(page.contains("GLA 3:1, interleave\\_gate: off"))
    let kept = try FileManager.default.contentsOfDirectory(atPath: named.url.path).sorted()
    #expect(
      Set(kept).isSuperset(of: ["ablation.json", "effects.csv", "effects.png", "effects.svg"]))
  }

  @Test func anotherQuestionDoesNotTakeAName() throws {
    let project = try bareProject()
    try AblationFolder(request(), in: project).keep(request())
    try AblationFolder(request(), in: project).keep(request())
    #expect(throws: Fault.self) { try AblationFolder(request(3), in: project).keep(request(3)) }
    #expect(throws: Fault.self) { try AblationFolder("nothing", in: project) }
  }
}
