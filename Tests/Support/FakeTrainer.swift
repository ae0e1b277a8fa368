import Core
import Foundation
import Lab
import Testing

@testable import Runs

/// A program that acts as `interleave train`, and does to each seed what a test wants: it crashes,
/// diverges, waits. It notes each start, so that tests can count them.
package final class FakeTrainer {
  package let folder: URL
  package let program: URL

  package init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sweep-\(UUID().uuidString)")
    program = folder.appendingPathComponent("trainer")
    try AtomicFile.makeFolder(folder)
    try FileManager.default.copyItem(at: Self.script, to: program)
  }

  /// A folder with built analyses and this stand-in as `interleave`.
  package func programs(_ analyses: [String]) throws -> URL {
    let programs = folder.appendingPathComponent("programs")
    try AtomicFile.makeFolder(programs)
    func link(_ name: String, to target: URL) throws {
      let place = programs.appendingPathComponent(name)
      guard !FileManager.default.fileExists(atPath: place.path) else { return }
      try FileManager.default.createSymbolicLink(at: place, withDestinationURL: target)
    }
    for name in analyses {
      try link(name, to: NotebookFixture.products.appendingPathComponent(name))
    }
    try link("interleave", to: program)
    return programs
  }

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("trainer.sh")

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What becomes of the runs with this seed.
  package func plan(_ seed: Int, _ deed: String) throws {
    try AtomicFile.write(deed, to: folder.appendingPathComponent("\(seed)"))
  }

  /// The seeds of the runs that were started, in order.
  package func started() -> [Int] {
    let text = (try? String(contentsOf: folder.appendingPathComponent("started"), encoding: .utf8))
    return (text ?? "").split(separator: "\n").compactMap { Int($0) }
  }

  package func clearStarted() {
    try? FileManager.default.removeItem(at: folder.appendingPathComponent("started"))
  }

  package func runs(_ seeds: ClosedRange<Int>) throws -> [SweepRun] {
    try Self.profile(seeds).sweep()
  }

  package static func profile(_ seeds: ClosedRange<Int>) throws -> Profile {
    try Profile(json: profileJSON(seeds), at: "toy.json")
  }

  package static func profileJSON(_ seeds: ClosedRange<Int>) -> JSONValue {
    [
      "name": "toy",
      "run": [
        "model": ["vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4, "num_heads": 2],
        "sequenceLength": 32, "tasks": [["task": "recite"]],
        "training": ["steps": 100, "batchSize": 2],
      ],
      "families": ["hgrn2"], "seeds": .array(seeds.map { .integer($0) }),
    ]
  }

  package func store(_ name: String = "runs") throws -> RunStore {
    try RunStore.open(at: folder.appendingPathComponent("\(name).sqlite"))
  }

  package func runner(_ store: RunStore, jobs: Int = 2, resumes: Bool = false) -> SweepRunner {
    SweepRunner(executable: program, store: store, jobs: jobs, resumes: resumes)
  }

  /// Waits until a file that the trainer touches is there.
  package func wait(for name: String, seconds: Double = 20) -> Bool {
    let until = ProcessInfo.processInfo.systemUptime + seconds
    let path = folder.appendingPathComponent(name).path
    while ProcessInfo.processInfo.systemUptime < until {
      if FileManager.default.fileExists(atPath: path) { return true }
      usleep(10_000)
    }
    return false
  }
}
