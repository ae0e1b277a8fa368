import Core
import Foundation
import Testing

@testable import Results

/// What JSON can hold that no tool should write, in each format of JSON: a fault that names the line,
/// or a warning; never a value that is none.
@Suite struct HostileJSONTests {
  static let seeds = FuzzSeeds.all.filter {
    $0.name.hasSuffix(".json") || $0.name.hasSuffix(".jsonl")
  }

  @Test func allFormatsOfJSONAreHere() {
    #expect(
      Set(Self.seeds.map(\.format)) == [
        "hf-trainer-state", "wandb-history", "wandb-summary", "zoology-mqar", "lm-eval",
        "lm-eval-samples", "hf-trainer-results", "llamafactory-log", "every-eval-ever", "lighteval",
        "longbench", "olmes", "ruler-json",
      ])
  }

  @Test(arguments: seeds) func aKeyTwiceIsRefused(_ sample: ImportSample) throws {
    let twice = "{\"twice\": 1, \"twice\": 2, "
    try expectFault(sample, sample.text.replacingFirst("{", with: twice))
  }

  @Test(arguments: seeds) func nestingWithoutEndIsRefused(_ sample: ImportSample) throws {
    for opening in ["[", "{\"a\":"] {
      let end = try #require(sample.text.lastIndex(of: "}"))
      let deep = ", \"deep\": " + String(repeating: opening, count: 100_000)
      let fault = try expectFault(sample, sample.text[..<end] + deep + "\n")
      #expect(fault?.what == "JSON is nested too deeply")
    }
  }

  @Test(arguments: seeds) func bytesThatAreNoTextAreRefused(_ sample: ImportSample) throws {
    let place = try #require(sample.bytes.firstIndex(of: 0x22)) + 1
    for bad: [UInt8] in [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80],
    ] {
      var bytes = sample.bytes
      bytes.insert(contentsOf: bad, at: place)
      try expectFault(sample, bytes: bytes)
    }
  }

  /// Each number in turn, in each spelling of no number that some program writes.
  @Test(arguments: seeds) func noSpellingOfNoNumberBecomesAValue(_ sample: ImportSample) throws {
    let whole = try read(sample, sample.bytes).records.count
    let numbers = sample.text.matches(of: /[0-9]+\.[0-9]+/).map(\.range)
    for word in ["NaN", "Infinity", "-Infinity", "\"NaN\"", "\"inf\"", "null", "1e999", "nan"] {
      for range in numbers {
        let text = sample.text.replacingCharacters(in: range, with: word)
        guard let file = try? read(sample, Array(text.utf8)) else { continue }
        #expect(file.records.allSatisfy(\.isFinite) && file.records.count <= whole, "\(word)")
      }
    }
  }

  private func read(_ sample: ImportSample, _ bytes: [UInt8]) throws -> Imported {
    try Imported(sample.name, bytes: bytes, as: sample.format)
  }

  @discardableResult
  private func expectFault(_ sample: ImportSample, _ text: String) throws -> Fault? {
    try expectFault(sample, bytes: Array(text.utf8))
  }

  /// A fault that names the file and a line.
  @discardableResult
  private func expectFault(_ sample: ImportSample, bytes: [UInt8]) throws -> Fault? {
    let error = #expect(throws: Fault.self) { try read(sample, bytes) }
    let place = error?.location ?? ""
    #expect(place.contains(/:[0-9]+|line [0-9]+/), "\(error?.description ?? "")")
    return error
  }
}

extension ImportRecord {
  fileprivate var isFinite: Bool {
    switch self {
    case .model: true
    case .point(let point): point.value.isFinite
    case .score(let score): score.value.isFinite && score.standardError?.isFinite != false
    }
  }
}

extension ImportSample {
  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    replacing(text, with: other, maxReplacements: 1)
  }

  fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
