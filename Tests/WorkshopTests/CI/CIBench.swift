import Core
import Foundation
import Report
import Testing
import TestSupport

@testable import Notebook
@testable import Workshop

/// A job of a build service in a folder of its own, with one short analysis.
final class CIBench {
  /// What a job said.
  final class Said { var text = "" }

  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("ci-\(UUID().uuidString)")
  let said = Said()
  var job: Reproduction

  init() throws {
    try AtomicFile.makeFolder(folder)
    job = Reproduction(
      project: NotebookFixture.project, store: folder.appendingPathComponent("store.sqlite"),
      runs: folder.appendingPathComponent("runs.sqlite"),
      results: folder.appendingPathComponent("results.sqlite"),
      out: folder.appendingPathComponent("out"), executables: NotebookFixture.products,
      analyses: ["mixers"])
    job.reruns = 0
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// - Parameter root: the checked-out repository
  func run(_ service: CIService, root: URL = NotebookFixture.project.root) throws -> Bool {
    let environment = [
      "GITHUB_STEP_SUMMARY": folder.appendingPathComponent("summary.md").path,
      "GITHUB_OUTPUT": folder.appendingPathComponent("outputs.txt").path,
      "GITHUB_WORKSPACE": root.path, "CI_PROJECT_DIR": root.path,
      "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "o/r",
      "GITHUB_RUN_ID": "7", "CI_JOB_URL": "https://gitlab.example/-/jobs/1",
    ]
    let said = said
    let reporter = try CIReporter(
      service, project: job.project, environment: environment, say: { said.text += $0 })
    return try reporter.run(job, progress: ProgressLog(isTerminal: false, write: { _ in }))
  }

  /// A copy of the project whose Table 3 is changed by `edit`.
  func copy(_ edit: (String) -> String) throws -> Project {
    let root = folder.appendingPathComponent("checkout")
    try AtomicFile.makeFolder(root)
    let original = NotebookFixture.project
    try FileManager.default.copyItem(at: original.data, to: root.appendingPathComponent("data"))
    for name in ["Package.swift", "analyses"] {
      try FileManager.default.createSymbolicLink(
        at: root.appendingPathComponent(name),
        withDestinationURL: original.root.appendingPathComponent(name))
    }
    let table = root.appendingPathComponent("data/paper/table3.csv")
    try AtomicFile.write(edit(try String(contentsOf: table, encoding: .utf8)), to: table)
    return Project(root: root)
  }

  func data(_ path: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(path))
  }

  func text(_ path: String) throws -> String { String(decoding: try data(path), as: UTF8.self) }
}
