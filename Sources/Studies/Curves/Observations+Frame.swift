import Notebook
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
  ) throws -> Table {
    let shown = families.filter { family in contains { $0.model.family == family.key } }
    return try Table(shown, id: id, title: title, caption: caption) {
      Column("family", .name) { $0.display }
      for ratio in ratios {
        Column(ratio, missing: "not printed") { family in
          first { $0.model.family == family.key && $0.model.ratioLabel == ratio }
        }
      }
    }
  }

  /// The mean of the values.
  public var mean: Double { map(\.value).reduce(0, +) / Double(count) }
}
