import ArgumentParser
import Core
import Foundation
import Runs

struct ListRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Training runs, with their last scores.")

  @OptionGroup var options: RunsOptions

  func run() throws {
    let store = try RunStore.openReadOnly(at: options.url)
    let header = [
      "run", "family", "layout", "fraction", "seed", "parameters", "outcome", "step", "task",
      "loss", "above floor", "accuracy",
    ]
    let rows = try store.runs().flatMap { run in try lines(of: run, store) }
    Terminal.print(TextTable.render(header: header, rows: rows), terminator: "")
  }

  /// A row a task; one without scores where the run has told none yet.
  private func lines(of run: StoredRun, _ store: RunStore) throws -> [[String]] {
    let about = run.description
    let head = [
      run.identity, about.family, about.layout, String(format: "%.4f", about.attentionFraction),
      "\(about.seed)", run.parameters.map { "\($0)" } ?? "?", run.outcome.rawValue,
    ]
    guard let last = try store.evaluations(of: run.identity).last, !last.scores.isEmpty else {
      return [head + ["", "", "", "", ""]]
    }
    return last.scores.map { score in
      head + [
        "\(last.step)", score.task, String(format: "%.4f", score.loss),
        score.excess.map { String(format: "%.4f", $0) } ?? "?",
        String(format: "%.4f", score.accuracy),
      ]
    }
  }
}
