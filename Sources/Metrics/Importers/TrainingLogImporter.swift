import Core
import Foundation

/// Logs of training runs: torchtitan's and flame's console output, and tables of losses.
///
/// A line such as `step: 10  loss: 4.2  grad_norm: 1.2  memory: 9.46GiB(65%)  tps: 12,345` gives a
/// point for each of its numbers. Lines of validation get `validation/` before their names. flame tells
/// learning rate and norm of the gradient on a line of their own behind it. Where several processes
/// write one log, the first to tell a loss is heard.
public enum TrainingLogImporter: ResultImporter {
  public static let format = "training-log"
  public static let title = "torchtitan or flame training log, or a table of losses"

  public static func recognises(_ file: ImportFile) -> Bool {
    if LossTable.header(file) != nil { return true }
    guard file.head.first.map({ $0 != 0x7B && $0 != 0x00 }) ?? false else { return false }
    let text = file.headText
    if text.contains("[titan]") { return true }
    return text.split(whereSeparator: \.isNewline).contains {
      $0.contains("step:") && $0.contains("loss:") && !$0.contains("\"")
    }
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let run = file.runName(withoutSuffixes: [])
    if let header = LossTable.header(file) {
      return try LossTable.read(file, run: run, columns: header, take)
    }
    try refuseDiff(file)
    var log = TrainingLog(path: file.path, run: run)
    let isCut = try !file.endsWithNewline()
    // A line is taken when the next one has begun, since only the last one can be cut.
    var held: (plain: [UInt8], line: Int)?
    try file.forEachLine { bytes, line in
      if let known = held { try log.take(known.plain, line: known.line, isCut: false, take) }
      held = TrainingLog.mayTell(bytes) ? (TerminalText.plain(bytes), line) : nil
    }
    if let known = held { try log.take(known.plain, line: known.line, isCut: isCut, take) }
    return log.summary
  }

  private static func refuseDiff(_ file: ImportFile) throws {
    let text = String(decoding: file.head.withUnsafeBytes(TerminalText.plain), as: UTF8.self)
    guard let first = text.split(whereSeparator: \.isNewline).first else { return }
    guard first.hasPrefix("diff --git ") || first.hasPrefix("--- ") else { return }
    throw TrainingLog.diff(at: "\(file.path):1")
  }
}
