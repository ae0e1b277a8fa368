import Core
import Results

/// The logs of DeepSpeed's engines: `steps: 10 loss: 8.3 iter time (s): 0.353 samples/sec: 22.6`, and the learning
/// rate of `[Rank 0] step=10, skipped=0, lr=[1e-05], mom=[(0.9, 0.95)]`.
///
/// Names are written with `_` between their words. Momenta are left
/// out, and so are the learning rates of parameter groups behind the first.
struct DeepSpeedImporter: StepLogFormat {
  static let format = "deepspeed-log"
  static let title = "DeepSpeed training log"

  static func recognises(_ file: ImportFile) -> Bool {
    // Megatron's own lines say more, where DeepSpeed works below it.
    file.tells(in: DeepSpeedImporter(needsLoss: true)) && !MegatronImporter.recognises(file)
  }

  static let example = "`steps: 10 loss: 8.3 iter time (s): 0.353 samples/sec: 22.6`"
  /// Whether lines without a loss say nothing.
  var needsLoss = false

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("steps:") || line.contains("lr=[")
  }

  func read(_ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes) throws -> StepLine? {
    let words = LogValue.words(plain)
    if let start = words.firstIndex(of: "steps:") { return losses(words[start...]) }
    return needsLoss ? nil : rates(words, place, &notes)
  }

  /// `steps: 10 loss: 8.3 iter time (s): 0.353`: a value stands behind each colon.
  private func losses(_ words: ArraySlice<Substring>) -> StepLine? {
    var pairs: [(name: String, text: Substring)] = []
    var name: [Substring] = []
    for word in words {
      if name.last?.hasSuffix(":") == true {
        pairs.append((name.joined(separator: " "), word))
        name = []
      } else {
        name.append(word)
      }
    }
    guard let first = pairs.first, let step = LogValue.step(first.text),
      pairs.dropFirst().first?.name == "loss:"
    else { return nil }
    return StepLine(step: step, values: pairs.dropFirst().map { LogValue.value($0.name, $0.text) })
  }

  /// `step=10, skipped=0, lr=[1e-05, 1e-05], mom=…`
  private func rates(
    _ words: [Substring], _ place: LinePlace, _ notes: inout ImportNotes
  ) -> StepLine? {
    guard let start = words.firstIndex(where: { $0.hasPrefix("step=") }),
      let step = LogValue.step(words[start].dropFirst(5).filter { $0 != "," }),
      let list = words[start...].joined(separator: " ").split(separator: "lr=[", maxSplits: 1).last,
      let end = list.firstIndex(of: "]")
    else { return nil }
    let rates = list[..<end].split(separator: ",").map { LogValue.number($0.trimmed) }
    guard let rate = rates.first else { return nil }
    if rates.contains(where: { $0 != rate }) {
      notes.add(
        "learning rates of parameter groups behind the first are left out", at: place.locator)
    }
    return StepLine(step: step, values: [("learning_rate", rate)])
  }
}

extension Substring {
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}
