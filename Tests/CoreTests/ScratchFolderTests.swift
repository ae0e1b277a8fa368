import Foundation
import Testing

@testable import Core

@Suite struct ScratchFolderTests {
  private let parent = FileManager.default.temporaryDirectory
    .appendingPathComponent("scratch-\(UUID().uuidString)")

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: parent.path).sorted()
  }

  private func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: parent.appendingPathComponent(path).path)
  }

  @Test func itIsThereUntilItIsRemoved() throws {
    let scratch = try ScratchFolder("test", in: parent)
    #expect(scratch.url.lastPathComponent.hasPrefix("interleave-test-\(getpid())-"))
    try AtomicFile.write("x", to: scratch.url.appendingPathComponent("a/b"))
    scratch.remove()
    #expect(try names().isEmpty)
  }

  @Test func thoseOfDeadOwnersGoAndOthersStay() throws {
    let mine = try ScratchFolder("mine", in: parent)
    defer { mine.remove() }
    // No process has the largest number that the system can give; the first process always lives.
    let dead = "interleave-dead-\(Int32.max)-0123456789abcdef"
    let reused = "interleave-reused-1-0123456789abcdef"
    let notOurs = ["interleave-report-2024-10/a", "interleave-old-\(Int32.max)-0123456789abcdef/a"]
    for path in ["\(dead)/.scratch-lock", "\(dead)/store.sqlite", "\(reused)/.scratch-lock"]
      + notOurs
    {
      try AtomicFile.write("x", to: parent.appendingPathComponent(path))
    }
    let empty = "interleave-empty-\(Int32.max)-0123456789abcdef"
    try AtomicFile.makeFolder(parent.appendingPathComponent(empty))
    try ScratchFolder("other", in: parent).remove()
    #expect(!isThere(dead) && !isThere(reused) && !isThere(empty))
    #expect(notOurs.allSatisfy(isThere))
    #expect(FileManager.default.fileExists(atPath: mine.url.path))
  }

  @Test func aLinkIsNotFollowed() throws {
    let outside = FileManager.default.temporaryDirectory
      .appendingPathComponent("outside-\(UUID().uuidString)")
    for name in [".scratch-lock", "kept"] {
      try AtomicFile.write("x", to: outside.appendingPathComponent(name))
    }
    defer { try? FileManager.default.removeItem(at: outside) }
    try AtomicFile.makeFolder(parent)
    try FileManager.default.createSymbolicLink(
      at: parent.appendingPathComponent("interleave-x-\(Int32.max)-0123456789abcdef"),
      withDestinationURL: outside)
    try ScratchFolder("other", in: parent).remove()
    #expect(FileManager.default.fileExists(atPath: outside.appendingPathComponent("kept").path))
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    #expect {
      try ScratchFolder(String(repeating: "x", count: 300), in: parent)
    } throws: { ($0 as? Fault)?.what == "cannot make the temporary folder" }
  }
}

@Suite struct LeftoverTests {
  @Test func theNextWriteRemovesWhatDeadWritersLeft() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("leftovers-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("a.json")
    for name in [
      ".a.json.partial-\(Int32.max)", ".a.json.partial-1", ".b.json.partial-\(Int32.max)",
    ] {
      try AtomicFile.write("half", to: folder.appendingPathComponent(name))
    }
    try AtomicFile.write("whole", to: file)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == [".a.json.partial-1", ".b.json.partial-\(Int32.max)", "a.json"])
  }
}

@Suite struct FileLockTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("locked-\(UUID().uuidString)")

  @Test func aLockedFolderIsWaitedForAndThenNamed() throws {
    try AtomicFile.makeFolder(folder)
    try FileLock.holding(folder, .exclusive, patience: 1) { isHeld in
      #expect(isHeld)
      #expect {
        try FileLock.holding(folder, .shared, patience: 0.1) { _ in }
      } throws: { ($0 as? Fault)?.location == folder.path }
    }
    try FileLock.holding(folder, .shared, patience: 1) { _ in
      try FileLock.holding(folder, .shared, patience: 0.1) { #expect($0) }
      #expect(throws: Fault.self) {
        try FileLock.holding(folder, .exclusive, patience: 0.1) { _ in }
      }
    }
    try FileLock.holding(folder, .exclusive, patience: 0.1) { #expect($0) }
  }

  @Test func whereThereIsNoFolderNothingIsLocked() throws {
    #expect(try FileLock.holding(folder, .shared, patience: 0) { !$0 })
  }
}

/// What a signal that ends a process leaves, looked at from outside.
@Suite struct ScratchRemovalTests {
  /// The parent names the folder after itself, since nothing can be handed to the process that ends.
  private static func parent(of process: pid_t, _ name: String) -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("ended-\(process)-\(name)")
  }

  private func expectNothing(_ name: String) throws {
    let parent = Self.parent(of: getpid(), name)
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path).isEmpty)
    try FileManager.default.removeItem(at: parent)
  }

  private static func fill(_ name: String) throws {
    ScratchRemoval.onSignals()
    let scratch = try ScratchFolder("test", in: parent(of: getppid(), name))
    try AtomicFile.write("x", to: scratch.url.appendingPathComponent("a/b"))
  }

  @Test func aPoliteKillRemovesTheFolders() async throws {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      try Self.fill("term")
      kill(getpid(), SIGTERM)
      sleep(10)
    }
    try expectNothing("term")
  }

  @Test func aClosedPipeRemovesTheFolders() async throws {
    await #expect(processExitsWith: .signal(SIGPIPE)) {
      signal(SIGPIPE, SIG_DFL)
      try Self.fill("pipe")
      var ends: [Int32] = [-1, -1]
      pipe(&ends)
      close(ends[0])
      write(ends[1], "x", 1)
      // Nothing is done after the write that failed.
      _exit(0)
    }
    try expectNothing("pipe")
  }

  @Test func anIgnoredSignalStaysIgnored() async throws {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGHUP, SIG_IGN)
      try Self.fill("hang-up")
      kill(getpid(), SIGHUP)
      usleep(200_000)
      _exit(7)
    }
    let parent = Self.parent(of: getpid(), "hang-up")
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path).count == 1)
    // Its owner is dead: the next folder removes it.
    try ScratchFolder("other", in: parent).remove()
    try expectNothing("hang-up")
  }
}
