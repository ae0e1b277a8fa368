import Core
import Foundation
import Testing
import TestSupport

@Suite struct WandbFileImporterTests {
  static let fuzzSeeds = [ImportSample("wandb-file", "run-a1b2c3d4.wandb", bytes: small)]

  /// A run that knows its training step, in one block.
  static let small: [UInt8] = {
    var log = WandbLog()
    log.write(WandbLog.run(id: "a1b2c3d4", name: "gla"))
    log.write(WandbLog.history(["loss": "5.5", "trainer/global_step": "10", "_step": "0"]))
    log.write(WandbLog.history(["loss": "4.75", "trainer/global_step": "30", "_step": "1"]))
    return log.bytes
  }()

  private func read(_ bytes: some Sequence<UInt8>) throws -> Imported {
    try Imported("run-a1b2c3d4.wandb", bytes: bytes)
  }

  private func read(_ messages: [[UInt8]]) throws -> Imported {
    var log = WandbLog()
    for message in messages { log.write(message) }
    return try read(log.bytes)
  }

  @Test func theTrainersStepIsTheStep() throws {
    let file = try read(Self.small)
    #expect(file.format == "wandb-file")
    #expect(file.pointLines == ["loss 10 5.5", "loss 30 4.75"])
    #expect(file.points.map(\.run) == ["gla", "gla"])
    #expect(file.summary.warnings.isEmpty)
  }

  @Test func elseItIsTheClientsCountWithANote() throws {
    let file = try read([
      WandbLog.run(id: "a1b2c3d4", name: ""), WandbLog.history(["loss": "5.5", "_step": "0"]),
      WandbLog.history(["loss": "5.25"], step: 7), WandbLog.history(["loss": "5.0"]),
    ])
    #expect(file.pointLines == ["loss 0 5.5", "loss 7 5.25"])
    #expect(file.points[0].run == "a1b2c3d4")
    #expect(file.summary.warnings.count == 2)
    #expect(file.summary.warnings[0].hasPrefix("the step is _step, which counts calls"))
    #expect(file.summary.warnings[1].hasPrefix("rows without _step are left out"))
  }

  /// The name that counts is the last one, and the step that counts the first of the list.
  @Test func whatComesLateCountsForAllRows() throws {
    let file = try read([
      WandbLog.run(id: "x", name: "early"),
      WandbLog.history(["loss": "3.0", "iter": "2", "global_step": "5"]),
      WandbLog.history(["loss": "2.5", "global_step": "1.5"]), WandbLog.run(id: "x", name: "late"),
    ])
    #expect(file.points.map(\.run) == ["late", "late"])
    #expect(file.pointLines == ["loss 5 3.0", "iter 5 2.0"])
    #expect(file.summary.warnings.count == 1)
  }

  @Test func valuesMayBeNestedOrNoNumbers() throws {
    let file = try read([
      WandbLog.history([
        "a": #"{"b": 1, "c": {"d": 2}}"#, "img": #"{"_type": "image-file"}"#, "t": "\"x\"",
        "n": "NaN", "i": "-Infinity", "z": "null", "_step": "3",
      ])
    ])
    #expect(file.pointLines == ["a.b 3 1.0", "a.c.d 3 2.0"])
    #expect(file.summary.warnings.count == 5)
  }

  @Test func aRunThatLoggedNothingIsEmptyAndOneWithoutNumbersIsRefused() throws {
    let empty = try read([WandbLog.run(id: "x", name: "")])
    #expect(empty.records.isEmpty)
    #expect(empty.summary.warnings == ["the run has logged nothing yet"])
    let error = try fault { try read([WandbLog.history(["a": "\"text\"", "_step": "0"])]) }
    #expect(error.what == "no value of the file can be imported")
  }

  /// Records of all lengths around the end of a block.
  @Test func recordsCrossBlocks() throws {
    for length in [32_720, 32_740, 32_746, 32_747, 32_752, 32_753, 32_760] {
      var log = WandbLog()
      log.write(WandbLog.output(String(repeating: "x", count: length - 40)))
      log.write(WandbLog.history(["loss": "1.5", "_step": "1"]))
      log.write(WandbLog.output(String(repeating: "x", count: 40_000)))
      log.write(WandbLog.history(["loss": "2.5", "_step": "2"]))
      #expect(try read(log.bytes).pointLines == ["loss 1 1.5", "loss 2 2.5"], "\(length)")
    }
  }

