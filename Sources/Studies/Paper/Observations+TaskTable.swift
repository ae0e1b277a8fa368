import Notebook
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
