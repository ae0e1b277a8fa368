import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

@Suite struct TrainingLogImporterTests {
  static let fuzzSeeds = [
    ImportSample("training-log", "run.log", titan), ImportSample("training-log", "a.log", flame),
    ImportSample("training-log", "losses.txt", table),
  ]

  static let titan = """
    + NGPU=8
    [rank0]:[titan] 2026-05-19 19:31:14,902 - root - INFO - \u{1B}[34mModel qwen3 \u{1B}[31msize: 14,768,307,200\u{1B}[39m
    [rank0]:[titan] 2026-05-19 19:31:29,955 - root - INFO - \u{1B}[31mstep:  1  \u{1B}[32mloss: 12.47929  \
    \u{1B}[38;2;180;60;0mgrad_norm: 24.7500  \u{1B}[38;2;54;234;195mmemory: 160.60GiB(90.05%)  \
    \u{1B}[34mtps: 1,360  \u{1B}[36mtflops: 114.62  \u{1B}[35mmfu: N/A\u{1B}[39m
    [rank1]:[titan] 2026-05-19 19:31:29,956 - root - INFO - step:  1  loss: 12.5  memory: 1.00GiB(1%)
    [rank0]:[titan] 2026-05-19 19:31:30,000 - root - INFO - Dumping profiler traces at step 1
    [rank0]:[titan] 2026-05-19 19:31:48,420 - root - INFO - step: 10  loss:  nan  grad_norm: 19.2500  \
    memory: 168.57GiB(94.52%)  tps: 1,209,982  tflops: 841.08  mfu: 37.38%
    [rank0]:[titan] 2026-05-19 19:31:49,000 - root - INFO - validate step: 10  loss: 5.5  \
    memory: 168.57GiB(94.52%)  tps: 9,982

    """

  static let flame = """
    [titan] 2025-05-19 19:31:48,420 - root - INFO - \u{1B}[31mstep:  8  \u{1B}[32mloss:  4.9893  \
    \u{1B}[33mmemory: 46.51GiB(58.80%)  \u{1B}[34mtps: 45,678  \u{1B}[36mtflops: 161.08  \u{1B}[35mmfu: 16.29%\u{1B}[39m
    [titan] 2025-05-19 19:31:48,421 - root - INFO - \u{1B}[34mlr: 3.0000e-04 gnorm:  0.50 \u{1B}[35m[ 0:00:12< 1:02:03]\u{1B}[39m

    """

  static let table = "# config: llama3\n# ngpu: 8\n# step loss grad_norm\n1 8.5 1.5\n2 7.75 1.25\n"

