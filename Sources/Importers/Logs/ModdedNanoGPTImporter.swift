import Core
import Results

/// The logs of modded-nanogpt: `step:125/1750 val_loss:4.6 train_time:11862ms step_avg:94.90ms`.
///
/// The run has the name of the file or of its folder. The step is the number before the slash. Lines without a loss
/// give no value. `step_avg`, the training time divided by the step, is left out. A log may begin with the program
/// that wrote it.
public enum ModdedNanoGPTImporter: ResultImporter {
  public static let format = "modded-nanogpt-log"
  public static let title = "modded-nanogpt training log"

  public static func recognises(_ file: ImportFile) -> Bool {
    if file.tells(in: ModdedNanoGPTLog()) { return true }
    // The program may be longer than the first bytes.
    let isText = file.name.hasSuffix(".txt") || file.name.hasSuffix(".log")
    return isText && file.size > file.head.count && file.headText.contains("val_loss:{")
      && file.headText.contains("step:{")
  }

  public static func context(of file: ImportFile) -> String { file.runName(withoutSuffixes: []) }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    try StepLog.read(file, run: context(of: file), as: ModdedNanoGPTLog(), take)
  }
}

private struct ModdedNanoGPTLog: StepLogGrammar {
  static let example = "`step:125/1750 val_loss:4.6`"
  private static let losses: Set<Substring> = ["val_loss", "train_loss"]

  static func mayTell(_ line: UnsafeRawBufferPointer) -> Bool { line.contains("step:") }

  func read(
    _ plain: [UInt8], at place: LinePlace, _ notes: inout ImportNotes
  ) throws -> StepLine? {
    let fields = LogQuantity.words(plain).map { $0.split(separator: ":", maxSplits: 1) }
    guard let first = fields.first, first.count == 2, first[0] == "step",
      let slash = first[1].firstIndex(of: "/"),
      let step = LogQuantity.step(first[1][..<slash]),
      LogQuantity.step(first[1][slash...].dropFirst()) != nil
    else { return nil }
    let values = fields.dropFirst().filter { $0.count == 2 && $0[0] != "step_avg" }
    guard values.contains(where: { Self.losses.contains($0[0]) }) else {
      return StepLine(step: step)
    }
    return StepLine(step: step, values: values.map { LogQuantity.value($0[0], $0[1]) })
  }
}
