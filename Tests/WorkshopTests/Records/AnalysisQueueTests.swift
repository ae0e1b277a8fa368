import Core
import Foundation
import Testing

@testable import Workshop

/// Scripts act as analyses; their record is that of the fixture.
@Suite struct AnalysisQueueTests {
  private let fixture: PreviewFixture
  private let programs: URL

  init() throws {
    fixture = try PreviewFixture()
    programs = fixture.root.appendingPathComponent("queue")
  }

  private func script(_ name: String, _ body: String) throws {
    let file = programs.appendingPathComponent(name)
    let record = """
      while [ $# -gt 0 ]; do
        if [ "$1" = --record ]; then cp '\(fixture.root.path)/base.json' "$2"; fi
        shift
      done
      """
    try AtomicFile.write("#!/bin/sh\ncd '\(programs.path)'\n\(body)\n\(record)\n", to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// What came of each, in the order of their ends.
  private func run(
    _ names: [String], jobs: Int, _ interruption: Interruption? = nil
  ) throws -> [(name: String, message: String?)] {
    var ended: [(String, String?)] = []
    let queue = AnalysisQueue(
      jobs: jobs,
      start: { [programs] name in
        try AnalysisProcess(
          name, in: programs, arguments: [], record: programs.appendingPathComponent("\(name).json")
        )
      },
      ended: { name, outcome in
        switch outcome {
        case .success: ended.append((name, nil))
        case .failure(let error): ended.append((name, "\(error)"))
        }
      })
    try queue.run(names, interruption)
    return ended
  }

  /// Waits in a script for a file, ten seconds at the most.
  private func wait(_ file: String) -> String {
    "i=0; while [ ! -e \(file) ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done; [ -e \(file) ]"
  }

  @Test func theyRunSideBySide() throws {
    try script("first", "\(wait("second-is-here")) || exit 1")
    try script("second", "touch second-is-here")
    let ended = try run(["first", "second"], jobs: 2)
    #expect(ended.allSatisfy { $0.message == nil }, "\(ended)")
    #expect(Set(ended.map(\.name)) == ["first", "second"])
  }

  @Test func noMoreThanTheJobsRunAtATime() throws {
    for name in ["a", "b", "c", "d"] {
      try script(name, "mkdir lock 2>/dev/null || touch together; sleep 0.1; rmdir lock")
    }
    #expect(try run(["a", "b", "c", "d"], jobs: 1).map(\.name) == ["a", "b", "c", "d"])
    #expect(!FileManager.default.fileExists(atPath: programs.path + "/together"))
  }

  @Test func aFailureIsNamedAndTheOthersRun() throws {
    try script(
      "bad",
      "echo words; echo 'Fatal error: Error raised at top level: main.swift:9: no' >&2; exit 1")
    try script("killed", "kill -9 $$")
    try script("good", "true")
    let ended = try run(["bad", "missing", "killed", "good"], jobs: 2)
    let messages = Dictionary(uniqueKeysWithValues: ended.map { ($0.name, $0.message) })
    #expect(messages["bad"] == "main.swift:9: no")
    #expect(messages["missing"]??.contains("the analysis is not built") == true)
    #expect(messages["killed"]??.contains("killed by signal 9") == true)
    #expect(messages["good"] == .some(nil))
  }

  @Test func controlCEndsThoseThatRun() throws {
    try script("slow", "echo $$ > pid; \(wait("never"))")
    let interruption = try Interruption([])
    DispatchQueue.global().async { [programs] in
      let pid = programs.appendingPathComponent("pid").path
      for _ in 0..<500 where !FileManager.default.fileExists(atPath: pid) { usleep(10_000) }
      interruption.note(SIGINT)
    }
    #expect(throws: Interrupted.self) { try run(["slow"], jobs: 1, interruption) }
    let pid = try #require(
      pid_t(
        try String(contentsOf: programs.appendingPathComponent("pid"), encoding: .utf8)
          .trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(pid, 0) != 0, "the process is still there")
  }
}

@Suite(.serialized) struct InterruptionTests {
  /// Waits until a signal has been told.
  private func receives(_ number: Int32, _ interruption: Interruption) -> Bool {
    kill(getpid(), number)
    for _ in 0..<500 where interruption.received == nil { usleep(10_000) }
    return interruption.received == number
  }

  /// One stage after the other takes the signals over: each has to be told, however soon it follows.
  @Test func everyStageIsTold() throws {
    for _ in 0..<50 {
      let one = try Interruption([SIGUSR1])
      one.release()
      let two = try Interruption([SIGUSR1])
      #expect(receives(SIGUSR1, two))
      #expect(one.received == nil)
      two.release()
    }
  }

  @Test func oneWithinAnotherLeavesItTheSignal() throws {
    let outer = try Interruption([SIGUSR2])
    let inner = try Interruption([SIGUSR2])
    inner.release()
    // Without the outer one this signal would end the process.
    #expect(receives(SIGUSR2, outer))
    #expect(inner.received == nil)
    outer.release()
  }
}
