import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// The logs that tell a step per line, beside torchtitan's.
@Suite struct StepLogFormatTests {
  static let fuzzSeeds = [
    ImportSample("nanogpt-log", "out.log", nanoGPT),
    ImportSample("modded-nanogpt-log", "gla.txt", modded),
    ImportSample("megatron-log", "m.log", megatron),
    ImportSample("deepspeed-log", "d.log", deepSpeed),
    ImportSample("hf-trainer-output", "t.log", trainer),
    ImportSample("llamafactory-log", "trainer_log.jsonl", llamaFactory),
  ]

  static let nanoGPT = """
    0: step 0: train loss 9.5000, val loss 9.7500
    0: iter 0: loss 9.2500, time 1000.00ms, mfu -100.00%
    0: iter 5: loss 8.5000, time 100.50ms, mfu 12.50%

    """
  static let modded = """
    step:0/20 val_loss:9.5000 train_time:0ms step_avg:nanms
    step:1/20 train_time:100ms step_avg:100.00ms
    step:20/20 val_loss:6.2500 train_time:2000ms step_avg:100.00ms

    """
  static let megatron = """
     iteration       10/     100 | learning rate: 1.500000E-04 | lm loss: 8.250000E+00 | grad norm: 0.500 |
     validation loss at iteration 10 | lm loss value: 8.500000E+00 | lm loss PPL: 4.914769E+03 |
     iteration       20/     100 | learning rate: 3.000000E-04 | lm loss: 7.500000E+00 | grad norm: nan |

    """
  static let deepSpeed = """
    [INFO] [logging.py:96:log_dist] [Rank 0] step=5, skipped=0, lr=[0.0001], mom=[(0.9, 0.95)]
    steps: 5 loss: 8.5000 iter time (s): 0.250 samples/sec: 32.000

    """
  static let trainer = """
      0%|          | 0/20 [00:00<?, ?it/s]\r{'loss': 8.5, 'grad_norm': 1.5, 'epoch': 0.1}
    {'loss': 7.25, 'grad_norm': inf, 'epoch': 0.2}
    {'eval_loss': 7.5, 'epoch': 0.2}

    """
  static let llamaFactory = """
    {"current_steps": 5, "total_steps": 10, "loss": 8.5, "lr": 0.0001, "epoch": 0.5}
    {"current_steps": 10, "total_steps": 10, "loss": 7.25, "lr": 0.0, "epoch": 1.0}
    {"current_steps": 10, "total_steps": 10, "eval_loss": 7.5, "epoch": 1.0}

    """

  /// A name of signs alone is none.
  @Test func valuesWithoutANameAreLeftOut() throws {
    let file = try Imported("d.log", "steps: 5 loss: 8.5 -: 3.5\n" + Self.deepSpeed)
    #expect(file.pointLines.allSatisfy { !$0.hasPrefix(" ") })
    #expect(file.summary.warnings.contains { $0.hasPrefix("values without a name") })
  }