  /// The file of a run that goes on may end anywhere: what is whole before it counts.
  @Test func aFileCutAnywhereKeepsWhatIsBefore() throws {
    let whole = try read(Self.small).points.map(\.value)
    for length in 7..<Self.small.count {
      let cut = try read(Self.small.prefix(length))
      #expect(cut.points.map(\.value) == Array(whole.prefix(cut.points.count)))
      let isNoted = cut.summary.warnings.contains {
        $0.hasPrefix("the file ends inside the record")
      }
      #expect(isNoted || WandbLog.ends(of: Self.small).contains(length), "\(length)")
    }
  }

  @Test func noFlipGoesUnnoticed() throws {
    for place in Self.small.indices {
      var bytes = Self.small
      bytes[place] ^= UInt8(1 << (place % 8))
      do {
        let file = try Imported("run.wandb", bytes: bytes, as: "wandb-file")
        // A length that became too long looks like the file of a run that goes on.
        #expect(file.summary.warnings.contains { $0.hasPrefix("the file ends inside") }, "\(place)")
      } catch let error as Fault {
        #expect(error.location.contains(": byte "), "\(error)")
      }
    }
  }

  @Test func damageIsNamedWithItsPlace() throws {
    var bytes = Self.small
    bytes[20] ^= 1
    let checksum = try fault { try read(bytes) }
    #expect(checksum.what == "the checksum of a record is wrong")
    #expect(checksum.location == "run-a1b2c3d4.wandb: byte 7")
    bytes = Self.small
    bytes[13] = 3
    #expect(try fault { try read(bytes) }.what == "the parts of a record are out of order")
    bytes[13] = 9
    #expect(try fault { try read(bytes) }.what == "the header of a record is not valid")
    bytes = Self.small
    bytes[6] = 1
    #expect(try fault { try read(bytes) }.location == "run-a1b2c3d4.wandb: byte 0")
    #expect(try fault { try read([[0x12, 0x7F]]) }.what == "a record is not valid")
    #expect(try fault { try read([WandbLog.history(["a": "{", "_step": "0"])]) }.location != "")
  }

  private static let published = "wandb/VerySimpleTransformer_run-xpeipnem.wandb"

  @Test(.realSamples(published)) func aPublishedFile() throws {
    let file = try RealSamples.read(Self.published)
    #expect(Set(file.points.map(\.run)) == ["xpeipnem"])
    #expect(file.points.map(\.series) == ["lr", "train_loss_local", "grad_norm_square"])
    #expect(file.values("lr") == [0.0003])
  }
}

/// Writes records as the client of Weights & Biases does.
struct WandbLog {
  private(set) var bytes: [UInt8] = Array(":W&B".utf8) + [0xE1, 0xBE, 0]

  mutating func write(_ message: [UInt8]) {
    var rest = message[...]
    var isFirst = true
    repeat {
      if 32_768 - bytes.count % 32_768 < 7 {
        bytes += Array(repeating: 0, count: 32_768 - bytes.count % 32_768)
      }
      let part = rest.prefix(32_768 - bytes.count % 32_768 - 7)
      rest = rest.dropFirst(part.count)
      chunk(Array(part), kind: rest.isEmpty ? (isFirst ? 1 : 4) : (isFirst ? 2 : 3))
      isFirst = false
    } while !rest.isEmpty
  }

  private mutating func chunk(_ part: [UInt8], kind: UInt8) {
    var crc = CRC32.zlib
    ([kind] + part).withUnsafeBytes { crc.update($0) }
    bytes += withUnsafeBytes(of: crc.value.littleEndian) { Array($0) }
    bytes += [UInt8(part.count & 0xFF), UInt8(part.count >> 8), kind] + part
  }

  /// Where the records of a file of one block end.
  static func ends(of bytes: [UInt8]) -> Set<Int> {
    var ends: Set<Int> = [7]
    var at = 7
    while at < bytes.count {
      at += 7 + Int(bytes[at + 4]) + Int(bytes[at + 5]) << 8
      ends.insert(at)
    }
    return ends
  }

  static func run(id: String, name: String) -> [UInt8] {
    field(17, field(1, Array(id.utf8)) + field(8, Array(name.utf8)))
  }

  static func output(_ text: String) -> [UInt8] { field(13, field(3, Array(text.utf8))) }

  static func history(_ values: KeyValuePairs<String, String>, step: UInt8? = nil) -> [UInt8] {
    let items = values.flatMap { name, json in
      field(1, field(2, Array(name.utf8)) + field(16, Array(json.utf8)))
    }
    return field(2, items + (step.map { field(2, [8, $0]) } ?? []))
  }

  private static func field(_ number: UInt64, _ data: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(UInt64(data.count)) + data
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80] + varint(number >> 7)
  }
}
