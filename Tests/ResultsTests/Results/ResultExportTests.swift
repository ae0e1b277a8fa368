import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results

@Suite struct ResultExportTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func url(_ name: String) -> URL { temporary.url.appendingPathComponent(name) }

  private func store(_ name: String, _ files: [(String, String)]) throws -> ResultStore {
    let store = try ResultStore.open(at: url("\(name).sqlite"))
    for (file, rows) in files {
      try Data((LongCSVImporterTests.header + rows).utf8).write(to: url(file))
      try store.importFile(try ImportFile(url(file), path: file))
    }
    return store
  }

  private func export(_ store: ResultStore, _ name: String) throws -> String {
    try store.exportLongCSV(to: url(name))
    return try String(contentsOf: url(name), encoding: .utf8)
  }

  /// Exports, imports that into an empty store, and exports again.
  private func expectRoundTrip(_ store: ResultStore) throws -> String {
    let first = try export(store, "first.csv")
    let copy = try ResultStore.open(at: url("copy.sqlite"))
    try copy.importFile(try ImportFile(url("first.csv")))
    #expect(try export(copy, "second.csv") == first)
    return first
  }

  @Test func theOrderAndTheText() throws {
    let store = try store(
      "a",
      [
        ("1.csv", "point,b,loss,,,,,2,1e-07,,,,\npoint,b,loss,,,,,1,3,,,,\n"),
        (
          "2.csv",
          "score,b,z,acc,,,,,0.1,,,fraction,\nscore,\"a,\"\"b\"\"\",t,acc,none,5,1,,0.30000000000000004,"
            + "0.5,7,fraction,false\nscore,b,t,acc,,,,,-0.0,,,score,true\n"
        ),
      ])
    let text = try expectRoundTrip(store)
    #expect(
      text == LongCSVImporterTests.header + """
        score,"a,""b""\",t,acc,none,5,1,,0.30000000000000004,0.5,7,fraction,false
        score,b,t,acc,,,,,0,,,score,true
        score,b,z,acc,,,,,0.1,,,fraction,
        point,b,loss,,,,,1,3,,,,
        point,b,loss,,,,,2,1e-07,,,,

        """)
  }

  @Test func anEmptyStoreIsAHeader() throws {
    #expect(try expectRoundTrip(try store("a", [])) == LongCSVImporterTests.header)
  }

  @Test func contradictionsAndRepeatsGoThere() throws {
    func score(_ value: String) -> String { "score,m,t,acc,,,,,\(value),,,fraction,\n" }
    func point(_ value: Int) -> String { "point,m,l,,,,,1,\(value),,,,\n" }
    let store = try store(
      "a",
      [
        ("1.csv", score("0.5") + point(1) + point(2) + point(1)),
        ("2.csv", score("0.5") + point(1)),
        ("3.csv", score("0.25") + point(3)), ("4.csv", score("0.5")),
      ])
    let text = try expectRoundTrip(store)
    #expect(
      text == LongCSVImporterTests.header + score("0.5") + score("0.25") + score("0.5") + point(1)
        + point(2) + point(1) + point(3))
  }

  /// Names and numbers of all kinds, drawn at random.
  @Test func anythingGoesThereAndBack() throws {
    var random = RandomStream(seed: 7, named: "export")
    let names = ["a", "b,c", "\"", "d\ne", "é", "e\u{301}", "\u{0}", "x\r", " ", "😀", "\u{1B}[0m"]
    let units = MetricUnit.allCases
    var rows = ""
    for _ in 0..<4_000 {
      func name() -> String {
        "\"\(names[random.index(below: names.count)].replacing("\"", with: "\"\""))\""
      }
      let value = Double(bitPattern: random.next())
      guard value.isFinite, abs(value) <= NumberBounds.magnitude else { continue }
      let unit = units[random.index(below: units.count)]
      if random.index(below: 2) == 0 {
        let shots = ["", "0", "5"][random.index(below: 3)]
        let better = ["", "true", "false"][random.index(below: 3)]
        rows += "score,\(name()),\(name()),acc,\(name()),\(shots),,,\(value),"
        rows +=
          "\(min(abs(value), unit.whole ?? abs(value))),\(random.index(below: 9)),\(unit.rawValue),\(better)\n"
      } else {
        rows += "point,\(name()),\(name()),,,,,\(random.index(below: 50) - 5),\(value),,,,\n"
      }
    }
    let store = try store("a", [("1.csv", rows)])
    let text = try expectRoundTrip(store)
    #expect(text.utf8.filter { $0 == 0x0A }.count > 2_000)
  }
}
