import Foundation
import Testing
import TestSupport

@testable import interleave

/// `interleave ingest` and `export` on results of other tools.
@Suite struct IngestCommandTests {
  private let bench: EvidenceRun
  private let results: String
  private let folder: URL
  private var store: String { bench.folder.appendingPathComponent("store.sqlite").path }

  init() throws {
    bench = try EvidenceRun()
    results = bench.folder.appendingPathComponent("results.sqlite").path
    folder = bench.folder.appendingPathComponent("mine")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better"

  private func write(_ name: String, _ text: String) throws -> String {
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private func goodFile() throws -> String {
    try write(
      "good.csv",
      """
      \(Self.header)
      score,m-a-p/1.3B-100B-HGRN2-hybrid-3-1,piqa,acc,none,0,1,,0.7334,0.0103,1838,fraction,true
      point,run one,loss,,,,,10,4.25,,,,

      """)
  }

  private func ingest(_ path: String) throws -> ProgramRun.End {
    try bench.run("ingest", path, "--results", results, "--store", store)
  }

  @Test func aFileIsImportedOnce() throws {
    let file = try goodFile()
    let first = try ingest(file)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("long-csv"))
    let row = try #require(first.output.split(separator: "\n").dropFirst().first)
    #expect(row.hasSuffix("2       2        2    0     0"), "\(row)")
    #expect(try ingest(file).output.contains("  0    2     0"))
  }

  @Test func aBrokenFileIsNamedAndTheOthersAreImported() throws {
    _ = try goodFile()
    _ = try write("broken.csv", Self.header + "\nscore,m,t,acc,,,,,high,,,fraction,true\n")
    _ = try write("notes.md", "nothing to import")
    let result = try ingest(folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("broken.csv:2"))
    #expect(result.output.contains("notes.md (no known format)"))
    let again = try bench.run(
      "export", folder.appendingPathComponent("all.csv").path, "--results", results)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func whatIsAskedForByNameMustBeKnown() throws {
    let result = try ingest(try write("notes.md", "nothing to import"))
    #expect(result.status == 1)
    #expect(result.errors.contains("no known format"))
    #expect(try ingest(folder.path + "/nowhere").errors.contains("no such file or folder"))
  }

  @Test func anExportComesBackAsTheSameBytes() throws {
    _ = try ingest(try goodFile())
    let first = folder.appendingPathComponent("first.csv")
    #expect(try bench.run("export", first.path, "--results", results).status == 0)
    let other = bench.folder.appendingPathComponent("other.sqlite").path
    #expect(try bench.run("ingest", first.path, "--results", other, "--store", store).status == 0)
    let second = folder.appendingPathComponent("second.csv")
    #expect(try bench.run("export", second.path, "--results", other).status == 0)
    #expect(try Data(contentsOf: first) == Data(contentsOf: second))
    #expect(try Data(contentsOf: first).count > Self.header.utf8.count)
  }

  @Test func anImportCanBeTakenOut() throws {
    let file = try goodFile()
    _ = try ingest(file)
    for name in [file, "m-a-p/1.3B-100B-HGRN2-hybrid-3-1"] {
      let done = try bench.run("forget", name, "--results", results, "--store", store)
      #expect(done.status == 0 && done.output.contains("forgot "), "\(done.errors)")
      #expect(try ingest(file).output.contains("  2    0     0"))
    }
    let unknown = try bench.run("forget", "nowhere", "--results", results, "--store", store)
    #expect(unknown.status == 1 && unknown.errors.contains("knows no file and no model"))
    let none = try bench.run("forget", "m", "--results", results + ".none", "--store", store)
    #expect(none.status == 1 && none.errors.contains("there is no store"))
  }

  @Test func whatDiffersIsSaid() throws {
    let row = "score,m,piqa,acc,none,0,1,,"
    _ = try ingest(try write("one.csv", Self.header + "\n" + row + "0.5,,,fraction,true\n"))
    let limited = row + #"0.75,,,fraction,true,"{""limit"":""8""}",\#n"#
    let other = try ingest(
      try write("two.csv", Self.header + ",settings,seed\n" + limited))
    #expect(
      other.output.contains(
        "differ: m: piqa acc is 0.5 and 0.75, not measured alike (limit: not said, 8)"),
      "\(other.output)")
    let list = try bench.run("list", "conflicts", "--results", results, "--store", store)
    #expect(list.output.contains("limit: not said, 8"), "\(list.output) \(list.errors)")
  }

  @Test func scoresAreWrittenForOthers() throws {
    _ = try ingest(try goodFile())
    let place = folder.appendingPathComponent("every").path
    let nameless = try bench.run("export", place, "--as", "every-eval-ever", "--results", results)
    #expect(nameless.status == 1 && nameless.errors.contains("--organization"))
    let done = try bench.run(
      "export", place, "--as", "every-eval-ever", "--organization", "Our group", "--results",
      results)
    #expect(done.status == 0 && done.output.contains("1 files with 1 scores"), "\(done)")
    let back = bench.folder.appendingPathComponent("back.sqlite").path
    let again = try bench.run("ingest", place, "--results", back, "--store", store)
    #expect(again.status == 0 && again.output.contains("every-eval-ever"), "\(again.errors)")
  }
}
