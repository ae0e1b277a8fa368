import Core
import Foundation
import Testing

@testable import Importers
@testable import Results

@Suite struct LMEvalDamageTests {
  @Test(arguments: [
    LMEvalTexts.before04, LMEvalTexts.onTheWay, LMEvalTexts.current, LMEvalTexts.lengths,
  ])
  func survivesDamagedResults(text: String) throws {
    try ImportTrial.survive(text, as: "results.json", by: LMEvalImporter.self, flips: 1_000)
  }

  @Test func survivesDamagedSamples() throws {
    try ImportTrial.survive(
      LMEvalTexts.samples, as: "samples_t.jsonl", by: LMEvalSamplesImporter.self, flips: 2_000)
  }

  @Test(arguments: [
    ("", 1), ("[]", 1), ("{\"results\": 1}", 1), ("{\"a\": {}}", 1),
    ("{\"results\": {\"a\": {\"acc\": 1}},\n\"results\": {}}", 2),
    ("{\"results\": {\"a\":\n {\"acc\": 1, \"acc\": 0.5}}}", 2),
    ("{\"results\": {\"a\":\n\n {\"acc\": 1e400}}}", 3),
    ("{\"results\": {\"a\": {\"acc\": 0.5}}", 1),
  ])
  func namesTheLine(text: String, line: Int) throws {
    let fault = try ImportTrial(text, as: "results.json").fault(of: LMEvalImporter.self)
    #expect(fault.location == "results.json:\(line)")
  }

  @Test func refusesDeepNestingAndBytesThatAreNoText() throws {
    let deep = "{\"results\": " + String(repeating: "{\"a\":", count: 100_000)
    let trial = try ImportTrial(deep, as: "results.json")
    _ = trial.recognisers
    #expect(try trial.fault(of: LMEvalImporter.self).what == "JSON is nested too deeply")
    let bytes = Array("{\"results\": {\"".utf8) + [0xFF, 0xFE] + Array("\": {}}}".utf8)
    #expect(
      try ImportTrial(bytes, as: "results.json").fault(of: LMEvalImporter.self).what
        == "a string is not UTF-8")
  }

  @Test func countsWarningsWithoutBound() throws {
    let rows = (0..<5_000).map { "\"t\($0)\": 1" }.joined(separator: ",")
    let summary = try ImportTrial("{\"results\": {\(rows)}, \"model_name\": \"m\"}", as: "r.json")
      .scores(by: LMEvalImporter.self).summary
    #expect(summary.warnings.count == 101)
    #expect(summary.warnings.last == "4900 more of other kinds")
  }

  @Test func keepsControlCharactersAndLongNamesAsTheyAre() throws {
    let name = String(repeating: "x", count: 100_000)
    let text = #"{"results": {"a\u001b[31m": {"\#(name),none": 1}}, "model_name": "m"}"#
    let score = try #require(
      try ImportTrial(text, as: "r.json").scores(by: LMEvalImporter.self).scores.first)
    #expect(score.task == "a\u{1B}[31m")
    #expect(score.metric == name)
  }

  @Test func readsThroughALinkAndOnlyWhatWasThereWhenOpened() throws {
    let trial = try ImportTrial(LMEvalTexts.before04, as: "results.json")
    let link = trial.folder.url.appendingPathComponent("link.json")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: trial.file.url)
    let file = try ImportFile(link)
    let handle = try FileHandle(forWritingTo: trial.file.url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("grown".utf8))
    #expect(try ImportTrial.scores(of: file, by: LMEvalImporter.self).scores.count == 4)
    try handle.truncate(atOffset: 10)
    try handle.close()
    #expect(throws: Fault.self) { try ImportTrial.scores(of: file, by: LMEvalImporter.self) }
  }

  @Test func limitsLinesThatFitInOnePiece() throws {
    let trial = try ImportTrial("abc\nabcdef\n", as: "x.txt")
    var lines: [Int] = []
    let error = #expect(throws: Fault.self) {
      try trial.file.forEachLine(atMost: 4) { bytes, _ in lines.append(bytes.count) }
    }
    #expect(lines == [3])
    #expect(error?.location == "x.txt:2")
  }
}
