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

  @Test func whatAKilledRunLeftIsCleared() throws {
    try AtomicFile.write("half", to: folder.appendingPathComponent(".staging-1/report.md"))
    try Publisher(folder: folder).publish([file("report.md", "y")])
    #expect(read(".staging-1/report.md") == nil)
    try AtomicFile.write("half", to: folder.appendingPathComponent(".staging-1/report.md"))
    try Publisher(folder: folder).finish()
    #expect(read(".staging-1/report.md") == nil)
    #expect(read("report.md") == "y")
  }

  @Test func aFolderInTheWayOfAFileLeavesTheEarlierReport() throws {
    try Publisher(folder: folder).publish([file("a.md", "old"), file("b.md", "old")])
    try AtomicFile.write("mine", to: folder.appendingPathComponent("c.md/mine.txt"))
    #expect {
      try Publisher(folder: folder).publish([file("a.md", "new"), file("c.md", "new")])
    } throws: { ($0 as? Fault)?.location == folder.appendingPathComponent("c.md").path }
    #expect((read("a.md"), read("b.md"), read("c.md/mine.txt")) == ("old", "old", "mine"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
  }
}
