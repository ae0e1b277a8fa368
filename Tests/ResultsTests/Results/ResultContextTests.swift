import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// What a file is beside its bytes: where it lies, which files belong to it, and that it can be taken out.
@Suite struct ResultContextTests {
  private let temporary: TemporaryFolder
  private let store: ResultStore

  init() throws {
    temporary = try TemporaryFolder()
    store = try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
  }

  private func write(_ path: String, _ text: String) throws -> ImportFile {
    let url = temporary.url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return try ImportFile(url, path: path)
  }

  private func take(_ path: String, _ text: String) throws -> ImportOutcome {
    try store.importFile(try write(path, text), by: FolderNamed.self)
  }

  @Test func equalBytesInOtherFoldersAreOtherResults() throws {
    #expect(try take("one/a.txt", "1").new == 1)
    #expect(try take("two/a.txt", "1").new == 1)
    #expect(try take("two/b.txt", "1").isKnown)
    #expect(try store.models().map(\.name) == ["one", "two"])
  }

  @Test func theFilesOfARunAreReadAsOne() throws {
    _ = try write("run/part-1.txt", "1")
    let second = try write("run/part-2.txt", "2")
    let outcome = try store.importFile(second, by: FolderNamed.self)
    #expect(outcome.path == "run/part-1.txt" && outcome.new == 2)
    #expect(try store.points(model: "run", series: "loss").map(\.value) == [1, 2])
    #expect(
      try store.importFile(try write("run/part-1.txt", "1"), by: FolderNamed.self).isKnown)
    // One more part is another run.
    #expect(
      try store.importFile(try write("run/part-3.txt", "3"), by: FolderNamed.self).new == 1)
  }

  @Test func anImportCanBeTakenOut() throws {
    _ = try take("one/a.txt", "1")
    _ = try take("two/a.txt", "1")
    _ = try take("two/b.txt", "2")
    #expect(try store.forget(path: "two/a.txt"))
    #expect(
      try store.models() == [
        ResultModel(name: "one", scores: 0, points: 1),
        ResultModel(name: "two", scores: 0, points: 1),
      ])
    #expect(try store.forget(path: "two/b.txt"))
    #expect(try store.models().map(\.name) == ["one"])
    #expect(try !store.forget(path: "two/b.txt"))
    #expect(try take("two/b.txt", "2").new == 1)
  }

  @Test func aFileThatGivesNothingIsNotImported() throws {
    let found = try fault { try take("one/a.txt", "") }
    #expect(found.what == "no value of the file can be imported" && found.location == "one/a.txt")
    #expect(try store.files().isEmpty)
  }

  @Test func aFolderWithoutAnythingKnownIsAFailure() throws {
    _ = try write("in/notes.txt", "hello")
    _ = try write("in/more.txt", "hello")
    let path = temporary.url.appendingPathComponent("in").path
    let batch = try ImportBatch([path], into: store)
    #expect(batch.failures.map(\.what) == ["nothing in the folder is of a known format"])
    #expect(batch.failures[0].found?.hasPrefix("2 files, the first of them") == true)
    let reasons = batch.files.compactMap {
      if case .skipped(let why) = $0.outcome { why } else { nil }
    }
    #expect(reasons == ["no known format", "no known format"])
  }
}

/// A number a file, of a run that the folder names; the files `part-…` of a folder belong together.
private enum FolderNamed: ResultImporter {
  static let format = "folder-named"
  static let title = "a number a file"

  static func recognises(_ file: ImportFile) -> Bool { false }

  static func context(of file: ImportFile) -> String { name(file) }

  static func members(with file: ImportFile) -> [URL] {
    guard file.name.hasPrefix("part-") else { return [file.url] }
    let folder = file.url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appendingPathComponent($0) }
  }

  static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    for (step, part) in (file.members.isEmpty ? [file] : file.members).enumerated() {
      guard let value = Double(String(decoding: try part.data(), as: UTF8.self)) else { continue }
      try take(
        .point(
          PointRecord(run: name(file), series: "loss", step: step, value: value, locator: "")))
    }
    return ImportSummary()
  }

  private static func name(_ file: ImportFile) -> String {
    file.url.deletingLastPathComponent().lastPathComponent
  }
}