  @Test func nanoGPTTellsTrainingAndEvaluation() throws {
    let file = try Imported("gla-340M/out.log", Self.nanoGPT)
    #expect(
      file.pointLines == [
        "train/loss 0 9.5", "val/loss 0 9.75", "loss 0 9.25", "time_ms 0 1000.0", "loss 5 8.5",
        "time_ms 5 100.5", "mfu_percent 5 12.5",
      ])
    #expect(Set(file.points.map(\.run)) == ["gla-340M"])
    #expect(file.points[0].locator == "line 1")
  }

  @Test func nanoGPTMayHaveATimeBeforeItsLines() throws {
    let file = try Imported("a.log", "2026-01-02 03:04:05 iter 10: loss 4.5, time 9.5ms\n")
    #expect(file.pointLines == ["loss 10 4.5", "time_ms 10 9.5"])
  }

  /// nanoGPT evaluates at the step of the checkpoint first, and then trains.
  @Test func nanoGPTResumesWithAnEvaluation() throws {
    let file = try Imported(
      "a.log",
      """
      step 10: train loss 9, val loss 9
      iter 10: loss 8, time 1ms
      iter 20: loss 70, time 1ms
      step 10: train loss 9, val loss 9.5
      iter 10: loss 8.5, time 1ms
      iter 20: loss 7, time 1ms

      """)
    #expect(file.values("val/loss") == [9.5])
    #expect(file.values("loss") == [8.5, 7])
  }

  @Test func moddedNanoGPTTellsTheStepBeforeTheSlash() throws {
    let file = try Imported("gla.txt", Self.modded)
    #expect(
      file.pointLines == [
        "val_loss 0 9.5", "train_time_ms 0 0.0", "val_loss 20 6.25", "train_time_ms 20 2000.0",
      ])
    #expect(file.summary.warnings.isEmpty)
  }

  /// The steps without a loss show that the run went back.
  @Test func moddedNanoGPTResumes() throws {
    let file = try Imported(
      "a.txt",
      """
      step:10/20 val_loss:6 train_time:1ms
      step:20/20 val_loss:50 train_time:2ms
      step:11/20 train_time:2ms
      step:20/20 val_loss:5 train_time:2ms

      """)
    #expect(file.values("val_loss") == [6, 5])
  }

  /// The program before the log may be longer than the first bytes.
  @Test func moddedNanoGPTBeginsWithItsProgram() throws {
    let source = "print0(f\"step:{step}/{steps} val_loss:{loss:.4f}\")\n"
    let program = String(repeating: "x = 1\n", count: 20_000)
    let file = try Imported("gla.txt", source + program + Self.modded)
    #expect(file.format == "modded-nanogpt-log")
    #expect(file.values("val_loss") == [9.5, 6.25])
    let alone = try fault { try Imported("gla.txt", source + program) }
    #expect(alone.what == "no value of the file can be imported")
  }

  @Test func linesOfModdedNanoGPTWithoutALossAreNoFormat() throws {
    let fault = try fault { try Imported("a.txt", "step:1/20 train_time:100ms\n") }
    #expect(fault.what == "this file is of no known format")
  }

  @Test func megatronTellsCells() throws {
    let file = try Imported("gla-run/train.log", Self.megatron)
    #expect(
      file.pointLines == [
        "learning_rate 10 0.00015", "loss 10 8.25", "grad_norm 10 0.5", "validation/loss 10 8.5",
        "validation/ppl 10 4914.769", "learning_rate 20 0.0003", "loss 20 7.5",
      ])
    #expect(file.points[0].run == "gla-run")
    #expect(file.summary.warnings == ["grad_norm: no value (NaN, Inf or N/A) (line 3)"])
  }

  @Test func megatronEvaluatesOnTestDataAndAtTheEnd() throws {
    let file = try Imported(
      "m.log",
      """
      [default7]: iteration 10/ 20 | consumed samples: 640 | lm loss: 8.0E+00 |
       validation loss at iteration 10 on test set | lm loss value: 8.5E+00 |
       validation loss at the end of training for val data | lm loss value: 8.25E+00 |

      """)
    #expect(file.pointLines == ["consumed_samples 10 640.0", "loss 10 8.0", "test/loss 10 8.5"])
    #expect(
      file.summary.warnings == [
        "evaluations at the end of training are left out: they have no step"
      ])
  }

  /// GPT-NeoX begins its lines with the speed, and has lines of DeepSpeed beside them.
  @Test func aLogOfGPTNeoXIsOneOfMegatron() throws {
    let file = try Imported(
      "m.log",
      Self.deepSpeed + """
         samples/sec: 32.5 | iteration        5/     100 | lm_loss: 8.250000E+00 | number of nan iterations:   0 |
         validation results at iteration 5 | lm_loss value: 8.5E+00 | lm_loss_ppl value: 4.9E+03 |

        """)
    #expect(file.format == "megatron-log")
    #expect(
      file.pointLines == [
        "samples_per_sec 5 32.5", "loss 5 8.25", "number_of_nan_iterations 5 0.0",
        "validation/loss 5 8.5", "validation/ppl 5 4900.0",
      ])
  }

  @Test func deepSpeedTellsLossAndRate() throws {
    let file = try Imported("d.log", Self.deepSpeed)
    #expect(
      file.pointLines == [
        "learning_rate 5 0.0001", "loss 5 8.5", "iter_time_s 5 0.25", "samples_per_sec 5 32.0",
      ])
    let groups = try Imported(
      "d.log", Self.deepSpeed.replacing("lr=[0.0001]", with: "lr=[0.0002, 0.0001]"))
    #expect(groups.values("learning_rate") == [0.0002])
    #expect(groups.summary.warnings.count == 1)
  }

  /// The Trainer of transformers prints such lines too, where DeepSpeed works below it.
  @Test func ratesAloneAreNoLogOfDeepSpeed() throws {
    let text = Self.deepSpeed.prefix { $0 != "\n" } + "\n" + Self.trainer
    #expect(try Imported("a.log", String(text)).format == "hf-trainer-output")
  }

  @Test func theTrainersLinesAreCounted() throws {
    let file = try Imported("t.log", Self.trainer)
    #expect(
      file.pointLines == ["loss 1 8.5", "grad_norm 1 1.5", "loss 2 7.25", "eval_loss 2 7.5"])
    #expect(file.summary.warnings.first?.hasPrefix("the log states no steps") == true)
    #expect(file.summary.warnings.last == "grad_norm: no value (NaN, Inf or N/A) (line 2)")
  }

  @Test func theTrainersRestartWithoutStepsIsRefused() throws {
    let text = Self.trainer + "{'loss': 7, 'epoch': 0.1}\n"
    let fault = try fault { try Imported("t.log", text) }
    #expect(fault.what.hasPrefix("the run was resumed from an earlier epoch"))
    #expect(fault.location == "t.log:4")
  }

  @Test func llamaFactoryTellsObjects() throws {
    let file = try Imported("out/gsa-340M/trainer_log.jsonl", Self.llamaFactory)
    #expect(
      file.pointLines == [
        "loss 5 8.5", "learning_rate 5 0.0001", "loss 10 7.25", "learning_rate 10 0.0",
        "eval_loss 10 7.5",
      ])
    #expect(Set(file.points.map(\.run)) == ["gsa-340M"])
    let cut = try Imported("trainer_log.jsonl", String(Self.llamaFactory.dropLast(20)))
    #expect(cut.points.count == 4)
    #expect(cut.summary.warnings == ["the file ends in the middle of a line, which is left out"])
    let unended = try Imported("trainer_log.jsonl", String(Self.llamaFactory.dropLast()))
    #expect(unended.points.count == 5 && unended.summary.warnings.isEmpty)
  }

  @Test(arguments: ["{\"loss\": 1}", "{\"current_steps\": 0.5, \"loss\": 1}", "[1]"])
  func aLineOfLlamaFactoryWithoutAStepIsRefused(_ line: String) throws {
    let fault = try fault {
      try Imported("trainer_log.jsonl", Self.llamaFactory + line + "\n")
    }
    #expect(fault.what == "the line has no step")
    #expect(fault.location == "trainer_log.jsonl:4")
  }

  /// The same bytes at another place are another run.
  @Test(arguments: fuzzSeeds) func theContextIsTheRun(_ sample: ImportSample) throws {
    let folder = try TemporaryFolder()
    let importer = try #require(ImporterRegistry.all.first { $0.format == sample.format })
    let contexts = try ["gla", "hgrn2"].map { run in
      let url = folder.url.appendingPathComponent("\(run)/\(sample.name)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(sample.bytes).write(to: url)
      let file = try ImportFile(url)
      let runs = Set(try Imported(file).points.map(\.run))
      #expect(runs == [importer.context(of: file)])
      return importer.context(of: file)
    }
    let isInPath = ["out.log", "trainer_log.jsonl"].contains(sample.name)
    #expect((contexts == ["gla", "hgrn2"]) == isInPath)
  }
}
