import Core
import Results

/// What nanoGPT prints: `iter 10: loss 4.2, time 12.00ms, mfu 31.00%` of the training, and
/// `step 250: train loss 4.1, val loss 4.3` of an evaluation on both parts of the data.
///
/// The run has the name of the file or of its folder. The two losses of an evaluation are `train/loss` and
/// `val/loss`, as nanoGPT itself calls them in Weights & Biases. A utilisation below 0 says that it is not measured
/// yet. nanoGPT evaluates before it trains at a step, so that an evaluation that goes back is a restart as well.
public enum NanoGPTImporter: ResultImporter {
  public static let format = "nanogpt-log"
  public static let title = "nanoGPT training log"

  public static func recognises(_ file: ImportFile) -> Bool { file.tells(in: NanoGPTLog()) }

  public static func context(of file: ImportFile) -> String { file.runName(withoutSuffixes: []) }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    try StepLog.read(file, run: context(of: file), as: NanoGPTLog(), take)
  }
}

private struct NanoGPTLog: StepLogGrammar {
  static let example = "`iter 10: loss 4.2, time 12.00ms, mfu 31.00%`"

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("iter ") || line.contains("step ")
  }

  func read(
    _ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine? {
    let words = LogQuantity.words(plain)
    // The time or the number of the process may stand before: `2026-01-02 03:04:05 iter 10: …`, `0: iter 10: …`.
    guard let start = words.prefix(4).firstIndex(where: { $0 == "iter" || $0 == "step" }),
      words.count > start + 3, words[start + 1].hasSuffix(":"),
      let step = LogQuantity.step(words[start + 1].dropLast())
    else { return nil }
    let values = Self.pairs(words[(start + 2)...])
    switch words[start] {
    case "iter":
      guard values.contains(where: { $0.name == "loss" }) else { return nil }
      return StepLine(step: step, values: values.map { Self.value($0.name, $0.text) })
    case "step":
      guard values.contains(where: { ["train loss", "val loss"].contains($0.name) }) else {
        return nil
      }
      return StepLine(step: step, values: values.map { Self.evaluated($0.name, $0.text) })
    default: return nil
    }
  }

  /// `train loss 4.1, val loss 4.3`: the last word before a comma is the value of those before it.
  private static func pairs(_ words: ArraySlice<Substring>) -> [(name: String, text: Substring)] {
    var (pairs, name): ([(String, Substring)], [Substring]) = ([], [])
    for (index, word) in zip(words.indices, words) {
      if word.hasSuffix(",") || index == words.endIndex - 1 {
        pairs.append((name.joined(separator: " "), word.hasSuffix(",") ? word.dropLast() : word))
        name = []
      } else {
        name.append(word)
      }
    }
    return pairs.filter { !$0.0.isEmpty }
  }

  private static func evaluated(
    _ name: String, _ text: Substring
  ) -> (series: String, cell: NumberCell) {
    switch name {
    case "train loss": ("train/loss", LogQuantity.number(text))
    case "val loss": ("val/loss", LogQuantity.number(text))
    default: LogQuantity.value(name, text)
    }
  }

  private static func value(
    _ name: String, _ text: Substring
  ) -> (series: String, cell: NumberCell) {
    let value = LogQuantity.value(name, text)
    if value.series == "mfu_percent", case .number(let number) = value.cell, number < 0 {
      return (value.series, .missing)
    }
    return value
  }
}
