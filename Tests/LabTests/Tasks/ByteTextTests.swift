import Core
import Foundation
import Testing

@testable import Lab

@Suite final class ByteTextTests {
  private let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("bytes-\(UUID().uuidString).txt")

  deinit { try? FileManager.default.removeItem(at: file) }

  private func task(_ options: [String: JSONValue] = [:], length: Int) throws -> ByteText {
    let path: [String: JSONValue] = ["path": .string(file.path), "block": 64]
    return try TaskRegistry.make(
      ByteText.self, options: path.merging(options) { $1 }, length: length)
  }

  @Test func sidesShareNoBlockAndSequencesStayInsideOne() throws {
    var stream = RandomStream(seed: 1)
    try Data((0..<16_384).map { _ in UInt8(stream.index(below: 256)) }).write(to: file)
    let text = try Data(contentsOf: file)
    let task = try task(length: 12)
    var blocks: [Split: Set<Int>] = [:]
    for split in Split.allCases {
      for _ in 0..<3000 {
        let example = task.draw(&stream, split: split)
        #expect(Array(example.inputs.dropFirst()) == Array(example.targets.dropLast()))
        let bytes = Data((example.inputs + [example.targets[11]]).map { UInt8($0) })
        let place = try #require(text.range(of: bytes))
        #expect(place.lowerBound / 64 == (place.upperBound - 1) / 64)
        blocks[split, default: []].insert(place.lowerBound / 64)
      }
    }
    let (training, validation) = (blocks[.training] ?? [], blocks[.validation] ?? [])
    #expect(training.isDisjoint(with: validation))
    #expect(training.count + validation.count == 256)
    #expect((16...50).contains(validation.count))
  }

  @Test func theFileIsPartOfTheOptions() throws {
    try Data((0..<9000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 5) }).write(to: file)
    let digest = Digest.sha256(try Data(contentsOf: file))
    #expect(try task(length: 8).optionValues["sha256"] == .string(digest))
    #expect(throws: Never.self) { try self.task(["sha256": .string(digest)], length: 8) }
    #expect(throws: Fault.self) { try self.task(["sha256": "00"], length: 8) }
  }

  @Test func whatCannotBeReadIsAFault() throws {
    #expect(throws: Fault.self) { try self.task(length: 8) }
    try Data("short".utf8).write(to: file)
    let fault = try #require(throws: Fault.self) { try self.task(length: 8) }
    #expect(fault.what.contains("too short") && fault.location == file.path)
    #expect(throws: Fault.self) { try self.task(length: 64) }
    #expect(throws: Fault.self) { try TaskRegistry.make("bytes", length: 8) }
  }

  @Test func bytesAreReadable() throws {
    try Data((0..<9000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 5) }).write(to: file)
    let task = try task(length: 8)
    #expect([65, 32, 10, 7, 200].map { task.text(of: $0) } == ["A", "␣", "⏎", "x07", "xc8"])
  }
}
