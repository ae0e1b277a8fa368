import Core
import Foundation
import Testing
import TestSupport

@testable import Results

@Suite struct TFEventsImporterTests {
  /// Written by a program in Python that computes its checksums bit by bit: the version; two simple
  /// values; a float tensor with the plugin `scalars`; a double tensor of the same tag without; a
  /// bfloat16; a text twice; a vector, and a tensor of no plugin; NaN; step -1.
  private static let base64 = """
    GAAAAAAAAACjf0siCQAAAED8VNlBGg1icmFpbi5FdmVudDoy7O2PnSYAAAAAAAAAc0/jAAkAAEBA/FTZQRAKKhkK\
    CwoEbG9zcxUAACBACgoKA2FjYxUAAIA+fDTykjIAAAAAAAAAJBlW7AkAAIBA/FTZQRAUKiUKIwoIdmFsL2xvc3NC\
    CggBEgAqBAAAwD9KCwoJCgdzY2FsYXJzjZ4EhikAAAAAAAAAN/9fAAkAAMBA/FTZQRAeKhwKGgoIdmFsL2xvc3NC\
    DggCEgAiCJqZmZmZmbk/F4fUtSwAAAAAAAAA9K7MRQkAAMBA/FTZQRAeKh8KHQoEaGFsZkIICA4SAGoCwH9KCwoJ\
    CgdzY2FsYXJzMpbazksAAAAAAAAAhwmZlgkAAABB/FTZQRAeKj4KHQoGY29uZmlnQgkIB0IFaGVsbG9KCAoGCgR0\
    ZXh0Ch0KBmNvbmZpZ0IJCAdCBWhlbGxvSggKBgoEdGV4dAM0Sq5HAAAAAAAAALrD+5sJAAAAQfxU2UEQHio6CiUK\
    AnByQhIIARIEEgIIAioIAACAPwAAAEBKCwoJCgdzY2FsYXJzChEKA29kZEIKCAESACoEAABAQGbvFtEaAAAAAAAA\
    ABKb2C0JAABAQfxU2UEQKCoNCgsKBGxvc3MVAADAf1hi2LsjAAAAAAAAALCfd0MJAACAQfxU2UEQ////////////\
    ASoNCgsKBGxvc3MVAAAAQJ1E1aU=
    """
  static let bytes = Array(Data(base64Encoded: base64) ?? Data())
  static let fuzzSeeds = [
    ImportSample("tfevents", "events.out.tfevents.1.host.2.0", bytes: bytes)
  ]

