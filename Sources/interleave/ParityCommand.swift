import ArgumentParser
import Core
import Foundation
import Lab

struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Compare the engine with golden cases that flash-linear-attention wrote.",
    discussion: """
      Runs each case in the folder (<name>.json with <name>.safetensors) and compares the logits of a \
      short and of a longer sequence, the loss, and the gradient of every parameter; the difference of \
      two tensors is max |a - b| / max |b|. Exit status 1 where one is beyond its tolerance: logits \
      5e-5, loss 1e-5, gradients 2e-4.
      """)

  @Argument(help: "The folder with the cases.")
  var folder: String

  @Flag(help: "Print a JSON list of {case, logits, long_logits, loss, worst_gradient, pass}.")
  var json = false

  func run() throws {
    let results = try GoldenCase.all(in: URL(fileURLWithPath: folder)).map(ParityCheck.run)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Terminal.printJSON(try encoder.encode(results))
    } else {
      Terminal.print(table(results), terminator: "")
    }
    guard results.allSatisfy(\.pass) else { throw ExitCode(1) }
  }

  private func table(_ results: [ParityResult]) -> String {
    let header = ["case", "logits", "long", "loss", "worst gradient", "of", "result"]
    let rows = results.map { r in
      [
        r.case, text(r.logits), text(r.longLogits), text(r.loss),
        text(r.worstGradient?.value), r.worstGradient?.name ?? "-",
        (r.pass ? "pass" : r.error ?? "FAIL") + (r.note.map { " (\($0))" } ?? ""),
      ]
    }
    return TextTable.render(header: header, rows: rows)
  }

  private func text(_ value: Double?) -> String {
    value.map { String(format: "%.1e", $0) } ?? "-"
  }
}
