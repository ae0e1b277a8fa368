import Core
import Notebook
import Plot
import Published
import Report
import Statistics

/// Store rows as points of a curve: the only place where Metrics and Statistics meet.
extension Array where Element == Observation {
  /// The observations at their attention fraction, grouped by family.
  ///
  /// - Parameter convention: reads the ratio labels under this convention instead of the layout
  ///   that the store knows; `nil` takes the layout.
  /// - Throws: `Fault` naming the row of a model without an attention fraction.
  public func curvePoints(under convention: RatioConvention? = nil) throws -> [CurvePoint] {
    try map { observation in
      let model = observation.model
      let read = convention.flatMap { c in model.ratio.flatMap { c.attentionFraction(of: $0) } }
      guard let x = convention == nil ? model.attentionFraction : read else {
        throw Fault(
          "the model's attention fraction is not known", at: observation.provenance,
          found: "\(model.name), ratio '\(model.ratioLabel)'",
          hint: "give its attention_layers and total_layers, or a layout")
      }
      return CurvePoint(group: model.family, x: x, y: observation.value)
    }
  }

  /// Where they were read, as `file:line`, in order.
  public var provenance: [String] { map(\.provenance) }
}

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

extension Array where Element == Observation {
  /// A row a model, a column a task, as printed.
  /// - Parameters:
  ///   - tasks: the columns, each with its header
  ///   - families: the order of the rows
  public func tableByTask(
    _ tasks: [(key: String, header: String)], families: [Family], id: String, title: String,
    caption: String
  ) throws -> Table {
    try Table(models(in: families), id: id, title: title, caption: caption) {
      Column("family", .name) { $0.family.display }
      Column("ratio", .name) { $0.model.ratioLabel }
      for task in tasks {
        Column(task.header, missing: "not printed") { entry in
          first { $0.model == entry.model && $0.task == task.key }
        }
      }
    }
  }

  /// The models measured, in the order of families; within one, of first appearance.
  public func models(in families: [Family]) -> [(family: Family, model: Model)] {
    families.flatMap { family -> [(family: Family, model: Model)] in
      var seen: Set<Model> = []
      return map(\.model).filter { $0.family == family.key && seen.insert($0).inserted }
        .map { (family, $0) }
    }
  }
}

/// The axis of every chart against the ratio.
extension HouseStyle {
  /// The paper's ratios, with the share of attention layers under both readings of a label.
  public static let ratioAxis = Axis(
    "",
    RatioAxis(
      ticks: ratios.map {
        RatioTick(1 / Double($0), labels: ["\($0):1", "1/\($0)", "1/\($0 + 1)"])
      },
      headers: ["linear : full", "as released", "as written"], pure: ["pure", "0", "0"]),
    note: "more full attention →")

  /// The same with the labels alone, for small multiples.
  public static let shortRatioAxis = Axis(
    "",
    RatioAxis(
      ticks: ratios.map { RatioTick(1 / Double($0), labels: ["\($0):1"]) }, headers: [],
      pure: ["pure"]))

  private static let ratios = [24, 12, 6, 3]
}
