import Foundation
import Testing

@testable import Core

@Suite struct InputFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("input-file-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
  }

  private func fault(_ body: () throws -> Void) -> Fault? {
    do { try body() } catch { return error as? Fault }
    return nil
  }

  @Test func aFileIsReadWhole() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("a.txt")
    let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    try AtomicFile.write(bytes, to: file)
    #expect(try InputFile.data(at: file) == bytes)
    #expect(try InputFile.open(file).readToEnd() == bytes)
    #expect(fault { _ = try InputFile.text(at: file) }?.what == "the file is not UTF-8")
    try AtomicFile.write(Data(), to: file)
    #expect(try InputFile.data(at: file).isEmpty)
    try AtomicFile.write("é", to: file)
    #expect(try InputFile.text(at: file) == "é")
  }

  /// Opening a pipe that nobody writes to would wait for ever; a device may have no end.
  @Test(.timeLimit(.minutes(1))) func whatIsNotARegularFileIsNotOpened() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appendingPathComponent("pipe")
    #expect(mkfifo(pipe.path, 0o644) == 0)
    let link = folder.appendingPathComponent("link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: pipe)
    let places = [pipe, link, folder, URL(fileURLWithPath: "/dev/zero")]
    let kinds = ["a named pipe", "a named pipe", "a folder", "a device"]
    for (place, kind) in zip(places, kinds) {
      for read in [{ _ = try InputFile.data(at: place) }, { _ = try InputFile.open(place) }] {
        let fault = fault(read)
        #expect(fault?.what == "this is not a file that can be read")
        #expect(fault?.found == kind && fault?.expected == "a regular file")
        #expect(fault?.location == place.path && fault?.hint != nil)
      }
    }
  }

  @Test func whatIsMissingOrTooLargeIsNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = fault {
      _ = try InputFile.data(at: folder.appendingPathComponent("b"), called: "b")
    }
    #expect(missing?.what == "the file is missing" && missing?.location == "b")
    let file = folder.appendingPathComponent("a")
    try AtomicFile.write("0123456789", to: file)
    #expect(fault { _ = try InputFile.data(at: file, atMost: 9) }?.what == "the file is too large")
    #expect(try InputFile.data(at: file, atMost: 10).count == 10)
  }

  /// They are regular files of size 0.
  @Test func theSystemsOwnFilesAreRead() throws {
    #expect(try InputFile.text(at: URL(fileURLWithPath: "/proc/self/status")).contains("VmRSS"))
  }
}

@Suite struct JSONValueReadingTests {
  private func read(_ text: String) throws -> JSONValue {
    try JSONValue(data: Data(text.utf8), at: "x.json")
  }

  private func fault(_ text: String) -> Fault? {
    do { _ = try read(text) } catch { return error as? Fault }
    return nil
  }

  @Test func aWholeNumberIsAnIntegerHoweverItIsWritten() throws {
    #expect(
      try read("[5, 5.0, 1e3, -0.0, 0.5, 9223372036854775807, 9223372036854775808]") == [
        5, 5, 1000, 0, 0.5, .integer(.max), .number(9_223_372_036_854_775_808),
      ])
    #expect(try read(#"{"a": [true, null, "é"]}"#) == ["a": [true, nil, "é"]])
  }

  @Test func aKeyThatStandsTwiceIsNamed() {
    let fault = fault("{\"steps\": 1,\n \"steps\": 2}")
    #expect(fault?.what == "a key stands twice")
    #expect(fault?.found == "\"steps\"" && fault?.location == "x.json:2")
  }

  @Test(arguments: [65, 510, 20_000, 1_000_000]) func deepNestingIsRefused(_ depth: Int) {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let text =
        String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      #expect(fault(text)?.what == "JSON is nested too deeply")
    }
  }

  @Test func whatCanBeReadCanBeWrittenAndDecoded() throws {
    let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    let value = try read(text)
    #expect(value.description == text)
    #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == value)
    let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(JSONValue.self, from: Data(deep.utf8))
    }
  }

  @Test(arguments: ["NaN", "[Infinity]", "", "{", "[1] 2", "{\"a\" 1}", "'a'"])
  func otherTextIsAFault(_ text: String) { #expect(fault(text) != nil) }

  @Test func otherTextIsNamedByItsLine() {
    let cut = fault("{\"a\": [1,\n 2")
    #expect(cut?.what == "this is not valid JSON" && cut?.location == "x.json")
    #expect(cut?.found == "line 2: the JSON ends before it is complete")
    #expect(fault("[1,\nNaN]")?.found == "line 2: a value is not a number (NaN)")
  }

  @Test func aLongValueIsShownByItsBeginning() throws {
    let value = JSONValue.string(String(repeating: "x", count: 10_000))
    #expect(value.excerpt.count == 201)
    #expect(JSONValue.integer(5).excerpt == "5")
  }
}
