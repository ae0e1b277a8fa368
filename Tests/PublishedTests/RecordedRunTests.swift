import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Published
@testable import Runs

@Suite struct RecordedRunTests {
  private func record(seed: Int = 1) throws -> RecordedRun {
    let temporary = try TemporaryFolder()
    let store = try RunStore.open(at: temporary.url.appendingPathComponent("runs.sqlite"))
    let identity = "0123456789abcde\(seed)"
    try store.begin(
      RunDescription(
        identity: identity, profile: "toy", config: "{\"rate\":0.001}", family: "gla",
        layout: "one in 3", attentionLayers: 2, layers: 6, width: 64, seed: seed, engine: "1"))
    let scores = [
      TaskScore(task: "hmm", loss: 2.75, accuracy: 0.25, predictions: 64, sequences: 2, floor: 2.5),
      TaskScore(task: "own", loss: 1, accuracy: 1, predictions: 8, sequences: 2, floor: nil),
    ]
    let curve = [0, 150].map { step in
      Evaluation(
        step: step, tokens: step * 512, trainingLoss: step == 0 ? nil : 3.1 / 3,
        gradientNorm: step == 0 ? nil : 0.1, learningRate: 0.001 / 3, scores: scores)
    }
    try store.finish(
      RunRecord.made(
        identity: identity, outcome: .finished, parameters: 9, coreType: "Zen", cpu: "a cpu",
        seconds: 1.5, evaluations: curve))
    return try RecordedRun(
      try #require(try store.run(identity)), try store.evaluations(of: identity))
  }

  private func read(_ line: String) throws -> RecordedRun {
    try RecordedRun(JSONReader.read(Data(line.utf8), at: "f:1"), at: "f:1")
  }

  @Test func aLineReadsBackToTheSameBits() throws {
    let record = try record()
    var back = try read(try record.line())
    #expect(back.place == "f:1")
    back.place = ""
    #expect(back == record)
    #expect(try back.line() == record.line())
  }

  /// A number of the result, a setting, the hash itself: none can be another.
  @Test(arguments: [
    ("2.75", "2.74"), ("\\\"rate\\\":0.001", "\\\"rate\\\":0.002"),
    ("\"parameters\":9", "\"parameters\":8"),
    ("\"hmm\"", "\"hnn\""), ("[150,", "[151,"),
  ])
  func aTamperedRecordIsFound(_ old: String, _ new: String) throws {
    let line = try record().line()
    let tampered = line.replacingOccurrences(of: old, with: new)
    try #require(tampered != line)
    let fault = try fault { try read(tampered) }
    #expect(fault.what.hasPrefix("the run is not the one that its hash was made of"), "\(fault)")
  }

  @Test(arguments: [
    ("\"seed\":1", "\"seed\":\"one\"", "seed"), ("\"cpu\":\"a cpu\",", "", "cpu"),
    ("\"outcome\":\"finished\"", "\"outcome\":\"done\"", "outcome"),
    ("\"seed\":1", "\"seed\":1,\"mood\":2", "mood"), (",64,2,2.5]", ",64]", "curve"),
  ])
  func aFieldThatIsNotWhatItMustBeIsNamed(_ old: String, _ new: String, _ field: String) throws {
    let line = try record().line()
    let damaged = line.replacingOccurrences(of: old, with: new)
    try #require(damaged != line)
    let fault = try fault { try read(damaged) }
    #expect("\(fault)".contains(field), "\(fault)")
  }

  @Test func aRunWithoutAResultCannotBeKept() throws {
    var run = try record().run
    run.outcome = .unfinished
    #expect(throws: Fault.self) { try RecordedRun(run, []) }
  }

  // MARK: As a file of the data folder

  /// A copy of the data with a file of runs.
  private func data(_ text: String) throws -> DataCopy {
    let copy = try DataCopy()
    let entry = try copy.folder.manifest().files.first { $0.kind.rawValue == "runs" }
    try copy.write(try #require(entry).file, text)
    try copy.trustBytes()
    return copy
  }

  private func loaded(_ text: String, rows: Int) throws -> Store {
    let copy = try data(text)
    var manifest = try copy.folder.manifest()
    let first = try #require(manifest.files.firstIndex { $0.kind.rawValue == "runs" })
    manifest.files[first].rows = rows
    try copy.write("manifest.json", manifest.text)
    let store = try Store.open(at: copy.temporary.storeURL)
    try store.importData(copy.folder.load())
    return store
  }

  @Test func recordedRunsAreASourceLikeAnyOther() throws {
    let records = try [record(), record(seed: 2)]
    let store = try loaded(try records.map { try $0.line() + "\n" }.joined(), rows: 2)
    let found = try store.recordedRuns(of: "toy")
    #expect(found.map(\.run) == records.map(\.run))
    #expect(found.map(\.evaluations) == records.map(\.evaluations))
    #expect(found[1].place.hasSuffix(".jsonl:2"))
    #expect(try store.recordedRuns(of: "another").isEmpty)
  }

  @Test func damageToTheFileIsNamedByLine() throws {
    let line = try record().line()
    for (text, place) in [
      ("\(line)\n\(line)\n", ".jsonl:2"), ("\(line)\n{\n", ".jsonl:"), (line, ".jsonl"),
      ("\(line)\n\n", ".jsonl:2"),
    ] {
      let copy = try data(text)
      let fault = try fault { try copy.folder.load() }
      #expect(fault.location.contains(place), "\(fault)")
    }
  }

  /// What the project keeps is whole, and is what its profile asks for.
  @Test func theProjectsOwnRecordsAreSound() throws {
    let temporary = try TemporaryFolder()
    let store = try filledStore(in: temporary)
    let records = try store.recordedRuns(of: "six-layers")
    #expect(records.count > 30)
    let some = records.prefix(3).map(\.run.identity)
    let found = try store.recordedRuns(identities: some + ["nothing"])
    #expect(found.keys.sorted() == some.sorted() && found[some[1]] == records[1])
    #expect(records.allSatisfy { $0.run.outcome.isFinal && !$0.evaluations.isEmpty })
    #expect(Set(records.map(\.run.description.engine)).count == 1)
  }
}
