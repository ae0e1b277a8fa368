import Core
import Foundation
import Synchronization
import Testing

@testable import Report

/// What is in a report's folder after a process was killed while it published.
@Suite struct PublishJournalTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("journal-\(UUID().uuidString)")

  private func report(_ text: String, _ paths: String...) -> [ReportFile] {
    paths.map { ReportFile(path: $0, data: Data("\(text) \($0)".utf8)) }
  }

  private var old: [ReportFile] { report("old", "figures/a.svg", "figures/b.svg", "report.md") }
  private var new: [ReportFile] {
    report("new", "figures/a.svg", "report.md", "tables/c.csv", "values.json")
  }

  private func read(_ path: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// A publisher whose renames work until one fails, and none after it: as if it were killed there.
  private func killed(at rename: Int) -> Publisher {
    let count = Counter()
    var publisher = Publisher(folder: folder)
    publisher.move = { from, to in
      guard count.next() < rename else {
        errno = EIO
        return -1
      }
      return Foundation.rename(from, to)
    }
    return publisher
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
      value.withLock {
        $0 += 1
        return $0 - 1
      }
    }
  }

  /// Publishes the old report and is killed at a rename of the new one.
  private func interrupt(at rename: Int) throws {
    try Publisher(folder: folder).publish(old)
    try AtomicFile.write("mine", to: folder.appendingPathComponent("figures/mine.txt"))
    #expect(throws: Fault.self) { try killed(at: rename).publish(new) }
    #expect(try names().contains(PublishJournal.name))
  }

  /// The folder holds this report, the user's own file, and nothing else.
  private func expectWhole(_ files: [ReportFile], _ names: [String]) throws {
    for file in files { #expect(read(file.path) == String(decoding: file.data, as: UTF8.self)) }
    let list = try FileList.read(in: folder)
    #expect(list == FileList(files))
    #expect(list.problems(in: folder).isEmpty)
    #expect(try self.names() == names)
    #expect(read("figures/mine.txt") == "mine")
    #expect(read("figures/b.svg") == nil)
  }

  private static let names = ["figures", "files.json", "report.md", "tables", "values.json"]

  @Test(arguments: 0..<5) func whoeverReadsNextCompletesIt(_ rename: Int) throws {
    try interrupt(at: rename)
    let seen = try Publisher(folder: folder).reading { read("report.md") }
    #expect(seen == "new report.md")
    try expectWhole(new, Self.names)
  }

  @Test(arguments: 0..<5) func aSecondKillIsNoHarm(_ rename: Int) throws {
    try interrupt(at: rename)
    #expect(throws: Fault.self) { try killed(at: 1).finish() }
    try Publisher(folder: folder).finish()
    try expectWhole(new, Self.names)
  }

  @Test(arguments: 0..<5) func whoeverPublishesNextLeavesNothingOfIt(_ rename: Int) throws {
    try interrupt(at: rename)
    let next = report("next", "report.md")
    try Publisher(folder: folder).publish(next)
    try expectWhole(next, ["figures", "files.json", "report.md", "tables"])
    #expect(read("figures/a.svg") == nil && read("tables/c.csv") == nil)
  }

  @Test func valuesAndTraceAreReadOfAWholeReport() throws {
    let values = try ValuesFile(values: []).data()
    let all = old + [ReportFile(path: ValuesFile.name, data: values)]
    try Publisher(folder: folder).publish(old)
    #expect(throws: Fault.self) { try killed(at: 1).publish(all) }
    #expect(try ValuesFile.read(folder.appendingPathComponent(ValuesFile.name)).values.isEmpty)
    #expect(try FileList.read(in: folder).problems(in: folder).isEmpty)
  }

  @Test func whereNobodyMayWriteItIsSaidHowToCompleteIt() throws {
    try interrupt(at: 2)
    #expect {
      try killed(at: 0).reading {}
    } throws: {
      let fault = $0 as? Fault
      return fault?.what == "the report is half put in place" && fault?.location == folder.path
        && fault?.hint?.contains("interleave verify --files \(folder.path)") == true
    }
  }

  @Test func aLostRestIsSaidAndPublishingAgainHeals() throws {
    try interrupt(at: 2)
    for name in try names() where name.hasPrefix(PublishJournal.stagingPrefix) {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    #expect {
      try Publisher(folder: folder).finish()
    } throws: { ($0 as? Fault)?.what.hasSuffix("the rest of it is gone") == true }
    let next = report("next", "report.md")
    try Publisher(folder: folder).publish(next)
    try expectWhole(next, ["figures", "files.json", "report.md", "tables"])
    #expect(read("figures/a.svg") == nil)
  }

  @Test(arguments: [
    "", "{}", #"{"staging":".staging-1","moves":[{"path":"../x","sha256":""}],"removes":[]}"#,
    #"{"staging":".staging-1","moves":[],"removes":["/etc/x"]}"#,
    #"{"staging":"../.staging-1","moves":[],"removes":[]}"#,
    #"{"staging":".staging-1/../..","moves":[],"removes":[]}"#,
  ])
  func whatIsNotAJournalOfOursIsNamed(_ text: String) throws {
    try Publisher(folder: folder).publish(old)
    try AtomicFile.write(text, to: folder.appendingPathComponent(PublishJournal.name))
    #expect {
      try Publisher(folder: folder).reading {}
    } throws: { ($0 as? Fault)?.what == "this is not a journal of a report" }
    #expect(read("report.md") == "old report.md")
    try Publisher(folder: folder).publish(new)
    #expect(try names() == Self.names)
  }

  // MARK: Side by side

  @Test func publishersTakeTurns() throws {
    let slow = Publisher(folder: folder)
    let group = DispatchGroup()
    for number in 0..<6 {
      DispatchQueue.global().async(group: group) {
        var publisher = slow
        publisher.move = { from, to in
          usleep(3_000)
          return Foundation.rename(from, to)
        }
        let files = (0..<8).map { ReportFile(path: "\($0).md", data: Data("\(number)".utf8)) }
        #expect(throws: Never.self) { try publisher.publish(files) }
      }
    }
    group.wait()
    #expect(try FileList.read(in: folder).problems(in: folder).isEmpty)
    #expect(Set((0..<8).map { read("\($0).md") }).count == 1)
    #expect(try names().count == 9)
  }

  @Test func whoWaitsTooLongIsToldTheFolder() throws {
    try AtomicFile.makeFolder(folder)
    var publisher = Publisher(folder: folder)
    publisher.patience = 0.1
    try FileLock.holding(folder, .exclusive, patience: 1) { _ in
      #expect {
        try publisher.publish(old)
      } throws: { ($0 as? Fault)?.location == folder.path }
      #expect(throws: Fault.self) { try publisher.reading {} }
    }
    #expect(try names().isEmpty)
  }
}

@Suite struct FileListTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("list-\(UUID().uuidString)")

  @Test func missingAndChangedFilesAreListed() throws {
    let files = ["a.md", "b.md", "c.md", "d.md"].map { ReportFile(path: $0, data: Data($0.utf8)) }
    try Publisher(folder: folder).publish(files)
    try AtomicFile.write("other", to: folder.appendingPathComponent("b.md"))
    for name in ["c.md", "d.md"] {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    // A reader of a named pipe would wait for ever.
    mkfifo(folder.appendingPathComponent("d.md").path, 0o600)
    #expect(
      try FileList.read(in: folder).problems(in: folder) == [
        .init(path: "b.md", kind: .changed), .init(path: "c.md", kind: .missing),
        .init(path: "d.md", kind: .changed),
      ])
  }

  @Test(arguments: ["no list", #"{"files":[{"path":"../x","sha256":""}]}"#])
  func whatIsNotAListIsNamed(_ text: String) throws {
    let file = folder.appendingPathComponent(FileList.name)
    #expect { try FileList.read(in: folder) } throws: { ($0 as? Fault)?.location == file.path }
    try AtomicFile.write(text, to: file)
    #expect { try FileList.read(in: folder) } throws: { ($0 as? Fault)?.location == file.path }
  }
}
