import Canvas
import Core
import Metrics
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
    let prose = """
      Every number in this report is a row of the files in {{table:data-files}}, or was computed from \
      such rows by the notebooks in {{table:notebooks}}. `values.json` lists each value that the \
      prose names, with its rows; each figure and table has its data beside it as CSV. The store \
      that the notebooks read has the fingerprint `\(fingerprint)`.
      """
    section = Section(
      id: "provenance", title: "Where the numbers come from",
      blocks: [
        .prose(Prose(prose, file: "provenance", line: 1)), .table(files), .table(notebooks),
      ])
    let words = (files.rows + notebooks.rows).flatMap { $0.map(\.shown) }
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
