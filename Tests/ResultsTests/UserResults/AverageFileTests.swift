import Core
import Testing
import TestSupport

@testable import Published

/// `data/averages.csv`.
@Suite struct AverageFileTests {
  @Test func theAveragesAreThoseOfThePaper() throws {
    let temporary = try TemporaryFolder()
    let averages = try filledStore(in: temporary).averages()
    let first = try #require(averages.first)
    #expect(first.key == "lm_average")
    #expect(first.parts.count == 6)
    let ruler = try #require(averages.first { $0.key == "ruler_average" })
    #expect(ruler.parts.count == 13 && ruler.hasLengths)
    // The columns of Table 5 are made of the same tasks, each once.
    let columns = averages.filter { $0.key.hasPrefix("ruler_") && $0.key != ruler.key }
    let inColumns = Set(columns.flatMap(\.parts).flatMap(\.tasks))
    let inAll = Set(ruler.parts.flatMap(\.tasks))
    #expect(inColumns == inAll)
    #expect(columns.map(\.parts.count).reduce(0, +) == 13)
  }

  @Test(arguments: [
    ("accuracy@4096", 4096), ("score@131072", 131_072), ("accuracy@", nil), ("acc", nil),
    ("accuracy@4k", nil),
  ])
  func lengthsAreReadOutOfMetrics(_ metric: String, _ length: Int?) {
    let part = AverageDefinition.Part(
      name: "p", tasks: ["t"], metrics: ["accuracy@{length}", "score@{length}"], source: "s")
    #expect(part.length(in: metric) == length)
  }

  @Test(arguments: [
    ("lm_average,piqa,piqa,acc,", "lm_average,piqa,piqa;,acc,", "empty name"),
    ("lm_average,piqa,piqa,acc,", "lm_average,hellaswag,piqa,acc,", "repeats line 4"),
  ])
  func aBadRowIsNamedByLine(_ old: String, _ new: String, _ what: String) throws {
    let copy = try DataCopy()
    try copy.replace("averages.csv", old, new)
    try copy.trustBytes()
    let fault = try fault { try copy.folder.load() }
    #expect(fault.what.contains(what), "\(fault)")
    #expect(fault.location.contains("averages.csv:7"), "\(fault)")
  }
}
