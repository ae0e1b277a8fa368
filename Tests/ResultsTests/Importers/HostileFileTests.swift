import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Files that are none, that cannot be read, or that change while they are read.
@Suite struct HostileFileTests {
  private let temporary: TemporaryFolder
  private let store: ResultStore

  init() throws {
    temporary = try TemporaryFolder()
    store = try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
  }

  private func url(_ name: String) throws -> URL {
    let url = temporary.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return url
  }

  private func write(_ name: String, steps: Range<Int> = 0..<3) throws -> URL {
    let rows = steps.map { "point,run,loss,,,,,\($0),1,,,,\n" }
    let url = try url(name)
    try Data((LongCSVImporterTests.header + rows.joined()).utf8).write(to: url)
    return url
  }

  private func link(_ name: String, to target: String) throws -> URL {
    let url = try url(name)
    try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
    return url
  }

  @Test func linksThatLeadRoundAndRoundAreLeftOut() throws {
    _ = try write("in/a.csv")
    _ = try link("in/up", to: "..")
    _ = try link("in/self", to: "self")
    _ = try link("in/one", to: "two")
    _ = try link("in/two", to: "one")
    _ = try link("in/nowhere.csv", to: "missing.csv")
    let folder = temporary.url.appendingPathComponent("in").path
    let batch = try ImportBatch([folder], into: store)
    #expect(batch.files.map(\.path) == [folder + "/a.csv"])
    #expect(batch.failures.isEmpty)
    let named = try ImportBatch([folder + "/self"], into: store)
    #expect(named.failures.map(\.location) == [folder + "/self"])
    #expect(
      try fault { try ImportFile(temporary.url.appendingPathComponent("in/one")) }.location != "")
  }

  /// Opening one would wait for ever, or read without end.
  @Test func whatIsNoRegularFileIsNotOpened() throws {
    let pipe = try url("in/a.csv")
    #expect(mkfifo(pipe.path, 0o644) == 0)
    let endless = try link("in/b.csv", to: "/dev/zero")
    for url in [pipe, endless] {
      #expect(try fault { try ImportFile(url) }.what == "this is not a file that can be read")
    }
    let batch = try ImportBatch([temporary.url.path + "/in"], into: store)
    #expect(batch.files.count == 1 && batch.failures.map(\.found) == ["no files"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func aFileThatMayNotBeReadIsNamedAndTheOthersAreImported() throws {
    _ = try write("in/a.csv")
    let closed = try write("in/b.csv", steps: 3..<6)
    #expect(chmod(closed.path, 0) == 0)
    let batch = try ImportBatch([temporary.url.path + "/in"], into: store)
    #expect(batch.failures.map(\.what) == ["the file cannot be opened"])
    #expect(try store.models().map(\.points) == [3])
  }

  /// What was there when the file was opened is imported; the rest comes with the next import.
  @Test func aFileThatGrowsIsImportedAsItWas() throws {
    let url = try write("a.csv")
    let file = try ImportFile(url)
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("point,run,loss,,,,,3,1,,,,\n".utf8))
    try handle.close()
    #expect(try store.importFile(file).new == 3)
    let next = try store.importFile(ImportFile(url))
    #expect(next.new == 1 && next.same == 3)
  }

  /// Values and digest might be of different bytes.
  @Test func aFileThatIsWrittenOverIsRefused() throws {
    let url = try write("a.csv")
    let before = try Data(contentsOf: url)
    let overwrite: [(Data) throws -> Void] = [
      { try $0.write(to: url) }, { try $0.write(to: url, options: .atomic) },
    ]
    for body in overwrite {
      try before.write(to: url)
      let file = try ImportFile(url)
      usleep(20_000)
      try body(Data(String(decoding: before, as: UTF8.self).replacing(",1,", with: ",2,").utf8))
      let error = try fault { try store.importFile(file) }
      #expect(error.what == "the file changed while it was read")
      #expect(error.location == url.path)
    }
    #expect(try store.models().isEmpty)
    #expect(try store.importFile(ImportFile(write("a.csv"))).new == 3)
  }

  /// A field, a line, a value without end, in each format of text: refused while memory is small.
  @Test(
    arguments: DamagedImportTests.seeds + LMEvalTexts.fuzzSeeds + LongCSVImporterTests.fuzzSeeds)
  func endlessRecordsAreRefused(_ sample: ImportSample) throws {
    let url = try url(sample.name)
    for opening in ["", "\n\"", "\n{\"a\": \"", "\n[titan] step: 9  loss: "] {
      try Data(sample.bytes + Array(opening.utf8)).write(to: url)
      let handle = try FileHandle(forWritingTo: url)
      try handle.truncate(atOffset: 3 << 30)
      try handle.close()
      let error = try fault { try Imported(url, as: sample.format) }
      #expect(error.location.hasPrefix(url.lastPathComponent), "\(error)")
    }
  }
}