  @Test func scalarsOfAllSpellings() throws {
    let file = try Imported("events.out.tfevents.1.host.2.0", bytes: Self.bytes)
    #expect(file.format == "tfevents")
    #expect(file.summary.version == "brain.Event:2")
    #expect(
      file.pointLines == [
        "loss 10 2.5", "acc 10 0.25", "val/loss 20 1.5", "val/loss 30 0.1", "half 30 1.5",
        "loss -1 2.0",
      ])
    #expect(file.points.allSatisfy { $0.run.isEmpty })
    #expect(file.points.first?.locator == "byte 40")
  }

  @Test func whatIsNoScalarIsNamed() throws {
    let file = try Imported("events.out.tfevents.1", bytes: Self.bytes)
    #expect(
      file.summary.warnings == [
        "left out 2 values of config: it is shown by the plugin text",
        "left out 1 value of pr: it holds no single number",
        "left out 1 value of odd: it holds no single number",
        "left out 1 value of loss: it is not finite",
      ])
  }

  @Test func theNameIsNotNeeded() throws {
    #expect(try Imported("curves.bin", bytes: Self.bytes).points.count == 6)
    #expect(throws: Fault.self) {
      try Imported("curves.bin", bytes: Array(repeating: 0, count: 99))
    }
  }

  @Test func aHeaderAloneIsARunThatHasJustBegun() throws {
    let file = try Imported("events.out.tfevents.1", bytes: Self.bytes.prefix(40))
    #expect(file.records.isEmpty)
    #expect(file.summary == ImportSummary(version: "brain.Event:2"))
    let empty = try Imported("events.out.tfevents.1", bytes: [])
    #expect(empty.summary.warnings == ["the file is empty"])
  }

  /// The file of a run that goes on may end anywhere: what is whole before it counts.
  @Test func aFileCutAnywhereKeepsWhatIsBefore() throws {
    let whole = try Imported("events.out.tfevents.1", bytes: Self.bytes).points
    for length in 1..<Self.bytes.count {
      let cut = try Imported("events.out.tfevents.1", bytes: Self.bytes.prefix(length))
      #expect(cut.points == Array(whole.prefix(cut.points.count)))
      let isAtRecordEnd = !cut.summary.warnings.contains { $0.contains("the file ends inside") }
      let ends = recordEnds(Self.bytes)
      #expect(isAtRecordEnd == ends.contains(length), "\(length)")
    }
  }

  @Test func aFlippedByteIsFoundWithItsPlace() throws {
    var bytes = Self.bytes
    bytes[70] ^= 1
    let data = try fault { try Imported("events.out.tfevents.1", bytes: bytes) }
    #expect(data.what == "the checksum of the data of a record is wrong")
    #expect(data.location.hasPrefix("events.out.tfevents.1: byte "))
    bytes = Self.bytes
    bytes[41] ^= 1
    let length = try fault { try Imported("events.out.tfevents.1", bytes: bytes) }
    #expect(length.what == "the checksum of the length of a record is wrong")
    #expect(length.location == "events.out.tfevents.1: byte 48")
  }

  /// Each byte is under a checksum, so no flip gives other records.
  @Test func noFlipGoesUnnoticed() throws {
    for place in Self.bytes.indices {
      var bytes = Self.bytes
      bytes[place] ^= UInt8(1 << (place % 8))
      #expect(throws: Fault.self) { try Imported("events.out.tfevents.1", bytes: bytes) }
    }
  }

  @Test(arguments: [UInt64(1) << 63, UInt64.max, 1 << 40])
  func aRecordLongerThanAnyIsRefused(length: UInt64) throws {
    let bytes = Self.bytes + EventBytes.header(length)
    let error = try fault { try Imported("events.out.tfevents.1", bytes: bytes) }
    #expect(error.what == "a record is longer than the file")
    #expect(error.location == "events.out.tfevents.1: byte \(Self.bytes.count)")
  }

  @Test(
    arguments: [
      [0x2A, 0x7F], [0x0B], [0x80], [0x09, 0x00], [0x2A, 0x04, 0x0A, 0x02, 0x0A, 0x05],
      [0x1A, 0x01, 0xFF], Array(repeating: 0xFF, count: 12),
    ] as [[UInt8]])
  func aRecordThatIsNoEventIsRefused(message: [UInt8]) throws {
    let bytes = Self.bytes + EventBytes.record(message)
    let error = try fault { try Imported("events.out.tfevents.1", bytes: bytes) }
    #expect(error.what == "a record is not an event")
    #expect(error.location == "events.out.tfevents.1: byte \(Self.bytes.count)")
  }

  @Test func aLargeRecordIsSkippedAndChecked() throws {
    let large = EventBytes.record(Array(repeating: 7, count: FramedRecord.longestKept + 1))
    let file = try Imported("events.out.tfevents.1", bytes: Self.bytes + large)
    #expect(file.points.count == 6)
    #expect(file.summary.warnings.contains { $0.contains("more than 64 MiB") })
  }

  @Test func aPointerOfGitLFSIsNoEventFile() throws {
    let text = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4419\n"
    let error = try fault { try Imported("events.out.tfevents.1", text) }
    #expect(error.hint?.contains("git lfs pull") == true)
  }

  // MARK: Published files, with values that an independent parser in Python read

  private static let stableBaselines =
    "tfevents/events.out.tfevents.1699899683.Muktas-MacBook-Pro.local.21868.0"
  private static let trackio = "tfevents/trackio_events.out.tfevents"
  private static let megatron =
    "tfevents/megatron_events.out.tfevents.1774437717.ip-26-0-168-34.3760666.0"

  @Test(.realSamples(stableBaselines)) func aFileOfStableBaselines() throws {
    let file = try RealSamples.read(Self.stableBaselines)
    #expect(file.points.count == 51)
    #expect(file.values("rollout/ep_len_mean").first == 21.967741012573242)
    #expect(file.values("train/value_loss").last == 55.62866973876953)
    #expect(file.points.last?.step == 10240)
  }

  @Test(.realSamples(trackio)) func aFileOfTrackio() throws {
    let file = try RealSamples.read(Self.trackio)
    #expect(file.values("accuracy").last == 0.8799999952316284)
    #expect(file.values("loss").count == 5)
  }

  @Test(.realSamples(megatron)) func aFileOfMegatronHoldsTextOnly() throws {
    let file = try RealSamples.read(Self.megatron)
    #expect(file.records.isEmpty)
    #expect(file.summary.warnings.last == "left out 627 values of other names")
  }

  private func recordEnds(_ bytes: [UInt8]) -> Set<Int> {
    var ends: Set<Int> = []
    var at = 0
    while at < bytes.count {
      at += 16 + Int(bytes[at])
      ends.insert(at)
    }
    return ends
  }
}
