import Plot
import Published
import Report

extension Array where Element == Observation {
  /// The observations for drawing: columns family, ratio, fraction, accuracy, n (runs), source.
  public func frame() throws -> Frame {
    try Frame([
      "family": .text(map(\.model.family)), "ratio": .text(map(\.model.ratioLabel)),
      "fraction": .numbers(map(\.model.attentionFraction)), "accuracy": .numbers(map(\.value)),
      "n": .numbers(map { _ in 1 }), "source": .text(map(\.provenance)),
    ])
  }

  /// A row a family, a column a ratio, as printed.
  public func tableByRatio(
    _ ratios: [String], families: [Family], id: String, title: String, caption: String
  ) -> Table {
    let shown = families.filter { family in contains { $0.model.family == family.key } }
    return Table(
      id: id, title: title, caption: caption,
      columns: [Table.Column("family", .left)] + ratios.map { Table.Column($0) },
      rows: shown.map { family in
        [.text(family.display)]
          + ratios.map { ratio in
            first { $0.model.family == family.key && $0.model.ratioLabel == ratio }
              .map(Table.Cell.observed) ?? .missing(reason: "not printed")
          }
      })
  }

  /// The mean of the values.
  public var mean: Double { map(\.value).reduce(0, +) / Double(count) }
}
