import Published
import Report

extension Array where Element == Observation {
  /// A row a model, a column a task, as printed.
  /// - Parameters:
  ///   - tasks: the columns, each with its header
  ///   - families: the order of the rows
  public func tableByTask(
    _ tasks: [(key: String, header: String)], families: [Family], id: String, title: String,
    caption: String
  ) -> Table {
    Table(
      id: id, title: title, caption: caption,
      columns: [Table.Column("family", .left), Table.Column("ratio", .left)]
        + tasks.map { Table.Column($0.header) },
      rows: models(in: families).map { family, model in
        [.text(family.display), .text(model.ratioLabel)]
          + tasks.map { task in
            first { $0.model == model && $0.task == task.key }.map(Table.Cell.observed)
              ?? .missing(reason: "not printed")
          }
      })
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
