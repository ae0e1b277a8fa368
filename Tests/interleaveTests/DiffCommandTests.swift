import Foundation
import Report
import Testing

@testable import interleave

@Suite struct DiffCommandTests {
  private let bench: EvidenceRun

  init() throws { bench = try EvidenceRun() }

  /// A report's folder with one value, one table and one figure.
  private func report(_ name: String, value: Double, cell: String) throws -> String {
    let folder = bench.folder.appendingPathComponent(name)
    for sub in ["tables", "figures"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(sub), withIntermediateDirectories: true)
    }
    let values = ValuesFile(values: [
      BoundValue(
        name: "gain", text: "0.1", number: value, unit: "fraction", sources: ["s"],
        cell: "analyses/a/main.swift:3")
    ])
    try values.data().write(to: folder.appendingPathComponent(ValuesFile.name))
    let csv = "family,recall\nGLA,\(cell)\n"
    try csv.write(
      to: folder.appendingPathComponent("tables/t.csv"), atomically: true, encoding: .utf8)
    try csv.write(
      to: folder.appendingPathComponent("figures/f.csv"), atomically: true, encoding: .utf8)
    return folder.path
  }

  @Test func aReportDoesNotDifferFromItself() throws {
    let one = try report("one", value: 0.1, cell: "0.4")
    let result = try bench.run("diff", one, one)
    #expect(result.status == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty)
    #expect(try bench.run("diff", "reports", "reports").status == 0)
  }

  @Test func differencesAreATableWithChanges() throws {
    let one = try report("one", value: 0.1, cell: "0.4")
    let two = try report("two", value: 0.2, cell: "nan")
    let result = try bench.run("diff", one, two)
    #expect(result.status == 1)
    #expect(
      result.output == """
                name  where         a    b    change  relative
        value   gain  number        0.1  0.2  +0.1    +100 %
        table   t     GLA / recall  0.4  nan
        figure  f     GLA / recall  0.4  nan
        differences: 1 in 1 values, 1 in 1 tables, 1 in 1 figures

        """)
  }

  @Test func aToleranceIsANumberOrAShare() throws {
    let one = try report("one", value: 0.1, cell: "0.4")
    let two = try report("two", value: 0.101, cell: "0.4")
    #expect(try bench.run("diff", one, two).status == 1)
    #expect(try bench.run("diff", one, two, "--tolerance", "0.002").status == 0)
    #expect(try bench.run("diff", one, two, "--tolerance", "2%").status == 0)
    #expect(try bench.run("diff", one, two, "--tolerance", "0.5%").status == 1)
    #expect(try bench.run("diff", one, two, "--tolerance=-1").status == 2)
  }

  @Test func filesOfValuesAreCompared() throws {
    let one = try report("one", value: 0.1, cell: "0.4") + "/values.json"
    let two = try report("two", value: 0.2, cell: "0.9") + "/values.json"
    let result = try bench.run("diff", one, two, "--json")
    #expect(result.status == 1)
    let entries = try result.entries()
    #expect(entries.map { $0["kind"] } == ["value"])
    #expect(entries.first?["before"] == .number(0.1))
    #expect(entries.first?["after"] == .number(0.2))
  }

  @Test func anUnreadableReportIsNoComparison() throws {
    let one = try report("one", value: 0.1, cell: "0.4")
    #expect(try bench.run("diff", one, bench.folder.path + "/nowhere").status == 2)
    let two = try report("two", value: 0.1, cell: "0.4\n\"")
    let result = try bench.run("diff", one, two)
    #expect(result.status == 2)
    #expect(result.errors.contains("f.csv") || result.errors.contains("t.csv"))
  }

  /// Names out of a file cannot steer the terminal.
  @Test func hostileNamesAreSpelledOut() throws {
    let one = try report("one", value: 0.1, cell: "\u{1B}[31mred")
    let two = try report("two", value: 0.1, cell: "blue")
    let result = try bench.run("diff", one, two)
    #expect(result.status == 1)
    #expect(!result.output.contains("\u{1B}"))
    #expect(result.output.contains("\\u{1B}[31mred"))
  }
}
