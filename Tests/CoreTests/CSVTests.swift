import Foundation
import Testing

@testable import Core

@Suite struct CSVTests {
  private func parse(_ text: String) throws -> (header: [String], records: [CSVRecord]) {
    try CSV.parse(Data(text.utf8), path: "t.csv")
  }

  private func fault(_ text: String) -> Fault? {
    #expect(throws: Fault.self) { try parse(text) }
    do { _ = try parse(text) } catch { return error as? Fault }
    return nil
  }

  @Test func recordsKeepTheirLines() throws {
    let (header, records) = try parse("a,b\n1,2\n\n\"x\ny\",\"say \"\"hi\"\"\"\n3,4\n")
    #expect(header == ["a", "b"])
    #expect(records.map(\.line) == [2, 4, 6])
    #expect(records[1].fields == ["x\ny", "say \"hi\""])
  }

  @Test func lineEndingsAndByteOrderMarkAreRead() throws {
    let (header, records) = try parse("\u{FEFF}a,b\r\n1,\r\n")
    #expect(header == ["a", "b"])
    #expect(records == [CSVRecord(line: 2, fields: ["1", ""])])
  }

  @Test(arguments: [
    ("a,b\n1,2", "t.csv:2", "the last line does not end"),
    ("a,b\n1,\"2\n", "t.csv:2", "a quote is not closed"),
    ("a,b\n1,\"2\"x\n", "t.csv:2", "text follows a closing quote"),
    ("a,b\n1,2\"\n", "t.csv:2", "a quote stands inside a field that is not quoted"),
    ("a,b\n1,2\n3\n", "t.csv:3", "the record has the wrong number of fields"),
    ("", "t.csv", "the file is empty"),
    ("a,b\n1,2\u{0}\n", "t.csv:2", "a field holds a NUL character"),
    ("a,\u{0}\n1,2\n", "t.csv:1", "a field holds a NUL character"),
    ("a,b\n1,\"x\ny\u{0}\"\n", "t.csv:3", "a field holds a NUL character"),
  ]) func damageIsNamed(_ text: String, _ place: String, _ what: String) {
    let fault = fault(text)
    #expect(fault?.location == place)
    #expect(fault?.what == what)
  }

  @Test func invalidUTF8IsNamed() {
    let data = Data("a\n".utf8) + Data([0xFF, 0xFE, 0x0A])
    #expect(throws: Fault("the field is not UTF-8", at: "t.csv:2")) {
      try CSV.parse(data, path: "t.csv")
    }
  }

  @Test func textReadsBack() throws {
    let rows = [["plain", "with,comma"], ["with \"quotes\"", "two\nlines"], ["", "x"]]
    let (header, records) = try parse(CSV.text(header: ["p", "q"], rows: rows))
    #expect(header == ["p", "q"])
    #expect(records.map(\.fields) == rows)
  }
}
