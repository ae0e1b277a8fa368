import ArgumentParser
import Core
import Foundation
import Lab
import Workshop

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training, the report and imports, against this machine's own sgemm rate.",
    discussion: """
      Training: one step (forward, backward, AdamW) of a model with each mixer, on one thread; by \
      default vocabulary 256, d_model 128, 4 heads, 4 layers, FFN 384, 16 sequences of 256 tokens. \
      The share is counted operations over time, against the rate of a 4096 x 128 x 512 sgemm timed \
      between the same steps. Report, store and imports: the best of the repetitions, and how many \
      billion operations of sgemm the machine could have done meanwhile. A job that takes long is repeated \
      less often, so that all of it ends within five minutes, and nothing is trained for the report: it \
      shows the runs that are there. Shares compare across machines; seconds do not.

      Imports: a long CSV of scores and points into a fresh store of results, the same file again, and \
      the same file by the sqlite3 shell and by pandas, into a table with a key over the same columns, \
      where they are present.

      Stacks: --toy PROFILE --out FILE measures each stack of a profile as it is trained, and its \
      decoding token by token, on one thread; the file is one of the kind `speeds` for the data folder.

      OpenBLAS chooses its kernels by the CPU, whatever OPENBLAS_CORETYPE says; for a CPU that it does \
      not know they are chosen by instruction sets. INTERLEAVE_CORETYPE names others.
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "Mixers to time, with commas between; others, report and store are left out.")
  var mixers: String?

  @Option(help: "Timed steps of each mixer or stack; the best counts.")
  var steps = 8

  @Option(help: "Tokens of a sequence.")
  var length = 256

  @Option(help: "Sequences of a step.")
  var batchSize = 16

  @Option(help: "Layers.")
  var layers = 4

  @Option(help: "How often the report, the store and imports are timed at most.")
  var repetitions = 5

  @Option(help: "Rows of the long CSV whose import is timed.")
  var rows = 1_000_000

  @Flag(help: "Time only imports.")
  var imports = false

  @Flag(help: "Print only the mixers, as a JSON list.")
  var json = false

  @Option(help: "Time the stacks of this profile instead: its name, or a file.")
  var toy: String?

  @Option(help: "Where the times of the stacks are written, as CSV.")
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
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      Terminal.printJSON(try encoder.encode(results))
      return
    }
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
