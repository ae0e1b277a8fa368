import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Writes event files byte by byte.
enum EventBytes {
  static func file(_ events: [UInt8]...) -> [UInt8] {
    record(field(3, Array("brain.Event:2".utf8))) + events.joined()
  }

  /// An event with one scalar; steps below 128.
  static func scalar(_ tag: String, _ step: UInt8, _ value: Float) -> [UInt8] {
    let number = withUnsafeBytes(of: value.bitPattern.littleEndian) { [0x15] + Array($0) }
    return record([0x10, step] + field(5, field(1, field(1, Array(tag.utf8)) + number)))
  }

  /// `SessionLog` with a status: 1 is START, 2 is STOP.
  static func session(_ status: UInt8, _ step: UInt8) -> [UInt8] {
    record([0x10, step] + field(7, [0x08, status]))
  }

  static func header(_ length: UInt64) -> [UInt8] {
    withUnsafeBytes(of: length.littleEndian) { Array($0) + masked(Array($0)) }
  }

  static func record(_ data: [UInt8]) -> [UInt8] {
    header(UInt64(data.count)) + data + masked(data)
  }

  private static func field(_ number: UInt8, _ data: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(data.count)] + data
  }

  private static func masked(_ bytes: [UInt8]) -> [UInt8] {
    var crc = CRC32.castagnoli
    bytes.withUnsafeBytes { crc.update($0) }
    return withUnsafeBytes(of: crc.masked.littleEndian) { Array($0) }
  }
}

/// Event files of runs that were resumed.
@Suite struct TFRestartTests {
  private typealias Events = EventBytes
  private let folder: TemporaryFolder
  private let run: URL

  init() throws {
    folder = try TemporaryFolder()
    run = folder.url.appendingPathComponent("gla-340M")
    try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
  }

  /// Writes files into the run's folder and imports the run by the last of them.
  private func imported(_ files: [(name: String, bytes: [UInt8])]) throws -> Imported {
    for file in files { try Data(file.bytes).write(to: run.appendingPathComponent(file.name)) }
    let last = try #require(files.last)
    let one = try ImportFile(run.appendingPathComponent(last.name), path: "in/\(last.name)")
    return try Imported(try one.joined(by: TFEventsImporter.self))
  }

  private static func name(_ time: String) -> String { "events.out.tfevents.\(time).node.1.0" }

  @Test func aStartPurges() throws {
    let file = try imported([
      (
        Self.name("1"),
        Events.file(
          Events.scalar("loss", 5, 9), Events.scalar("loss", 10, 8), Events.scalar("acc", 15, 0.5),
          Events.scalar("loss", 15, 64), Events.session(2, 7), Events.session(1, 10),
          Events.scalar("loss", 10, 7))
      )
    ])
    #expect(file.pointLines == ["loss 5 9.0", "loss 10 7.0"])
    #expect(
      file.summary.warnings == [
        "left out 2 values of loss: the run resumed from an earlier step",
        "left out 1 value of acc: the run resumed from an earlier step",
      ])
  }

  /// Series may have steps of their own.
  @Test func stepsThatGoBackWithinAFileAreNoRestart() throws {
    let bytes = Events.file(
      Events.scalar("loss", 10, 9), Events.scalar("epoch/loss", 1, 9), Events.scalar("loss", 5, 8))
    #expect(try imported([(Self.name("1"), bytes)]).points.map(\.step) == [10, 1, 5])
  }

  @Test func theFilesOfAFolderAreOneRunInTheOrderOfTheirTimes() throws {
    let file = try imported([
      (Self.name("900"), Events.file(Events.scalar("loss", 5, 9), Events.scalar("loss", 10, 64))),
      (
        Self.name("1000"),
        Events.file(
          Events.scalar("loss", 8, 8), Events.scalar("loss", 10, 7), Events.scalar("loss", 15, 6))
      ),
      (Self.name("1000") + ".more", Events.file(Events.scalar("acc", 15, 0.5))),
    ])
    #expect(
      file.pointLines == ["loss 5 9.0", "loss 8 8.0", "loss 10 7.0", "loss 15 6.0", "acc 15 0.5"])
    #expect(file.points.first?.locator == "\(Self.name("900")): byte 31")
    #expect(
      file.summary.warnings == ["left out 1 value of loss: the run resumed from an earlier step"])
  }

  /// The Trainer evaluates at the end into a file of its own: the last step is not a step back.
  @Test func aSecondFileAtTheLastStepIsNoRestart() throws {
    let file = try imported([
      (
        Self.name("1"),
        Events.file(Events.scalar("loss", 10, 9), Events.scalar("eval/loss", 10, 8))
      ),
      (Self.name("2"), Events.file(Events.scalar("eval/loss", 10, 8))),
    ])
    #expect(file.points.count == 3)
    #expect(file.summary.warnings.isEmpty)
  }

  /// A writer per process, each with series of its own, restarts nothing.
  @Test func filesWithoutACommonSeriesAreNoRestart() throws {
    let file = try imported([
      (Self.name("1"), Events.file(Events.scalar("loss", 1, 9), Events.scalar("loss", 2, 8))),
      (Self.name("2"), Events.file(Events.scalar("speed", 1, 1), Events.scalar("speed", 2, 2))),
    ])
    #expect(file.points.count == 4)
  }

  @Test func aStartInALaterFilePurgesTheEarlierOnes() throws {
    let file = try imported([
      (Self.name("1"), Events.file(Events.scalar("loss", 5, 9), Events.scalar("loss", 10, 8))),
      (Self.name("2"), Events.file(Events.session(1, 6), Events.scalar("acc", 9, 0.5))),
    ])
    #expect(file.pointLines == ["loss 5 9.0", "acc 9 0.5"])
  }

  /// Whichever file of the run is imported first, the others are not listed again.
  @Test func theRunIsImportedOnce() throws {
    let names = [Self.name("1"), Self.name("2")]
    let files = [
      Events.file(Events.scalar("loss", 5, 9), Events.scalar("loss", 10, 64)),
      Events.file(Events.scalar("loss", 9, 8)),
    ]
    for (name, bytes) in zip(names, files) {
      try Data(bytes).write(to: run.appendingPathComponent(name))
    }
    let store = try ResultStore.open(at: folder.url.appendingPathComponent("results.sqlite"))
    let batch = try ImportBatch([run.path], into: store)
    let outcomes = batch.files.compactMap {
      if case .imported(let done) = $0.outcome { done } else { nil }
    }
    #expect(outcomes.map(\.new) == [2] && batch.files.count == 1)
    let last = try ImportFile(run.appendingPathComponent(names[1]))
    #expect(try store.importFile(last).isKnown)
  }
}
