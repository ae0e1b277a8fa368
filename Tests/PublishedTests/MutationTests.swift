import Core
import Foundation
import Testing
import TestSupport

/// Damage to a copy of the data folder, and what the loader says of it.
@Suite struct MutationTests {
  let copy: DataCopy
  private let table7 = "paper/table7.csv"

  init() throws { copy = try DataCopy() }

  /// The fault on loading after the manifest was made to trust the damaged bytes.
  private func trustedFault() throws -> Fault {
    try copy.trustBytes()
    return try fault { try copy.folder.load() }
  }

  @Test func theCopyLoads() throws {
    #expect(try copy.folder.load().rowCount > 600)
  }

  @Test func droppedLastLine() throws {
    try copy.editLine(table7, 26) { _ in nil }
    let hashed = try fault { try copy.folder.load() }
    #expect(hashed.location == "data/paper/table7.csv:26")
    #expect(hashed.hint?.hasPrefix("missing: line 26; ") == true)
    #expect(hashed.what == "the file is not the one that the manifest names")
    #expect(hashed.hint?.contains("another number of records") == true)
    let counted = try trustedFault()
    #expect(counted.what.contains("another number of records"))
    #expect((counted.expected, counted.found) == ("25", "24"))
  }

  @Test func cutShort() throws {
    let text = try copy.text(table7)
    try copy.write(table7, String(text.dropLast(20)))
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:26")
    #expect(fault.hint?.contains("cut short") == true)
  }

  @Test func changedDigit() throws {
    try copy.editField(table7, 4, "value", "0.294")
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/paper/table7.csv:4")
    #expect(fault.hint?.hasPrefix("changed: line 4; ") == true)
    #expect(fault.expected?.hasPrefix("SHA-256 ") == true)
    #expect(fault.found?.hasPrefix("SHA-256 ") == true)
    #expect(fault.expected != fault.found)
    #expect(fault.hint?.contains("look for a changed value") == true)
  }

  @Test func changedDigitThatCannotBe() throws {
    try copy.editField(table7, 4, "value", "2.293")
    let fault = try fault { try copy.folder.load() }
    #expect(fault.what == "the file is not the one that the manifest names")
    #expect(fault.hint?.contains("data/paper/table7.csv:4: value is out of range") == true)
  }

  @Test(arguments: ["NaN", "inf", "0x1p-2", "4.17e-1", "0,4"])
  func notANumber(text: String) throws {
    try copy.editField(table7, 2, "value", text.contains(",") ? "\"\(text)\"" : text)
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:2")
    #expect(fault.what == "value is not a decimal number")
    #expect(fault.found == text)
  }

  @Test func percentWhereAFractionIsDeclared() throws {
    try copy.editField(table7, 2, "value", "41.7")
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:2")
    #expect(fault.what == "value is out of range")
    #expect(fault.expected == "a fraction from 0 to 1")
    #expect(fault.found == "41.7")
    #expect(fault.hint == "percent values take the unit \"percent\"")
  }

  @Test(arguments: [("percent", "not one that the manifest declares"), ("%", "known words")])
  func wrongUnit(unit: String, what: String) throws {
    try copy.editField(table7, 3, "unit", unit)
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:3")
    #expect(fault.what.contains(what))
    #expect(fault.found == unit)
  }

  @Test func duplicateRow() throws {
    try copy.editLine(table7, 5) { "\($0)\n\($0)" }
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:6")
    #expect(fault.what == "the row repeats the measurement of line 5")
  }

  @Test func unknownFamily() throws {
    try copy.editField(table7, 2, "family", "HyperNet")
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:2")
    #expect(fault.what == "family names an unknown family")
    #expect(fault.expected?.contains("GatedDeltaNet") == true)
    #expect(fault.found == "HyperNet")
  }

  @Test func aliasOfAFamily() throws {
    try copy.editField(table7, 3, "family", "GDN")
    #expect(try trustedFault().hint == "data files write it GatedDeltaNet")
  }

  @Test func extraColumnInTheHeader() throws {
    try copy.editLine(table7, 1) { $0 + ",seed" }
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:2")
    #expect(fault.what == "the record has the wrong number of fields")
  }

  @Test func extraColumnThroughout() throws {
    let lines = try copy.text(table7).split(separator: "\n")
    try copy.write(
      table7, lines.enumerated().map { $1 + ($0 == 0 ? ",seed\n" : ",1\n") }.joined())
    let fault = try trustedFault()
    #expect(fault.location == "data/paper/table7.csv:1")
    #expect(fault.hint == "the column seed is one too many")
  }

  @Test func missingFile() throws {
    try FileManager.default.removeItem(at: copy.root.appendingPathComponent(table7))
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/paper/table7.csv")
    #expect(fault.what == "the file is missing")
  }

  @Test func missingManifest() throws {
    try FileManager.default.removeItem(at: copy.root.appendingPathComponent("manifest.json"))
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location.hasSuffix("data/manifest.json"))
    #expect(fault.hint == "name a folder that holds a manifest.json")
  }

  @Test func unknownCitation() throws {
    var manifest = try copy.folder.manifest()
    let index = try #require(manifest.files.firstIndex { $0.file == table7 })
    manifest.files[index].citation = "nobody1900"
    try copy.write("manifest.json", manifest.text)
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/manifest.json: paper/table7.csv")
    #expect(fault.found == "nobody1900")
  }
}
