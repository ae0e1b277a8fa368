import Core
import Foundation
import Testing
import TestSupport

@testable import Published

/// Files of the kind `speeds`.
@Suite struct SpeedRowsTests {
  private static let file = "toy/test-speed.csv"
  private static let good = """
    toy,gla,pure,12,64,64,19853,0.4716,16928,140.9,Cooperlake,a cpu
    toy,gla,one in 3,12,64,64,20078,0.4832,16591.5,138.0,Cooperlake,a cpu
    """

  /// A copy of the data with a file of speeds.
  private func data(_ rows: String, header: String? = nil) throws -> DataCopy {
    let copy = try DataCopy()
    let kind = try #require(DataKind(rawValue: "speeds"))
    let text = [header ?? StackSpeed.columns.joined(separator: ","), rows, ""]
    try copy.write(Self.file, text.joined(separator: "\n"))
    var manifest = try copy.folder.manifest()
    var entry = try #require(manifest.files.first { $0.kind.rawValue == "runs" })
    (entry.file, entry.kind, entry.title) = (Self.file, kind, "Speeds")
    entry.rows = rows.split(separator: "\n").count
    manifest.files.removeAll { $0.kind == kind }
    manifest.files.append(entry)
    try copy.write("manifest.json", manifest.text)
    try copy.trustBytes()
    return copy
  }

  @Test func speedsReachTheStoreWithTheirLines() throws {
    let copy = try data(Self.good)
    let store = try Store.open(at: copy.temporary.storeURL)
    try store.importData(copy.folder.load())
    let speeds = try store.speeds(of: "toy")
    #expect(speeds.map(\.layout) == ["pure", "one in 3"])
    #expect(speeds.map(\.decodeTokensPerSecond) == [16928, 16591.5])
    #expect(speeds[1].provenance == "data/\(Self.file):3")
    #expect(speeds[0].cpu == "a cpu" && speeds[0].width == 64)
    #expect(try store.speeds(of: "another").isEmpty)
  }

  @Test(arguments: [
    ("toy,gla,one in 3", ",gla,one in 3", ":3", "profile is empty"),
    ("toy,gla,one in 3", "toy,gla,pure", ":3", "layout repeats line 2"),
    ("16591.5", "0", ":3", "decode_tokens_per_second is not a rate"),
    ("16591.5", "", ":3", "decode_tokens_per_second is empty"),
    ("0.4832", "4.8e-1", ":3", "train_share_of_sgemm is not a decimal number"),
    ("0.4832", "-0.4832", ":3", "train_share_of_sgemm is not a rate"),
    ("12,64,64,20078", "12.5,64,64,20078", ":3", "layers is not a whole number"),
    ("12,64,64,20078", "12,0,64,20078", ":3", "d_model is not a whole number"),
    ("138.0,Cooperlake,a cpu", "138.0,Cooperlake,", ":3", "cpu is empty"),
  ])
  func damageIsNamedByLine(_ old: String, _ new: String, _ place: String, _ what: String) throws {
    let copy = try data(Self.good.replacingOccurrences(of: old, with: new))
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/\(Self.file)\(place)")
    #expect(fault.what.contains(what), "\(fault)")
  }

  @Test func theHeaderIsThatOfTheKind() throws {
    let copy = try data(Self.good, header: StackSpeed.columns.reversed().joined(separator: ","))
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/\(Self.file):1")
  }
}
