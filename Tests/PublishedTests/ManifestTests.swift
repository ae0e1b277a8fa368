import Core
import Foundation
import Testing
import TestSupport

@testable import Published

@Suite struct ManifestTests {
  /// A manifest of one entry, with some of its lines replaced.
  private func manifest(replacing old: String = "", with new: String = "") throws -> Manifest {
    var text = """
      {"format": 1, "files": [{
        "file": "paper/table7.csv", "kind": "observations", "title": "Recall",
        "citation": "wang", "version": "v2", "locator": "Table 7",
        "ratio_convention": "one-in-r", "scope": "paper", "licence": "facts",
        "sha256": "\(String(repeating: "0", count: 64))", "rows": 25, "units": ["fraction"],
        "fractions": {"half": "1/2"}, "note": "n"
      }]}
      """
    if !old.isEmpty {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try Manifest(json: Data(text.utf8), path: "data/manifest.json")
  }

  @Test func readsAnEntry() throws {
    let entry = try #require(try manifest().files.first)
    #expect(entry.kind == .observations)
    #expect(entry.ratioConvention == .oneInR)
    #expect(entry.units == [.fraction])
    #expect(entry.fractions == ["half": "1/2"])
  }

  @Test func writesWhatItReads() throws {
    let first = try manifest()
    let again = try Manifest(json: Data(first.text.utf8), path: "m")
    #expect(again == first)
    #expect(again.text == first.text)
  }

  @Test func escapesText() throws {
    var manifest = try manifest()
    manifest.files[0].note = "a \"quote\", a \\, a\nline, a\ttab, \u{1}, é, ≤"
    let again = try Manifest(json: Data(manifest.text.utf8), path: "m")
    #expect(again.files[0].note == manifest.files[0].note)
  }

  @Test(arguments: [
    ("\"rows\": 25,", "", "files[0].rows", "a key is missing"),
    ("\"rows\": 25,", "\"rows\": \"25\",", "files[0].rows", "another type"),
    ("\"rows\": 25,", "\"rows\": 25, \"rowz\": 1,", "files[0].rowz", "not allowed"),
    ("\"kind\": \"observations\"", "\"kind\": \"opinions\"", "files[0].kind", "not allowed"),
    ("\"units\": [\"fraction\"]", "\"units\": [\"furlong\"]", "files[0].units[0]", "not allowed"),
    ("\"format\": 1", "\"format\": 2", "format", "not allowed"),
  ])
  func namesTheKey(old: String, new: String, place: String, what: String) throws {
    let fault = try fault { try manifest(replacing: old, with: new) }
    #expect(fault.location == "data/manifest.json: \(place)")
    #expect(fault.what.contains(what))
  }

  @Test(arguments: [
    ("\"paper/table7.csv\"", "\"../table7.csv\"", "inside the data folder"),
    ("\"paper/table7.csv\"", "\"/etc/passwd\"", "inside the data folder"),
    ("\"rows\": 25", "\"rows\": -1", "rows is negative"),
    ("\"ratio_convention\": \"one-in-r\",", "", "ratio_convention is missing"),
    ("\"units\": [\"fraction\"]", "\"units\": []", "units is missing"),
    ("\"1/2\"", "\"half\"", "is not a fraction"),
    ("\"title\": \"Recall\"", "\"title\": \"\"", "title is empty"),
    ("\"citation\": \"wang\"", "\"citation\": \"\"", "citation is empty"),
    ("\"sha256\": \"0", "\"sha256\": \"X", "is not a SHA-256"),
    ("\"kind\": \"observations\"", "\"kind\": \"costs\"", "only observations have"),
  ])
  func checksValues(old: String, new: String, what: String) throws {
    let fault = try fault { try manifest(replacing: old, with: new) }
    #expect(fault.what.contains(what))
    #expect(fault.location.hasPrefix("data/manifest.json: "))
  }

  @Test func refusesAFileTwice() throws {
    var doubled = try manifest()
    doubled.files.append(doubled.files[0])
    let fault = try fault { try Manifest(json: Data(doubled.text.utf8), path: "m") }
    #expect(fault.what == "the file is listed twice")
    #expect(fault.location == "m: paper/table7.csv")
  }

  @Test(arguments: [
    ("\"rows\": 25", "\"rows\": 25, \"rows\": 26", "a key stands twice"),
    ("\"format\": 1", "\"format\": 1, \"format\": 1", "a key stands twice"),
    ("\"half\": \"1/2\"", "\"half\": \"1/2\", \"half\": \"1/3\"", "a key stands twice"),
    ("\"1/2\"", String(repeating: "[", count: 5000), "JSON is nested too deeply"),
  ])
  func refusesWhatDecodersTake(old: String, new: String, what: String) throws {
    let fault = try fault { try manifest(replacing: old, with: new) }
    #expect(fault.what == what)
    #expect(fault.location.hasPrefix("data/manifest.json:"))
  }

  @Test func saysWhatIsNotJSON() throws {
    let fault = try fault { try Manifest(json: Data("{\"format\": 1,".utf8), path: "m") }
    #expect(fault.what == "the text is not JSON")
    #expect(fault.location == "m")
  }
}
