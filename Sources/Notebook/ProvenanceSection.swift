import Canvas
import Canvas
import Core
import Published
import Report

/// The report's last section: which data it read, which notebooks made it, and in which fonts it
/// is set, each with a hash.
struct ProvenanceSection {
  let section: Section
  /// Names with digits that the section shows.
  let vocabulary: [String]

  init(store: Store, records: [Record]) throws {
    let sources = try store.sources()
    let notebooks = Self.notebooks(records)
    let files = Self.files(sources)
    let fingerprint = String(try store.fingerprint().prefix(Self.hashDigits))
    let runs = Self.runs(records)
    let imported = Self.imported(records)
    let places =
      ["a row of the files in {{table:data-files}}"]
      + (runs == nil ? [] : ["a result of the runs in {{table:training-runs}}"])
      + (imported == nil ? [] : ["a value in the imported files of {{table:imported-files}}"])
    let origins = "is " + places.joined(separator: ", ") + ", or was computed from these"
    let prose = """
      Every number in this report \(origins) by the notebooks in {{table:notebooks}}. `values.json` lists each value that the \
      prose names, with its rows; each figure and table has its data beside it as CSV. The store \
      that the notebooks read has the fingerprint `\(fingerprint)`.
      """
    section = Section(
      id: "provenance", title: "Where the numbers come from",
      blocks: [
        .prose(Prose(prose, file: "provenance", line: 1)), .table(files), .table(notebooks),
      ] + [runs, imported].compactMap { $0.map(Block.table) })
    let rows = files.rows + notebooks.rows + (runs?.rows ?? []) + (imported?.rows ?? [])
    let words = rows.flatMap { $0.map(\.shown) }
    vocabulary = words + [fingerprint]
  }

  private static let hashDigits = 12

  private static func files(_ sources: [DataSource]) -> Table {
    Table(
      id: "data-files", title: "The data files",
      caption: "Hash: the first digits of the file's SHA-256, as the manifest has it in full.",
      columns: [
        Table.Column("file", .left), Table.Column("what", .left), Table.Column("read from", .left),
        Table.Column("rows"), Table.Column("hash", .left),
      ],
      rows: sources.map { source in
        [
          .text(source.path), .text(source.title),
          source.locator.isEmpty ? .missing(reason: "the project's own") : .text(source.locator),
          .number(text: "\(source.rows)", value: Double(source.rows), sources: [source.path]),
          .text(String(source.sha256.prefix(hashDigits))),
        ]
      })
  }

  /// The training runs that the notebooks read; nil where there are none.
  private static func runs(_ records: [Record]) -> Table? {
    var runs: [RunSource] = []
    for run in records.flatMap(\.runs) where !runs.contains(run) { runs.append(run) }
    guard !runs.isEmpty else { return nil }
    return Table(
      id: "training-runs", title: "The training runs",
      caption: "Run: a hash of all that its result depends on but the machine. Hash: the first "
        + "digits of the SHA-256 of its result.",
      columns: [
        Table.Column("run", .left), Table.Column("profile", .left), Table.Column("what", .left),
        Table.Column("outcome", .left), Table.Column("hash", .left),
      ],
      rows: runs.map { run in
        [
          .text(run.identity), .text(run.profile), .text(run.title), .text(run.outcome),
          run.hash.map { .text(String($0.prefix(hashDigits))) } ?? .missing(reason: "no result"),
        ]
      })
  }

  /// The imported files that the notebooks read; nil where there are none.
  private static func imported(_ records: [Record]) -> Table? {
    let files = records.flatMap(\.imported)
    guard !files.isEmpty else { return nil }
    return Table(
      id: "imported-files", title: "The imported files",
      caption: "What the user of this checkout has imported. Hash: the first digits of the file's "
        + "SHA-256.",
      columns: [
        Table.Column("file", .left), Table.Column("format", .left), Table.Column("values"),
        Table.Column("hash", .left),
      ],
      rows: files.prefix(mostFiles).map { file in
        [
          .quoted(PrintableText.of(file.path), sources: [file.path]),
          .text(file.version.isEmpty ? file.format : "\(file.format) \(file.version)"),
          .number(text: "\(file.records)", value: Double(file.records), sources: [file.path]),
          .text(String(file.sha256.prefix(hashDigits))),
        ]
      })
  }

  /// Longer lists than this are in the store alone.
  private static let mostFiles = 500

  private static func notebooks(_ records: [Record]) -> Table {
    Table(
      id: "notebooks", title: "The notebooks",
      caption: "Hash: the first digits of the SHA-256 of the source that was run.",
      columns: [
        Table.Column("notebook", .left), Table.Column("values"), Table.Column("hash", .left),
      ],
      rows: records.map { record in
        [
          .text(record.path),
          .number(
            text: "\(record.values.count)", value: Double(record.values.count),
            sources: [record.path]),
          .text(String(record.sourceHash.prefix(hashDigits))),
        ]
      })
  }
}
