import Core
import Foundation
import Testing

@testable import Report

@Suite struct PublisherTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("publisher-\(UUID().uuidString)")

  private func file(_ path: String, _ text: String) -> ReportFile {
    ReportFile(path: path, data: Data(text.utf8))
  }

  private func read(_ path: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func filesArePutInPlaceAndListed() throws {
    try Publisher(folder: folder).publish([file("figures/a.svg", "x"), file("report.md", "y")])
    #expect(read("figures/a.svg") == "x")
    #expect(read("files.json")?.contains(Digest.sha256("y")) == true)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["figures", "files.json", "report.md"])
  }

  @Test func whatIsNoLongerPublishedGoesAndNothingElse() throws {
    let publisher = Publisher(folder: folder)
    try publisher.publish([file("figures/a.svg", "x"), file("report.md", "y")])
    try AtomicFile.write("mine", to: folder.appendingPathComponent("figures/notes.txt"))
    try publisher.publish([file("report.md", "z")])
    #expect(read("figures/a.svg") == nil)
    #expect(read("figures/notes.txt") == "mine")
    #expect(read("report.md") == "z")
  }

  @Test func aListThatPointsOutsideRemovesNothingThere() throws {
    let outside = folder.deletingLastPathComponent().appendingPathComponent(
      "keep-\(UUID().uuidString)")
    try AtomicFile.write("keep", to: outside)
    let list = #"{"files":[{"path":"../\#(outside.lastPathComponent)","sha256":""}]}"#
    try AtomicFile.write(list, to: folder.appendingPathComponent("files.json"))
    try Publisher(folder: folder).publish([file("report.md", "y")])
    #expect(FileManager.default.fileExists(atPath: outside.path))
  }

  @Test func aFileThatCannotBeWrittenLeavesTheEarlierReport() throws {
    let publisher = Publisher(folder: folder)
    try publisher.publish([file("report.md", "old")])
    let tooLong = String(repeating: "n", count: 300)
    #expect(throws: Fault.self) {
      try publisher.publish([file("report.md", "new"), file(tooLong, "x")])
    }
    #expect(read("report.md") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func whatAKilledRunLeftIsClearedAndARunningOneIsNot() throws {
    // No process has the largest number that the system can give.
    let (dead, alive) = (".staging-\(Int32.max)", ".staging-1")
    for name in [dead, alive] {
      try AtomicFile.write("half", to: folder.appendingPathComponent("\(name)/report.md"))
    }
    try Publisher(folder: folder).publish([file("report.md", "y")])
    #expect(read("\(dead)/report.md") == nil)
    #expect(read("\(alive)/report.md") == "half")
  }
}
