import Core
import Foundation
import Testing

@testable import Importers
@testable import Metrics

/// Small files of all formats; each importer's tests give theirs.
enum FuzzSeeds {
  static let all =
    TFEventsImporterTests.fuzzSeeds + LongCSVImporterTests.fuzzSeeds + DamagedImportTests.seeds
    + LMEvalTexts.fuzzSeeds + WandbFileImporterTests.fuzzSeeds + TrackerImporterTests.fuzzSeeds
    + EveryEvalEverTests.fuzzSeeds + HubResultsTests.fuzzSeeds
    + EvaluationTexts.fuzzSeeds
}

/// Damaged files give records or a fault, never a crash, and never hang. `make fuzz` runs it longer.
@Suite struct FuzzTests {
  @Test func damagedFilesGiveRecordsOrAFault() throws {
    let folder = try TemporaryFolder()
    let budget = FuzzBudget(count: 3_000)
    let seeds = FuzzSeeds.all
    try budget.run("files") { number in
      let sample = seeds[number % seeds.count]
      var mutation = Mutation(sample.bytes, seed: budget.seed, number: UInt64(number))
      try check(mutation.bytes(mixing: seeds), as: sample, number: number, in: folder)
    }
  }

  @Test func everyImporterGivesASeed() {
    for importer in ImporterRegistry.all where !Self.withoutSeeds.contains(importer.format) {
      #expect(FuzzSeeds.all.contains { $0.format == importer.format }, "\(importer.format)")
    }
  }

  /// Formats that are damaged in tests of their own.
  private static let withoutSeeds: Set<String> = ["interleave-runs"]

  private func check(
    _ bytes: [UInt8], as sample: ImportSample, number: Int, in folder: TemporaryFolder
  ) throws {
    let url = folder.url.appendingPathComponent(sample.name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    do {
      let file = try ImportFile(url)
      for importer in ImporterRegistry.all where importer.format == sample.format {
        _ = try importer.read(file) { record in
          #expect(record.isPossible, "\(sample), damage \(number): \(record)")
        }
      }
      for importer in ImporterRegistry.all { _ = importer.recognises(file) }
    } catch {
      #expect(error is Fault, "\(sample), damage \(number): \(error)")
    }
  }
}

extension ImportRecord {
  /// Whether the values are what an importer may hand over.
  fileprivate var isPossible: Bool {
    switch self {
    case .point(let point): point.value.isFinite && !point.series.isEmpty
    case .model(_, let said): !said.family.isEmpty
    case .score(let score):
      score.unit.allows(score.value) && !score.task.isEmpty && !score.metric.isEmpty
    }
  }
}

/// One way of damaging a file; the same seed and number give the same.
struct Mutation {
  private var bytes: [UInt8]
  private var random: RandomStream

  init(_ bytes: [UInt8], seed: UInt64, number: UInt64) {
    self.bytes = bytes
    random = RandomStream(seed: seed, stream: number)
  }

  mutating func bytes(mixing others: [ImportSample]) -> [UInt8] {
    bytes(mixing: others.map(\.bytes))
  }

  mutating func bytes(mixing others: [[UInt8]]) -> [UInt8] {
    for _ in 0...random.index(below: 4) { damage(others) }
    return bytes
  }

  private mutating func damage(_ others: [[UInt8]]) {
    guard !bytes.isEmpty else { return }
    let place = random.index(below: bytes.count)
    let end = min(bytes.count, place + 1 + random.index(below: 40))
    switch random.index(below: 8) {
    case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 1: bytes[place] = UInt8(random.index(below: 256))
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.removeSubrange(place..<end)
    case 4: bytes.insert(contentsOf: bytes[place..<end], at: random.index(below: bytes.count))
    case 5: bytes.insert(contentsOf: Self.words[random.index(below: Self.words.count)], at: place)
    case 6:
      bytes.replaceSubrange(place..<end, with: Self.words[random.index(below: Self.words.count)])
    default: splice(others[random.index(below: others.count)], at: place)
    }
  }

  private mutating func splice(_ other: [UInt8], at place: Int) {
    guard !other.isEmpty else { return }
    let start = random.index(below: other.count)
    bytes.insert(contentsOf: other[start..<min(other.count, start + 60)], at: place)
  }

  /// What readers stumble over.
  private static let words: [[UInt8]] =
    [
      "NaN", "Infinity", "-Infinity", "null", "true", "{}", "[]", "[[[[[[[[", "{\"a\":", "\"", "\\",
      "\\u0000", "\\ud800", ",,,,", "\n", "\r\n", "-1", "1e999", "-0.0", "9223372036854775808",
      "99999999999999999999", "\u{FEFF}", "\u{1B}[31m", "N/A", "\u{0}", "%s", "1,234,567",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], Array(repeating: 0xFF, count: 8),
      Array(repeating: 0, count: 16), Array(repeating: 0x80, count: 12),
      Array(repeating: 0x5B, count: 2_000),
    ]
}
