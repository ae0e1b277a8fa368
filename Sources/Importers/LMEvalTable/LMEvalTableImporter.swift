import Core
import Results

/// The table that lm-evaluation-harness prints at the end, as people paste it into notes and model cards.
///
///     hf (pretrained=org/model), gen_kwargs: (None), limit: None, num_fewshot: None, batch_size: 8
///     |Tasks|Version|Filter|n-shot|Metric|   |Value |   |Stderr|
///     |-----|------:|------|-----:|------|---|-----:|---|-----:|
///     |piqa |      1|none  |     0|acc   |↑  |0.6251|±  |0.0113|
public enum LMEvalTableImporter: ResultImporter {
  public static let format = "lm-eval-table"
  public static let title = "lm-evaluation-harness table (Markdown)"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard ["md", "markdown", "txt"].contains(file.url.pathExtension.lowercased()) else {
      return false
    }
    return file.headText.split(whereSeparator: \.isNewline).contains {
      LMEvalTableColumns(line: $0) != nil
    }
  }

  /// The path's name of the model: not every table stands below a line that names it.
  public static func context(of file: ImportFile) -> String { model(of: file) }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    guard file.size <= largest else {
      throw Fault(
        "the file is too large for a table of results", at: file.path,
        expected: "\(largest) bytes at most", found: "\(file.size)")
    }
    var reading = LMEvalTableReading(fallback: model(of: file))
    try file.forEachLine(atMost: 1 << 20) { bytes, line in
      if let record = reading.record(String(decoding: bytes, as: UTF8.self), line: line) {
        try take(.score(record))
      }
    }
    guard reading.count > 0 else {
      throw Fault(
        "the table has no values", at: file.path,
        expected: "rows such as |piqa|1|none|0|acc|↑|0.6251|±|0.0113|")
    }
    return ImportSummary(warnings: reading.notes.warnings)
  }

  private static let largest = 64 << 20

  private static func model(of file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["results", "readme"])
  }
}
