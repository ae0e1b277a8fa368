import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results
@testable import Runs

/// Damaged mapping files and manifests are read or refused. `make fuzz` runs these tests longer.
@Suite struct UserFileFuzzTests {
  private static let families = ["GLA", "HGRN2"].enumerated().map { position, name in
    Family(
      key: name, display: name, generation: nil, state: nil, role: .studied, position: position,
      aliases: [], reference: "")
  }

  private static let mappings = [
    "mine,GLA,200M,12,3,,stated\nlater,,,,,,\nother,hgrn2,,,,6:1,linear-to-full\n",
    "a,My own,,4,0,,\n\"b, c\",gla,1.3B,,,pure,one-in-r\nd,HGRN-2,,24,,3:1,\n",
    "x,GLA,,,,24-1,one-in-r\ny,GLA,,,,full,\nz,GLA,,,,0.5:1,linear-to-full\n",
  ].map { Array((ModelMapping.header.joined(separator: ",") + "\n" + $0).utf8) }

  private static let manifests = [
    """
    {"format": 1, "files": [{"file": "paper/table7.csv", "kind": "observations", "title": "Recall",
     "citation": "wang", "version": "v2", "locator": "Table 7", "ratio_convention": "one-in-r",
     "scope": "paper", "licence": "facts", "sha256": "", "rows": 25, "units": ["fraction"],
     "fractions": {"half": "1/2"}, "note": "n"}]}
    """
  ].map { Array($0.utf8) }

  /// - Parameter read: throws nothing but faults.
  private func damage(
    _ seeds: [[UInt8]], _ name: String, count: Int, _ read: ([UInt8]) throws -> Void
  ) {
    let budget = FuzzBudget(count: count)
    budget.run(name) { number in
      var mutation = Mutation(
        seeds[number % seeds.count], seed: budget.seed, number: UInt64(number))
      do {
        try read(mutation.bytes(mixing: seeds))
      } catch {
        #expect(error is Fault, "damage \(number): \(error)")
      }
    }
  }

  @Test func damagedMappingFilesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("models.csv")
    damage(Self.mappings, "mapping files", count: 1000) { bytes in
      try Data(bytes).write(to: file)
      let mapping = try ModelMapping(file: file, families: Self.families)
      for (model, statement) in mapping.statements {
        #expect(!model.utf8.contains(0) && !statement.family.isEmpty)
        #expect(statement.attentionFraction.map { (0...1).contains($0) } == true, "\(statement)")
      }
    }
  }

  /// Files of runs and of results, some of whose bytes are others.
  @Test func damagedDatabasesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    let seeds = try DatabaseSeeds(in: folder)
    damage([seeds.runs, seeds.results], "databases", count: 200) { bytes in
      let isRuns = bytes.count > 72 && bytes[71] == seeds.runs[71]
      try isRuns ? seeds.readRuns(bytes) : seeds.readResults(bytes)
    }
  }

  @Test func damagedManifestsAreReadOrRefused() {
    damage(Self.manifests, "manifests", count: 1000) { bytes in
      _ = try Manifest(json: Data(bytes), path: "manifest.json")
    }
  }
}

/// Small databases of ours, and all that is read of one.
private struct DatabaseSeeds {
  let runs, results: [UInt8]
  private let file: URL

  init(in folder: TemporaryFolder) throws {
    file = folder.url.appendingPathComponent("damaged.sqlite")
    let runs = try RunStore.open(at: folder.url.appendingPathComponent("runs.sqlite"))
    for identity in ["a", "b"] {
      try runs.begin(
        RunDescription(
          identity: identity, profile: "toy", config: "{}", family: "gla", layout: "pure",
          attentionLayers: 0, layers: 4, width: 32, seed: 1, engine: "1"))
      let score = TaskScore(
        task: "recite", loss: 1.5, accuracy: 0.25, predictions: 80, sequences: 16, floor: 0)
      let curve = [0, 10].map {
        Evaluation(
          step: $0, tokens: $0, trainingLoss: nil, gradientNorm: 1, learningRate: 0.1,
          scores: [score])
      }
      try runs.finish(
        RunRecord.made(
          identity: identity, outcome: .finished, parameters: 9, coreType: "Zen", cpu: "x",
          seconds: 1, evaluations: curve))
    }
    let results = try ResultStore.open(at: folder.url.appendingPathComponent("results.sqlite"))
    let text = folder.url.appendingPathComponent("x.csv")
    let rows = ["0.5", "0.6"].map { "score,m,piqa,acc,none,0,1,,\($0),0.01,10,fraction,true\n" }
    try Data(
      ("kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"
        + rows.joined() + "point,m,loss,,,,,1,2.5,,,,\n").utf8
    ).write(to: text)
    try results.importFile(try ImportFile(text, path: "x.csv"))
    results.file.flush()
    self.runs = Array(try Data(contentsOf: runs.url))
    self.results = Array(try Data(contentsOf: results.url))
  }

  func readRuns(_ bytes: [UInt8]) throws {
    try put(bytes)
    let store = try RunStore.openReadOnly(at: file)
    for run in try store.runs() { _ = try store.evaluations(of: run.identity) }
  }

  func readResults(_ bytes: [UInt8]) throws {
    try put(bytes)
    let store = try ResultStore.openReadOnly(at: file)
    for model in try store.knownModels(families: []) { _ = try store.scores(model: model.name) }
    _ = (try store.files(), try store.conflicts(), try store.disagreements())
    try store.exportLongCSV(to: file.appendingPathExtension("csv"))
  }

  private func put(_ bytes: [UInt8]) throws {
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file.path + suffix)
    }
    try Data(bytes).write(to: file)
  }
}

/// A pipe that nobody writes to stops no command.
@Suite(.timeLimit(.minutes(1))) struct PipeTests {
  private let folder: TemporaryFolder
  private let pipe: URL

  init() throws {
    folder = try TemporaryFolder()
    pipe = folder.url.appendingPathComponent("pipe")
    #expect(mkfifo(pipe.path, 0o644) == 0)
  }

  private func found(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? Fault)?.found }
    return nil
  }

  @Test func mappingFilesAndRecordedRuns() {
    #expect(found { _ = try ModelMapping(file: pipe, families: []) } == "a named pipe")
    #expect(found { _ = try RecordedRun.read(pipe) } == "a named pipe")
  }

  @Test func theFilesOfTheDataFolder() throws {
    let copy = try DataCopy()
    for name in [LineMarks.fileName, "families.csv", Manifest.fileName] {
      let file = copy.root.appendingPathComponent(name)
      try FileManager.default.removeItem(at: file)
      #expect(mkfifo(file.path, 0o644) == 0)
      // Without its marks a folder is read as before.
      #expect(
        found { _ = try copy.folder.load() } == (name == LineMarks.fileName ? nil : "a named pipe"))
    }
  }

  @Test func importedFiles() throws {
    let store = try ResultStore.open(at: folder.url.appendingPathComponent("results.sqlite"))
    let batch = try ImportBatch([pipe.path], into: store)
    #expect(batch.failures.map(\.found) == ["a named pipe"])
    try AtomicFile.makeFolder(folder.url.appendingPathComponent("in"))
    #expect(mkfifo(folder.url.appendingPathComponent("in/config.json").path, 0o644) == 0)
    #expect(mkfifo(folder.url.appendingPathComponent("in/results.json").path, 0o644) == 0)
    let inside = try ImportBatch([folder.url.path + "/in"], into: store)
    #expect(inside.failures.map(\.found) == ["no files"])
  }
}
