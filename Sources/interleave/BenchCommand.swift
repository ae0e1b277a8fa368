import ArgumentParser
import Foundation
import Notebook

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time the report and the store, against this machine's own sgemm rate.",
    discussion: """
      Each row is the best of the repetitions. The ratio is the time multiplied by the single-thread \
      sgemm rate measured in the same run: how many billion floating-point operations the machine \
      could have done meanwhile. It compares across machines; seconds do not.
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "How often each job runs.")
  var repetitions = 5

  func validate() throws {
    guard repetitions > 0 else { throw ValidationError("--repetitions must be at least 1") }
  }

  func run() throws {
    let benchmark = Benchmark(project: common.location, executables: CommonOptions.executables)
    print(try benchmark.run(repetitions: repetitions).text, terminator: "")
  }
}
