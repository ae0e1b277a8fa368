import Core
import Foundation
import Results

/// The items behind a result of lm-evaluation-harness (`--log_samples`): one object a line, or one
/// list of them as versions before 0.4.2 wrote. Each metric is summed up as its mean.
public enum LMEvalSamplesImporter: ResultImporter {
  public static let format = Evaluations.samplesFormat
  public static let title = "lm-evaluation-harness samples (JSON lines)"

  public static func recognises(_ file: ImportFile) -> Bool {
    let top = JSONKeyScan(file.head).top
    guard top.contains("doc_id"), !top.contains("results") else { return false }
    return ["doc", "resps", "filtered_resps", "arguments"].contains(where: top.contains)
  }

  /// Model, task and time: the lines name none of them.
  public static func context(of file: ImportFile) -> String {
    [
      LMEvalModelName.folder(of: file.url), LMEvalFileName.task(file.url),
      LMEvalFileName.time(file.url),
    ].joined(separator: "\n")
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    var tally = SampleTally(file: file)
    if isList(file) {
      try readList(file, into: &tally)
    } else {
      try file.forEachLine { bytes, line in
        guard bytes.contains(where: { ![0x20, 0x09].contains($0) }) else { return }
        try tally.add(JSONReader.read(bytes, at: file.path, line: line))
      }
    }
    for record in tally.records() { try take(.score(record)) }
    return ImportSummary(
      version: "0.4", evaluation: LMEvalFileName.time(file.url), warnings: tally.notes.warnings)
  }

  private static func isList(_ file: ImportFile) -> Bool {
    file.head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
  }

  private static func readList(_ file: ImportFile, into tally: inout SampleTally) throws {
    let node = try JSONReader.read(file.data(atMost: 128 << 20), at: file.path)
    for item in node.array ?? [] { try tally.add(item) }
  }
}
