import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Runs

@Suite struct ShardTests {
  @Test(arguments: [1, 2, 3, 7]) func shardsArePartition(_ count: Int) throws {
    let all = try FakeTrainer.profile(1...10).sweep()
    let parts = try (1...count).map { try #require(Shard("\($0)/\(count)")).runs(of: all) }
    #expect(parts.flatMap { $0.map(\.identity) }.sorted() == all.map(\.identity).sorted())
    let sizes = parts.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    let reversed = try #require(Shard("1/\(count)")).runs(of: all.reversed())
    #expect(Set(reversed.map(\.identity)) == Set(parts[0].map(\.identity)))
  }

  @Test(arguments: ["0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "", "-1/2"])
  func whatIsNoShardIsRefused(_ text: String) {
    #expect(Shard(text) == nil)
  }
}

@Suite struct SweepRunTests {
  @Test func aRunIsDescribedByItsConfiguration() throws {
    let run = try FakeTrainer.profile(3...3).sweep()[0]
    #expect(run.identity == (try run.config.identity()))
    #expect(run.title == "hgrn2, pure, seed 3")
    #expect(run.tokens == 6400)
    let written = try JSONValue(data: Data(run.description.config.utf8), at: "config")
    #expect(try RunConfig(json: written, at: "config") == run.config)
  }

  @Test func theSmokeProfileIsReadAndAnUnknownOneIsNamed() throws {
    let smoke = try Profile.named("smoke", in: NotebookFixture.project).sweep()
    #expect((8...10).contains(smoke.count))
    do {
      _ = try Profile.named("smok", in: NotebookFixture.project)
      Issue.record("no error")
    } catch let fault as Fault {
      #expect(fault.expected?.contains("smoke") == true)
    }
  }
}

@Suite struct SweepProgressTests {
  @Test func aTerminalSeesSpeedAndTimeLeft() throws {
    var said = ""
    var time = 0.0
    let progress = SweepProgress(isTerminal: true, now: { time }, write: { said += $0 })
    let runs = try FakeTrainer.profile(1...3).sweep()
    progress.begin(all: 4, left: runs)
    progress.started(runs[0])
    progress.started(runs[1])
    #expect(progress.status == "1/4 done, 2 running")
    // Half of the first run was done before: it is no speed.
    progress.reached(runs[0], tokens: 3200, isStart: true)
    time = 10
    progress.reached(runs[0], tokens: 6400, isStart: false)
    #expect(progress.status == "1/4 done, 2 running, 320 tokens/s, 0:40 left")
    progress.ended(runs[0], diverged: nil, seconds: 10)
    #expect(progress.status == "2/4 done, 1 running, 320 tokens/s, 0:40 left")
    #expect(said.contains("✓ 2/4 hgrn2, pure, seed 1, \(runs[0].identity) (10.0 s)\n"))
  }

  @Test func aLogSeesALineForEachRunAndNoControlCharacters() throws {
    var said = ""
    let progress = SweepProgress(isTerminal: false, now: { 0 }, write: { said += $0 })
    let runs = try FakeTrainer.profile(1...2).sweep()
    progress.begin(all: 2, left: runs)
    for run in runs { progress.started(run) }
    progress.ended(runs[0], diverged: "loss is infinite", seconds: 1)
    progress.crashed(runs[1], reason: "exit status 1", log: URL(fileURLWithPath: "/x/log.txt"))
    progress.end()
    #expect(
      said == """
        ! 1/2 hgrn2, pure, seed 1, \(runs[0].identity) (1.0 s): diverged, loss is infinite
        ✗ 2/2 hgrn2, pure, seed 2, \(runs[1].identity): crashed: exit status 1
          log: /x/log.txt

        """)
  }
}
