import Core
import Foundation
import Importers
import Lab
import Testing

@testable import Results
@testable import Workshop

@Suite struct BenchmarkTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("bench-\(UUID().uuidString)")

  init() throws { try AtomicFile.makeFolder(folder) }

  @Test func theSampleIsTheSameAndOfBothKinds() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["a.csv", "b.csv"].map { folder.appendingPathComponent($0) }
    for file in files { try LongCSVSample(rows: 5_000).write(to: file) }
    #expect(try Data(contentsOf: files[0]) == Data(contentsOf: files[1]))
    let store = try ResultStore.open(at: folder.appendingPathComponent("r.sqlite"))
    #expect(try store.importFile(ImportFile(files[0])).new == 5_000)
    #expect(try store.models().map(\.scores) == [2_000, 1_000])
    #expect(try store.models().map(\.points) == [2_000, 0])
  }

  @Test func importsAndPeersAreRows() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = try ImportBenchmark(rows: 5_000, folder: folder).run(repetitions: 1)
    #expect(
      rows.map(\.job) == [
        "long CSV, 5000 rows, imported", "  imported again", "  by sqlite3 .import", "  by pandas",
      ])
    #expect(rows.allSatisfy { $0.rows == 5_000 })
  }

  @Test(
    .enabled(
      if: ImportPeer.sqlite.isPresent, "sqlite3 is not installed; `make setup` installs it"))
  func sqliteImportsTheSample() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = try ImportBenchmark(rows: 500, folder: folder).run(repetitions: 1)
    #expect(rows[2].seconds != nil)
  }

  @Test func aTableOfTimes() {
    let result = Benchmark.Result(
      rate: MachineRate(gigaflops: 100, coreType: "Haswell"), repetitions: 5,
      rows: [
        .init(job: "report", seconds: 2), .init(job: "import", seconds: 0.5, rows: 400_000),
        .init(job: "  by pandas", seconds: nil, rows: 400_000),
      ])
    #expect(
      result.text == """
        sgemm: 100 GFLOP/s on one thread (Haswell); best of up to 5
        report                            2.000 s = 200.0 GFLOP of sgemm
        import                            0.500 s = 50.0 GFLOP of sgemm, 0.80 M rows/s
          by pandas                       not present

        """)
  }
}
