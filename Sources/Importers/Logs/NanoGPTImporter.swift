import Core
import Results

/// What nanoGPT prints: `iter 10: loss 4.2, time 12.00ms, mfu 31.00%` of the training, and
/// `step 250: train loss 4.1, val loss 4.3` of an evaluation on both parts of the data.
///
/// The two losses of an evaluation are `train/loss` and
/// `val/loss`, as nanoGPT itself calls them in Weights & Biases. A utilisation below 0 says that it is not measured
/// yet. nanoGPT evaluates before it trains at a step, so that an evaluation that goes back is a restart as well.
struct NanoGPTImporter: StepLogFormat {
  static let format = "nanogpt-log"
  static let title = "nanoGPT training log"

  static let example = "`iter 10: loss 4.2, time 12.00ms, mfu 31.00%`"

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("iter ") || line.contains("step ")
  }

  func read(_ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes) throws -> StepLine? {
    let words = LogValue.words(plain)
    // The time or the number of the process may stand before: `2026-01-02 03:04:05 iter 10: …`, `0: iter 10: …`.
    guard let start = words.prefix(4).firstIndex(where: { $0 == "iter" || $0 == "step" }),
      words.count > start + 3, words[start + 1].hasSuffix(":"),
      let step = LogValue.step(words[start + 1].dropLast())
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
    case "train loss": ("train/loss", LogValue.number(text))
    case "val loss": ("val/loss", LogValue.number(text))
    default: LogValue.value(name, text)
    }
  }

  private static func value(
    _ name: String, _ text: Substring
  ) -> (series: String, cell: NumberCell) {
    let value = LogValue.value(name, text)
    if value.series == "mfu_percent", case .number(let number) = value.cell, number < 0 {
      return (value.series, .missing)
    }
    return value
  }
}

/// The logs of modded-nanogpt: `step:125/1750 val_loss:4.6 train_time:11862ms step_avg:94.90ms`.
///
/// The step is the number before the slash. Lines without a loss
/// give no value. `step_avg`, the training time divided by the step, is left out. A log may begin with the program
/// that wrote it.
struct ModdedNanoGPTImporter: StepLogFormat {
  static let format = "modded-nanogpt-log"
  static let title = "modded-nanogpt training log"

  static func recognises(_ file: ImportFile) -> Bool {
    if file.tells(in: Self()) { return true }
    // The program may be longer than the first bytes.
    let isText = file.name.hasSuffix(".txt") || file.name.hasSuffix(".log")
    return isText && file.size > file.head.count && file.headText.contains("val_loss:{")
      && file.headText.contains("step:{")
  }

  static let example = "`step:125/1750 val_loss:4.6`"
  private static let losses: Set<Substring> = ["val_loss", "train_loss"]

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool { line.contains("step:") }

  func read(_ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes) throws -> StepLine? {
    let fields = LogValue.words(plain).map { $0.split(separator: ":", maxSplits: 1) }
    guard let first = fields.first, first.count == 2, first[0] == "step",
      let slash = first[1].firstIndex(of: "/"),
      let step = LogValue.step(first[1][..<slash]),
      LogValue.step(first[1][slash...].dropFirst()) != nil
    else { return nil }
    let values = fields.dropFirst().filter { $0.count == 2 && $0[0] != "step_avg" }
    guard values.contains(where: { Self.losses.contains($0[0]) }) else {
      return StepLine(step: step)
    }
    return StepLine(step: step, values: values.map { LogValue.value($0[0], $0[1]) })
  }
}
