import Core
import Foundation
import Testing

@testable import interleave

/// Imports that run beside one another, and imports that are killed.
@Suite struct IngestProcessesTests {
  private let bench: EvidenceRun
  private static let rows = 150_000

  init() throws { bench = try EvidenceRun() }

  private func path(_ name: String) -> String { bench.folder.appendingPathComponent(name).path }

  /// A long CSV of one run.
  private func file(_ name: String, run: String) throws -> String {
    var text =
      "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"
    for step in 0..<Self.rows { text += "point,\(run),loss,,,,,\(step),\(step % 97),,,,\n" }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  private func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = EvidenceRun.executable
    process.arguments = ["ingest"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func export(_ store: String) throws -> Data {
    let file = path("export-\(UUID().uuidString).csv")
    let result = try bench.run("export", file, "--results", path(store))
    #expect(result.status == 0, "\(result.errors)")
    return try Data(contentsOf: URL(fileURLWithPath: file))
  }

  @Test func twoProcessesImportIntoOneStoreAtOnce() throws {
    let files = try ["a", "b", "c"].map { try file("\($0).csv", run: $0) }
    let both = try [files, files.reversed()].map { try start($0 + ["--results", path("both")]) }
    for process in both {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try bench.run(["ingest"] + files + ["--results", path("one")]).status == 0)
    #expect(try export("both") == export("one"))
    let again = try bench.run(["ingest"] + files + ["--results", path("both")])
    #expect(again.output.contains("  0    \(Self.rows)"), "\(again.output)")
  }

  /// Killed at several moments; whatever the moment, the store holds whole files only, and the next
  /// import ends as one that nothing disturbed.
  @Test func aKilledImportLeavesNothingHalf() throws {
    let files = try ["a", "b"].map { try file("\($0).csv", run: $0) }
    #expect(try bench.run("ingest", files[0], "--results", path("whole")).status == 0)
    let first = try export("whole")
    #expect(try bench.run("ingest", files[1], "--results", path("whole")).status == 0)
    let second = try export("whole")
    var killed = 0
    for delay: UInt32 in [0, 30_000, 90_000, 200_000] {
      let store = "killed-\(delay)"
      #expect(try bench.run("ingest", files[0], "--results", path(store)).status == 0)
      let process = try start([files[1], "--results", path(store)])
      while process.isRunning, !FileManager.default.fileExists(atPath: path(store) + "-wal") {
        usleep(500)
      }
      usleep(delay)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      killed += process.terminationReason == .uncaughtSignal ? 1 : 0
      let state = try export(store)
      #expect(state == first || state == second)
      #expect(try bench.run("ingest", files[1], "--results", path(store)).status == 0)
      #expect(try export(store) == second)
    }
    #expect(killed > 0)
  }
}
