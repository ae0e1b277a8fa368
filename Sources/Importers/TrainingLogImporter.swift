import Core
import Foundation
import Results

/// Logs of training runs: torchtitan's and flame's console output, and tables of losses.
///
/// A line such as `step: 10  loss: 4.2  grad_norm: 1.2  memory: 9.46GiB(65%)  tps: 12,345` gives a
/// point for each of its numbers. Lines of validation get `validation/` before their names. flame tells
/// learning rate and norm of the gradient on a line of their own behind it. Where several processes
/// write one log, the first to tell a loss is heard. Where a run was resumed from an earlier step, what the log
/// said before at or above that step is left out.
public enum TrainingLogImporter: ResultImporter {
  public static let format = "training-log"
  public static let title = "torchtitan or flame training log, or a table of losses"

  public static func recognises(_ file: ImportFile) -> Bool {
    if LossTable.header(file) != nil { return true }
    guard file.head.first.map({ $0 != 0x7B && $0 != 0x00 }) ?? false else { return false }
    let text = file.headText
    if text.contains("[titan]") { return true }
    return text.split(whereSeparator: \.isNewline).contains {
      $0.contains("step:") && $0.contains("loss:") && !$0.contains("\"") && tellsLoss($0)
    }
  }

  public static func context(of file: ImportFile) -> String { run(file) }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    if let header = LossTable.header(file) {
      return try LossTable.read(file, run: run(file), columns: header, take)
    }
    try refuseDiff(file)
    return try StepLog.read(file, run: run(file), as: TrainingLog(), take)
  }

  private static func run(_ file: ImportFile) -> String { file.runName(withoutSuffixes: []) }

  /// Whether a line has a step that is a number and a loss: `step:125/1750 val_loss:4.6` has neither.
  private static func tellsLoss(_ line: Substring) -> Bool {
    let plain = Array(line.utf8).withUnsafeBytes(TerminalText.plain)
    guard let words = TrainingLogLine(plain, from: "step") else { return false }
    return words.step != nil && words.loss != nil
  }

  private static func refuseDiff(_ file: ImportFile) throws {
    let text = String(decoding: file.head.withUnsafeBytes(TerminalText.plain), as: UTF8.self)
    guard let first = text.split(whereSeparator: \.isNewline).first else { return }
    guard first.hasPrefix("diff --git ") || first.hasPrefix("--- ") else { return }
    throw TrainingLog.diff(at: "\(file.path):1")
  }
}
