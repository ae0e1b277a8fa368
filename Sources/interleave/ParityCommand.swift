import ArgumentParser
import Core
import Foundation
import Lab

struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Compare the engine with reference cases written by flash-linear-attention.",
    discussion: """
      For each case in the folder (<name>.json with <name>.safetensors), this compares the logits of a short \
      and a longer sequence, the loss, and the gradient of every parameter. The difference of two tensors is \
      max |a - b| / max |b|. The exit status is 1 if a difference exceeds its tolerance: 5e-5 for logits, \
      1e-5 for the loss, 2e-4 for gradients.
      """)

  @Argument(help: "The folder with the cases.")
  var folder: String

  @Flag(help: "Print a JSON list of {case, logits, long_logits, loss, worst_gradient, pass}.")
  var json = false

  func run() throws {
    let results = try GoldenCase.all(in: URL(fileURLWithPath: folder)).map(ParityCheck.run)
    if json {
      try Terminal.printPretty(results)
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