  @Test func coloursCommasAndRanks() throws {
    let file = try Imported("gla-run/run.log", Self.titan)
    #expect(file.format == "training-log")
    #expect(file.summary.version == "torchtitan")
    #expect(
      file.pointLines == [
        "loss 1 12.47929", "grad_norm 1 24.75", "memory_gib 1 160.6", "tokens_per_second 1 1360.0",
        "tflops 1 114.62", "grad_norm 10 19.25", "memory_gib 10 168.57",
        "tokens_per_second 10 1209982.0", "tflops 10 841.08", "mfu_percent 10 37.38",
        "validation/loss 10 5.5", "validation/memory_gib 10 168.57",
        "validation/tokens_per_second 10 9982.0",
      ])
    #expect(Set(file.points.map(\.run)) == ["gla-run"])
    #expect(file.points[0].locator == "line 3")
    #expect(
      file.summary.warnings == [
        "mfu_percent: no value (NaN, Inf or N/A) (line 3)",
        "other processes' lines are left out (line 4)",
        "loss: no value (NaN, Inf or N/A) (line 6)",
      ])
  }

  @Test func flameTellsTwoLinesAStep() throws {
    let file = try Imported("run.log", Self.flame)
    #expect(file.summary == ImportSummary(version: "flame"))
    #expect(
      file.pointLines == [
        "loss 8 4.9893", "memory_gib 8 46.51", "tokens_per_second 8 45678.0", "tflops 8 161.08",
        "mfu_percent 8 16.29", "learning_rate 8 0.0003", "grad_norm 8 0.5",
      ])
  }

  @Test func aSecondLineWithoutItsStepIsLeftOut() throws {
    let lines = Self.flame.split(separator: "\n", omittingEmptySubsequences: false)
    let fault = try fault { try Imported("run.log", lines.dropFirst().joined(separator: "\n")) }
    #expect(fault.what == "no value of the file can be imported")
    #expect(fault.found?.hasPrefix("lines of lr and gnorm without their") == true)
  }

  @Test func aLastLineThatIsCutLosesItsLastWord() throws {
    let file = try Imported("a.log", "step:  1  loss: 12.47929  grad_norm: 24.7500  tps: 1,36")
    #expect(file.pointLines == ["loss 1 12.47929", "grad_norm 1 24.75"])
    #expect(file.summary.warnings.count == 1)
    let whole = try Imported("a.log", "step:  1  loss: 12.47929  tps: 1,360\n")
    #expect(whole.values("tokens_per_second") == [1360])
  }

  /// A step that is told twice without going back is no restart.
  @Test func aStepCountsOnce() throws {
    let file = try Imported(
      "a.log", "step: 1 loss: 4\nstep: 2 loss: 3\nstep: 2 loss: 2.5\nstep: 3 loss: 2\n")
    #expect(file.pointLines == ["loss 1 4.0", "loss 2 3.0", "loss 3 2.0"])
    #expect(
      file.summary.warnings == ["steps that are not above the one before are left out (line 3)"])
  }

  @Test func otherSpellings() throws {
    let file = try Imported(
      "a.log", "step: 1,000 loss: 4.5 memory: 900KiB(1%) tps: 12,34 ppl: 90.0 eta: soon\r\n")
    #expect(file.pointLines == ["loss 1000 4.5", "ppl 1000 90.0"])
    #expect(
      file.summary.warnings == [
        "memory_gib: values that are not numbers are left out (line 1)",
        "tokens_per_second: values that are not numbers are left out (line 1)",
        "eta: values that are not numbers are left out (line 1)",
      ])
  }

  @Test func memoryInMebibytesIsConverted() throws {
    let file = try Imported(
      "a.log", "step: 1 loss: 4 memory: 768.00MiB(1%)\nstep: 2 loss: 3 memory: 2GiB\n")
    #expect(file.values("memory_gib") == [0.75, 2])
    #expect(file.summary.warnings.isEmpty)
  }

  @Test(arguments: ["step:125/1750 val_loss:4.6\n", "step: soon loss: 4\n", "step: 3 my_loss: 4\n"])
  func aLineWithoutStepOrLossIsNoTrainingLog(_ text: String) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.log")
    try Data(text.utf8).write(to: url)
    #expect(!TrainingLogImporter.recognises(try ImportFile(url)))
  }

  @Test func aLogWithoutAnyValueIsAnError() throws {
    let fault = try fault { try Imported("a.log", "[titan] Starting\n[titan] step: 1\n") }
    #expect(fault.what == "no value of the file can be imported")
    #expect(fault.location == "a.log")
  }

  @Test(arguments: [
    "\u{1B}[1mdiff --git a/x b/y\u{1B}[m\nstep: 1 loss: 4.5\n",
    "--- a/x\n+++ b/y\nstep: 1 loss: 4.5\n", "-[titan] step: 1 loss: 4.5\n",
    "[titan] step:  1  loss:  \u{1B}[31m7.8723\u{1B}[m\u{1B}[32m7.8704\u{1B}[m  tps: 1\n",
  ])
  func aDiffIsRefused(_ text: String) throws {
    let fault = try fault { try Imported("a.log", text) }
    #expect("\(fault)".contains("diff"))
    #expect("\(fault)".contains("a.log:"))
  }

  @Test func lossTables() throws {
    let file = try Imported("losses.txt", Self.table)
    #expect(
      file.pointLines == ["loss 1 8.5", "grad_norm 1 1.5", "loss 2 7.75", "grad_norm 2 1.25"])
    #expect(file.summary == ImportSummary(version: "table"))
    let cut = try Imported("losses.txt", String(Self.table.dropLast()))
    #expect(cut.points == Array(file.points.dropLast()))
    for (bad, what) in [
      ("2 1 1\n1 1 1\n", "the step is not above the one before"),
      ("1 x 1\n", "loss is not a number"),
      ("1 2\n", "the row has the wrong number of values"),
    ] {
      let fault = try fault { try Imported("losses.txt", "# step loss grad_norm\n" + bad) }
      #expect(fault.what == what)
    }
  }

  @Test func aLineAcrossChunksIsOneLine() throws {
    let noise = String(repeating: "[titan] nothing to see here: step by step\n", count: 30_000)
    let file = try Imported("a.log", noise + "step: 7 loss: 1.5\n" + noise)
    #expect(file.points.map(\.locator) == ["line 30001"])
  }

  // MARK: Published files

  @Test(.realSamples("torchtitan_log/qwen3-14b_run361_ansi.log"))
  func aLogWithoutUtilisation() throws {
    let file = try RealSamples.read("torchtitan_log/qwen3-14b_run361_ansi.log")
    #expect(file.values("loss").count == 10)
    #expect(file.values("loss").first == 12.45862)
    #expect(file.values("tokens_per_second")[1] == 4704)
    #expect(file.values("mfu_percent").isEmpty)
    #expect(
      file.summary.warnings == [
        "mfu_percent: no value (NaN, Inf or N/A) (10 times, first: line 324)"
      ])
  }

  @Test(.realSamples("torchtitan_log/qwen3-14b_run100_ansi.log")) func aLogWithColours() throws {
    let file = try RealSamples.read("torchtitan_log/qwen3-14b_run100_ansi.log")
    #expect(file.values("mfu_percent") == [5.09, 37.38])
    #expect(file.values("grad_norm") == [24.75, 19.25])
  }

  @Test(.realSamples("torchtitan_log/qwen3-14b_run24.log")) func aLogWithoutColours() throws {
    let file = try RealSamples.read("torchtitan_log/qwen3-14b_run24.log")
    #expect(file.values("loss").last == 6.82095)
  }

  @Test(.realSamples("torchtitan_log/losses_real_pg_llama3_a10g.txt"))
  func aTableOfLosses() throws {
    let file = try RealSamples.read("torchtitan_log/losses_real_pg_llama3_a10g.txt")
    #expect(file.values("loss").last == 4.107364654541016)
    #expect(file.values("grad_norm").count == 10)
  }

  private static let diffs = [
    "torchtitan_log/reference_diff_llama3_1gpu.log",
    "torchtitan_log/reference_diff_deepseekv3_1gpu.log",
  ]

  @Test(.realSamples(diffs), arguments: diffs)
  func publishedDiffsAreRefused(_ name: String) throws {
    #expect(try fault { try RealSamples.read(name) }.what == "this is a diff of two logs")
  }
}
