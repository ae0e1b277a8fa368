import Core
import Lab
import Plot
import Statistics

/// Recall taken apart: each task by family and ratio, as the paper's RULER subtasks are.
extension ToyStudy {
  /// What one task says.
  public struct Subtask {
    public let task: String
    /// The change from pure to the densest hybrid over families; nil where there is none.
    public let gain: MeanInterval?
    /// The families' means at their densest hybrid less that of full attention; empty where one lacks.
    public let leads: [Double]
  }

  public func subtasks() throws -> [Subtask] {
    let full = groups.first { $0.about.attentionFraction == 1 }
    return try tasks.recall.map { task in
      let accuracy = { (run: ToyRun) in run.score(task)?.accuracy }
      let curves = try curves(accuracy)
      let baseline = try full.flatMap { try estimate($0, accuracy) }?.value
      return Subtask(
        task: task, gain: try curves.change(level: level),
        leads: baseline.map { base in curves.points.compactMap { $0.last.map { $0.y - base } } }
          ?? [])
    }
  }

  /// The means over seeds of a task: columns family, ratio, accuracy, n, source.
  public func frame(of task: String) throws -> Frame {
    let rows = try groups.compactMap { group in
      try group.accuracy(task, level: level).map { (group, $0.value) }
    }
    return try Frame([
      "family": .text(rows.map { title(key($0.0)) }),
      "ratio": .text(rows.map(\.0.about.ratioLabel)), "accuracy": .numbers(rows.map(\.1)),
      "n": .numbers(rows.map { Double($0.0.runs.count) }),
      "source": .text(rows.map { $0.0.provenance.joined(separator: "; ") }),
    ])
  }

  /// A panel of a task: families as rows, ratios as columns, accuracies as shades.
  public func panel(of task: String, title: String) throws -> Panel {
    let names = families.filter { family in groups.contains { key($0) == family.key } }
      .map(\.display)
    return Panel(
      title, x: Axis("", CategoryAxis(ratios)), y: Axis("", CategoryAxis(names, startsAtEnd: true)),
      marks: [TileMark(try frame(of: task), x: "ratio", y: "family", value: "accuracy")])
  }
}
