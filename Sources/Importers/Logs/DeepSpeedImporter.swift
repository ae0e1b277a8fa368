import Core
import Results

/// The logs of DeepSpeed's engines: `steps: 10 loss: 8.3 iter time (s): 0.353 samples/sec: 22.6`, and the learning
/// rate of `[Rank 0] step=10, skipped=0, lr=[1e-05], mom=[(0.9, 0.95)]`.
///
/// The run has the name of the file or of its folder. Names are written with `_` between their words. Momenta are left
/// out, and so are the learning rates of parameter groups behind the first.
public enum DeepSpeedImporter: ResultImporter {
  public static let format = "deepspeed-log"
  public static let title = "DeepSpeed training log"

  public static func recognises(_ file: ImportFile) -> Bool {
    // Megatron's own lines say more, where DeepSpeed works below it.
    file.tells(in: DeepSpeedLog(needsLoss: true)) && !MegatronImporter.recognises(file)
  }

  public static func context(of file: ImportFile) -> String { file.runName(withoutSuffixes: []) }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    try StepLog.read(file, run: context(of: file), as: DeepSpeedLog(needsLoss: false), take)
  }
}

private struct DeepSpeedLog: StepLogGrammar {
  static let example = "`steps: 10 loss: 8.3 iter time (s): 0.353 samples/sec: 22.6`"
  /// Whether lines without a loss say nothing.
  let needsLoss: Bool

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool {
    line.contains("steps:") || line.contains("lr=[")
  }

  func read(
    _ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine? {
    let words = LogQuantity.words(plain)
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
    guard let first = pairs.first, let step = LogQuantity.step(first.text),
      pairs.dropFirst().first?.name == "loss:"
    else { return nil }
    return StepLine(
      step: step, values: pairs.dropFirst().map { LogQuantity.value($0.name, $0.text) })
  }

  /// `step=10, skipped=0, lr=[1e-05, 1e-05], mom=…`
  private func rates(
    _ words: [Substring], _ place: LinePlace, _ notes: inout ImportNotes
  ) -> StepLine? {
    guard let start = words.firstIndex(where: { $0.hasPrefix("step=") }),
      let step = LogQuantity.step(words[start].dropFirst(5).filter { $0 != "," }),
      let list = words[start...].joined(separator: " ").split(separator: "lr=[", maxSplits: 1).last,
      let end = list.firstIndex(of: "]")
    else { return nil }
    let rates = list[..<end].split(separator: ",").map { LogQuantity.number($0.trimmed) }
    guard let rate = rates.first else { return nil }
    if rates.contains(where: { $0 != rate }) {
      notes.add(
        "learning rates of parameter groups behind the first are left out", at: place.locator)
    }
    return StepLine(step: step, values: [("learning_rate", rate)])
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    drop { $0 == " " }
  }
}
