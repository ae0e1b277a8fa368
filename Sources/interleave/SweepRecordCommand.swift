import ArgumentParser
import Core
import Foundation
import Lab
import Runs

struct SweepRecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Write a profile's results as a file that can be kept with the data.",
    discussion: """
      A line a run, in the profile's order: configuration, curve, engine, CPU and hash. Runs without a \
      result are named and left out, and the exit status is 1. A file in data/ with an entry of the kind \
      runs in manifest.json is read like any other source; `interleave seal` writes its hash.
      """)

  @Option(help: "The profile: a file, or the name of one in data/profiles.")
  var profile: String

  @Argument(help: "The file to write.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "Leave out the runs of this file of recorded runs; repeat it for more.", valueName: "file"))
  var without: [String] = []

  @OptionGroup var options: RunsOptions

  func run() throws {
    let kept = try without.flatMap { try RecordedRun.read(URL(fileURLWithPath: $0)) }
    let known = Set(kept.map(\.run.identity))
    let sweep = try Profile.named(profile, in: options.location).sweep()
      .filter { !known.contains($0.identity) }
    let store = try RunStore.openReadOnly(at: options.url)
    let found = try store.records(of: sweep)
    guard !found.records.isEmpty else {
      throw Fault(
        "no run of the profile has a result", at: options.url.path, found: profile,
        hint: "train them: interleave sweep --profile \(profile)")
    }
    let text = try found.records.map { try $0.line() + "\n" }.joined()
    try AtomicFile.write(Data(text.utf8), to: URL(fileURLWithPath: file))
    Terminal.print("\(found.records.count) of \(sweep.count) runs written to \(file)")
    for run in found.missing { Terminal.complain("no result of \(run.title)") }
    guard found.missing.isEmpty else { throw ExitCode(1) }
  }
}
