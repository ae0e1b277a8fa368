import Core
import Foundation
import Testing
import TestSupport

@testable import Published

/// What must hold of the repository's own data.
@Suite struct DataTests {
  let temporary: TemporaryFolder
  let store: Store

  init() throws {
    temporary = try TemporaryFolder()
    store = try filledStore(in: temporary)
  }

  /// An accuracy over `n` items is a whole number of items, within its printed digits.
  @Test func accuraciesAreCounts() throws {
    let counted = try store.observations(scope: .independent).filter { $0.n != nil }
    let shares = counted.filter { $0.unit == .fraction }
    #expect(shares.count == 179)
    for item in shares {
      let n = Double(try #require(item.n))
      let nearest = (item.value * n).rounded() / n
      #expect(abs(nearest - item.value) <= 0.5000001 * item.resolution, "\(item.provenance)")
    }
  }

  /// Where the locator gives the count, it is the count of the value.
  @Test func locatorsGiveTheCount() throws {
    var checked = 0
    for item in try store.observations(scope: .independent) {
      let words = item.locator.split(separator: " ")
      guard let of = words.lastIndex(of: "of"), of > 0, let n = item.n, words.last == "\(n)"
      else { continue }
      let count = try #require(Double(String(words[of - 1])))
      #expect(abs(count / Double(n) - item.value) <= 0.5000001 * item.resolution)
      checked += 1
    }
    #expect(checked > 150)
  }

  @Test func standardErrorsAreThoseOfCounts() throws {
    for item in try store.observations(citation: "entrainment2026") {
      let n = Double(try #require(item.n))
      let expected = (item.value * (1 - item.value) / (n - 1)).squareRoot()
      #expect(abs(try #require(item.standardError) - expected) < 1e-6)
    }
  }

  /// Everything but the four other works that print no counts has a fraction; those say it in the
  /// label. One figure's summary has none.
  @Test func attentionFractionsAreKnown() throws {
    let unknown = try store.models().filter { $0.attentionFraction == nil }
    #expect(unknown.map(\.name) == ["arXiv:2406.07887 130M Mamba-2-Hybrid"])
  }

  @Test func studiedModelsFollowTheCheckpoints() throws {
    let expected: [String: Int] = ["pure": 0, "24:1": 1, "12:1": 2, "6:1": 4, "3:1": 8, "full": 24]
    for item in try store.observations() where item.scope != .otherPapers {
      #expect(item.model.layers.attention == expected[item.model.ratioLabel])
      #expect(item.model.layers.total == 24)
      #expect(item.model.ratioConvention == .oneInR)
    }
  }

  @Test func thePrintedTablesAreWhole() throws {
    for (table, count) in [("2", 49), ("3", 49), ("5", 40), ("6", 35), ("7", 25)] {
      let found = try store.observations(path: "data/paper/table\(table).csv")
      #expect(found.count == count)
      #expect(found.allSatisfy { $0.resolution == 0.001 && $0.valueText.count == 5 })
    }
  }

  /// Sums that a slip in copying would break, against the table as it is printed.
  @Test func columnsAddUp() throws {
    let sums = try ["2", "3", "5", "6", "7"].map { table in
      try store.observations(path: "data/paper/table\(table).csv").map(\.value).reduce(0, +)
    }
    #expect(
      sums.map { NumberText.fixed($0, 3) } == ["21.760", "27.221", "15.169", "16.700", "8.607"])
  }

  @Test func secondaryNumbersSaySo() throws {
    for name in ["mamba_2", "jamba", "hybrid_architectures", "samba", "waleffe"] {
      let found = try store.observations(path: "data/other-papers/\(name).csv")
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { $0.locator.hasPrefix("secondary: ") })
    }
  }

  @Test func everyFileIsListed() throws {
    let manifest = try DataFolder(dataRoot).manifest()
    let files = try FileManager.default.subpathsOfDirectory(atPath: dataRoot.path)
      .filter { file in [".csv", ".json", ".jsonl"].contains { file.hasSuffix($0) } }
      // Profiles say what to train, expectations what verdicts tests expect, and the exploration is how
      // the profiles were chosen: nothing to import.
      .filter { !$0.hasPrefix("profiles/") && !$0.hasPrefix("expectations/") }
      .filter { $0 != "toy/exploration.csv" }
    #expect(Set(files) == Set(manifest.files.map(\.file) + [Manifest.fileName]))
  }

  /// A rebuild has to stay so cheap that nobody minds deleting the store. The bound is far above
  /// what it takes (a fifth of a second), since tests share the machine.
  @Test func rebuildsFast() throws {
    let other = try TemporaryFolder()
    let time = try ContinuousClock().measure { _ = try filledStore(in: other) }
    #expect(time < .seconds(5))
  }
}
