import Core
import Foundation
import Testing
import TestSupport

@testable import Results

@Suite struct LongCSVImporterTests {
  static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"
  static let sample =
    header + """
      score,org/gdn-340M,arc_easy,acc_norm,none,5,1.0,,0.46632996632996637,0.0102,2376,fraction,true
      score,"a ""b"", c",wikitext,word_perplexity,,,,,28.5,,,perplexity,false
      score,m,"line
      break",score,strict-match,0,,,-3e-05,0,1,score,
      point,run 1,loss,,,,,10,4.25,,,,
      point,run 1,loss,,,,,-1,1e+20,,,,

      """
  static let fuzzSeeds = [ImportSample("long-csv", "a.csv", sample)]

  private func read(_ rows: String, header: String = header) throws -> Imported {
    try Imported("a.csv", header + rows)
  }

  @Test func exactRecords() throws {
    let file = try Imported("a.csv", Self.sample)
    #expect(file.format == "long-csv")
    #expect(file.summary == ImportSummary())
    #expect(
      file.records == [
        .score(
          ScoreRecord(
            model: "org/gdn-340M", task: "arc_easy", metric: "acc_norm", filter: "none", shots: 5,
            taskVersion: "1.0", value: 0.46632996632996637, unit: .fraction, standardError: 0.0102,
            n: 2376, higherIsBetter: true, locator: "line 2")),
        .score(
          ScoreRecord(
            model: "a \"b\", c", task: "wikitext", metric: "word_perplexity", value: 28.5,
            unit: .perplexity, higherIsBetter: false, locator: "line 3")),
        .score(
          ScoreRecord(
            model: "m", task: "line\nbreak", metric: "score", filter: "strict-match", shots: 0,
            value: -3e-05, unit: .score, standardError: 0, n: 1, locator: "line 4")),
        .point(PointRecord(run: "run 1", series: "loss", step: 10, value: 4.25, locator: "line 6")),
        .point(PointRecord(run: "run 1", series: "loss", step: -1, value: 1e20, locator: "line 7")),
      ])
  }

  @Test func windowsLineEndsAndAMarkGiveTheSame() throws {
    let plain = Self.sample.replacingOccurrences(of: "line\nbreak", with: "linebreak")
    let file = try Imported(
      "a.csv", "\u{FEFF}" + plain.replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(file.records == (try Imported("a.csv", plain)).records)
  }

  @Test func anotherHeaderIsAnotherFormat() throws {
    let other = Self.header.replacingOccurrences(of: "stderr", with: "std_err")
    #expect(throws: Fault.self) { try read("", header: other) }
    #expect(throws: Fault.self) { try read("", header: String(Self.header.dropLast()) + ",x\n") }
    #expect(try read("").records.isEmpty)
  }

  @Test(arguments: [
    ("scores,m,t,acc,,,,,1,,,fraction,", "the kind is unknown", "kind"),
    ("score,m,,acc,,,,,1,,,fraction,", "the field is empty", "task"),
    ("score,m,t,acc,,,,,nan,,,fraction,", "this is not a number", "value"),
    ("score,m,t,acc,,,,,Infinity,,,fraction,", "this is not a number", "value"),
    ("score,m,t,acc,,,,,1e400,,,fraction,", "this is not a number", "value"),
    ("score,m,t,acc,,,,,,,,fraction,", "this is not a number", "value"),
    ("score,m,t,acc,,,,,1,-1,,fraction,", "the standard error is negative", "stderr"),
    ("score,m,t,acc,,-5,,,1,,,fraction,", "the number is negative", "shots"),
    ("score,m,t,acc,,,,,1,,1.5,fraction,", "this is not a whole number", "n"),
    ("score,m,t,acc,,,,,1,,,fractions,", "the unit is unknown", "unit"),
    ("score,m,t,acc,,,,,1,,,,", "the unit is unknown", "unit"),
    ("score,m,t,acc,,,,,1,,,fraction,yes", "this is neither true nor false", "higher_is_better"),
    ("score,m,t,acc,,,,4,1,,,fraction,", "a score has no step", "step"),
    ("point,r,loss,acc,,,,4,1,,,,", "a point has no such field", "metric"),
    ("point,r,loss,,,,,4,1,,,nats,", "a point has no such field", "unit"),
    ("point,r,loss,,,,,,1,,,,", "this is not a whole number", "step"),
  ])
  func badFields(row: String, what: String, column: String) throws {
    let error = try fault { try read("point,r,loss,,,,,1,1,,,,\n" + row + "\n") }
    #expect(error.what == what)
    #expect(error.location == "a.csv:3: \(column)")
  }

  @Test(arguments: [
    ("point,r,loss\n", "the record has the wrong number of fields"),
    ("point,r,loss,,,,,1,1,,,,,\n", "the record has the wrong number of fields"),
    ("point,\"r\",loss\n", "the record has the wrong number of fields"),
    ("point,\"r\",loss,,,,,1,1,,,,,\n", "the record has the wrong number of fields"),
    ("point,r\"x\",loss,,,,,1,1,,,,\n", "a quote stands inside a field that is not quoted"),
    ("point,\"r\"x,loss,,,,,1,1,,,,\n", "text follows a closing quote"),
    ("point,\"r,loss,,,,,1,1,,,,\n", "the last line does not end"),
    ("point,r,loss,,,,,1,1,,,,", "the last line does not end"),
  ])
  func badRecords(rows: String, what: String) throws {
    let error = try fault { try read(rows) }
    #expect(error.what == what)
    #expect(error.location == "a.csv:2")
  }

  @Test func bytesThatAreNotTextAreNamed() throws {
    let bytes = Array((Self.header + "point,r,lo").utf8) + [0xFF] + Array("s,,,,,1,1,,,,\n".utf8)
    let error = try fault { try Imported("a.csv", bytes: bytes) }
    #expect(error.what == "the field is not UTF-8")
    #expect(error.location == "a.csv:2: task")
  }

  @Test func aValueOutsideOfItsUnitIsAPlainScore() throws {
    let file = try read("score,m,t,acc,,,,,42.6,,,fraction,\nscore,m,t,b,,,,,1,,,fraction,\n")
    #expect(file.scores.map(\.unit) == [.score, .fraction])
    #expect(
      file.summary.warnings == [
        "1 value is outside of the range of the unit and taken as plain scores; "
          + "the first is on line 2"
      ])
  }

  /// A field that never ends is refused long before it is in memory.
  @Test(arguments: ["", "\""])
  func anEndlessFieldIsRefused(quote: String) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.csv")
    try Data((Self.header + "point," + quote).utf8).write(to: url)
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: 1 << 30)
    try handle.close()
    let error = try fault { try Imported(url) }
    #expect(error.what == "the record is too long")
    #expect(error.location == "a.csv:2")
  }

  @Test func recordsAcrossPiecesOfTheFileAreWhole() throws {
    let long = String(repeating: "x", count: 9_999)
    let row = "score,\(long),t,acc,\"\(long)\"\"\n\",,,,0.5,,,fraction,\n"
    let file = try read(String(repeating: row, count: 300))
    #expect(file.scores.count == 300)
    #expect(Set(file.scores.map { $0.filter + $0.model }) == [long + "\"\n" + long])
    #expect(file.scores.last?.locator == "line \(2 + 2 * 299)")
  }

  @Test func aFileCutAnywhereIsAFaultUnlessALineEndsThere() throws {
    let bytes = Array(Self.sample.utf8)
    for length in 0..<bytes.count {
      let result = Result { try Imported("a.csv", bytes: bytes.prefix(length)) }
      let isWhole = (try? result.get()) != nil
      let lineEnds = length > 0 && bytes[length - 1] == 0x0A
      #expect(!isWhole || lineEnds, "\(length)")
      if case .failure(let error) = result { #expect(error is Fault) }
    }
  }
}
