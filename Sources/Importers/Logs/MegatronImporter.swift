import Core
import Results

/// The logs of Megatron-LM and of what builds on it, such as GPT-NeoX: ` iteration      100/  500000 | lm loss: 6.37E+00 | … |`, and
/// ` validation loss at iteration 200 | lm loss value: 5.09E+00 | …`.
///
/// `lm loss` is the series `loss`; the other names are written with
/// `_` between their words. Values of an evaluation get `validation/` or `test/` before their names.
struct MegatronImporter: StepLogFormat {
  static let format = "megatron-log"
  static let title = "Megatron-LM training log"

  static let example = "` iteration      100/  500000 | lm loss: 6.37E+00 |`"

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("iteration ") || line.contains("at the end of training")
  }

  private static let atEnd = "at the end of training"

  func read(_ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes) throws -> StepLine? {
    var cells = String(decoding: plain, as: UTF8.self).split(separator: "|")
    guard cells.count > 1, let index = cells.firstIndex(where: { $0.contains("iteration ") }) else {
      if cells.first?.contains(Self.atEnd) == true {
        notes.add("evaluations at the end of training are left out: they have no step")
      }
      return nil
    }
    let title = cells.remove(at: index)
    let words = title.split { $0 == " " || $0 == "\t" }
    guard let mark = words.lastIndex(of: "iteration"), mark + 1 < words.count else { return nil }
    if title.contains(" at iteration ") {
      let prefix = words[mark...].contains("test") ? "test/" : "validation/"
      return LogValue.step(words[mark + 1]).map {
        StepLine(kind: .evaluation, step: $0, values: values(cells, prefix: prefix))
      }
    }
    let count = words[mark + 1].split(separator: "/", omittingEmptySubsequences: false)
    let hasTotal = count.count == 2 || words.dropFirst(mark + 2).first?.hasPrefix("/") == true
    guard hasTotal, let step = count.first.flatMap(LogValue.step) else { return nil }
    return StepLine(step: step, values: values(cells, prefix: ""))
  }

  /// `learning rate: 1.5E-05`, a cell each.
  private func values(
    _ cells: [Substring], prefix: String
  ) -> [(series: String, cell: NumberCell)] {
    cells.compactMap { cell in
      guard let colon = cell.lastIndex(of: ":") else { return nil }
      let name = LogValue.name(cell[..<colon])
      let number = LogValue.number(cell[colon...].dropFirst())
      guard number != .blank, !name.isEmpty else { return nil }
      return (prefix + Self.series(name), number)
    }
  }

  private static func series(_ name: String) -> String {
    switch name {
    case "lm_loss", "lm_loss_value": "loss"
    case "lm_loss_ppl", "lm_loss_ppl_value": "ppl"
    default: name
    }
  }
}
