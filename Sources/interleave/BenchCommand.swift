import ArgumentParser
import Core
import Foundation
import Lab
import Workshop

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training, the report and imports, relative to this machine's sgemm rate.",
    discussion: """
      Training: the time of one step (forward, backward, AdamW) of a model with each mixer, on one thread. \
      By default the vocabulary has 256 tokens, d_model is 128, and there are 4 heads, 4 layers, an FFN of \
      width 384, and 16 sequences of 256 tokens. The share is the rate of counted operations over the rate \
      of a 4096 x 128 x 512 sgemm, which is timed between the same steps.

      Report, store and imports: the best time of the repetitions, and how many billion operations of \
      sgemm the machine could have done in that time. A slow job is repeated less often, so that everything \
      ends within five minutes. Nothing is trained: the report shows the existing runs. Shares can be \
      compared across machines; seconds cannot.

      Imports: a long CSV of scores and points is imported into a new store of results, and then imported \
      again. The sqlite3 shell and pandas, where they are installed, import the same file into a table with \
      a key over the same columns.

      Stacks: --toy PROFILE --out FILE measures the training step of each stack of a profile, and its \
      decoding token by token, on one thread. The file is of the kind `speeds` for the data folder.

      OpenBLAS chooses its kernels by the CPU, whatever OPENBLAS_CORETYPE says. For a CPU that OpenBLAS does \
      not know, Interleave chooses them by instruction sets. INTERLEAVE_CORETYPE names other kernels.
      """)

  @OptionGroup var common: CommonOptions

  @Option(
    help: "The mixers to time, separated by commas. Report, store and imports are then not timed.")
  var mixers: String?

  @Option(help: "Timed steps per mixer or stack; the best one counts.")
  var steps = 8

  @Option(help: "Tokens per sequence.")
  var length = 256

  @Option(help: "Sequences per step.")
  var batchSize = 16

  @Option(help: "Number of layers.")
  var layers = 4

  @Option(help: "How often the report, the store and imports are timed at most.")
  var repetitions = 5

  @Option(help: "Rows of the long CSV that is imported.")
  var rows = 1_000_000

  @Flag(help: "Time only the imports.")
  var imports = false

  @Flag(help: "Time only the mixers, and print a JSON list.")
  var json = false

  @Option(help: "Time the stacks of this profile instead: its name, or a file.")
  var toy: String?

  @Option(help: "The CSV file for the times of the stacks.")
  var out: String?

  func validate() throws {
    guard (toy == nil) == (out == nil) else {
      throw ValidationError("--toy and --out go together")
    }
    guard min(repetitions, steps, length, batchSize, layers, rows) > 0 else {
      throw ValidationError("counts must be at least 1")
    }
  }

  func run() throws {
    KernelChoice.apply()
    if let toy, let out { return try timeStacks(of: toy, into: URL(fileURLWithPath: out)) }
    guard !imports else { return try timeJobs() }
    let names = mixers.map { $0.split(separator: ",").map(String.init) }
    var size = MixerBenchmark.Size()
    (size.length, size.batch, size.layers) = (length, batchSize, layers)
    let benchmark = MixerBenchmark(size: size, steps: steps)
    let results = try (names ?? MixerRegistry.standard.names).map { try benchmark.run($0) }
    guard !json else { return try Terminal.printPretty(results) }
    Terminal.print(MixerBenchmarkText.table(results), terminator: "")
    guard names == nil else { return }
    Terminal.print("")
    try timeJobs()
  }

  private func timeStacks(of profile: String, into file: URL) throws {
    var speeds = ToySpeedFile(try Profile.named(profile, in: common.location))
    speeds.benchmark.steps = steps
    let text = try speeds.measure { stack in
      Terminal.show("\(stack.description.family), \(stack.description.layout)\n")
    }
    try AtomicFile.write(Data(text.utf8), to: file)
  }

  private func timeJobs() throws {
    let jobs = Benchmark(project: common.location, executables: CommonOptions.executables)
    do {
      let result = try jobs.run(repetitions: repetitions, importing: rows, onlyImports: imports)
      Terminal.print(result.text, terminator: "")
    } catch let interrupted as Interrupted {
      throw ExitCode(128 + interrupted.signal)
    }
  }
}

/// The results of the mixers as a table for a terminal.
enum MixerBenchmarkText {
  static func table(_ results: [MixerBenchmark.Result]) -> String {
    guard let first = results.first else { return "" }
    let parts = StepPart.allCases.map(\.rawValue)
    let header =
      ["mixer", "tokens/s", "GFLOP/s", "sgemm", "share", "base MB", "peak MB", "counted MB"] + parts
    let rows = results.map { r in
      [
        r.mixer, number(r.tokensPerSecond, 0), number(r.gflops, 1), number(r.sgemmGflops, 0),
        number(100 * r.sgemmShare, 0) + "%", megabytes(r.baseRSSMegabytes),
        megabytes(r.peakRSSMegabytes),
        number(r.countedMegabytes, 0),
      ] + parts.map { number(100 * (r.parts[$0] ?? 0), 0) + "%" }
    }
    return "one thread, kernels \(first.coreType); the parts are shares of a step's time\n"
      + TextTable.render(header: header, rows: rows)
  }

  private static func megabytes(_ value: Double?) -> String {
    value.map { number($0, 0) } ?? "-"
  }

  private static func number(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
