import Core
import Lab
import Notebook
import Plot
import Statistics

/// The tasks that runs share, by what they ask: the language, and recall of pairs and of needles.
public struct ToyTasks: Sendable, Equatable {
  /// What scores of the language are filed under.
  public static let language = "hmm"
  /// The column of the paper's RULER table that asks the same of a model as a toy task does.
  public static let counterparts: [(task: String, column: String)] = [
    ("niah_single", "ruler_singlevalue"), ("niah_multikey", "ruler_multikey"),
    ("niah_multivalue", "ruler_multivalue"), ("niah_multiquery", "ruler_multiquery"),
  ]

  /// The recall tasks that all runs have, in the order of the first run's mixture.
  public let recall: [String]
  /// Those of which no sequence is trained: they are scored alone.
  public let untrained: [String]

  public init(_ runs: [ToyRun]) {
    let mixture = runs.first?.config.tasks ?? []
    let shared = mixture.filter { task in
      task.task != Self.language
        && runs.allSatisfy { $0.config.tasks.contains { $0.label == task.label } }
    }
    recall = shared.map(\.label)
    untrained = shared.filter { $0.weight == 0 }.map(\.label)
  }

  init(recall: [String], untrained: [String]) {
    (self.recall, self.untrained) = (recall, untrained)
  }

  /// A sentence on those that are scored alone, with a space before it; empty where there are none.
  public var untrainedWords: String {
    untrained.isEmpty ? "" : " No sequence of the training asks \(Wording.list(untrained))."
  }

  public var trained: [String] { recall.filter { !untrained.contains($0) } }

  /// The tasks that others have as well, in this order.
  public func shared(with others: ToyTasks) -> ToyTasks {
    ToyTasks(
      recall: recall.filter(others.recall.contains),
      untrained: untrained.filter(others.recall.contains))
  }

  /// The column of the paper's RULER table that a task is the toy form of; nil for none.
  public static func column(of task: String) -> String? {
    counterparts.first { $0.task == task }?.column
  }

  /// The mean accuracy of a run over the recall tasks, each counting the same; nil where it has not all
  /// of them.
  public func meanRecall(_ run: ToyRun) -> Double? {
    let scores = recall.compactMap { run.score($0)?.accuracy }
    guard scores.count == recall.count, !scores.isEmpty else { return nil }
    return scores.reduce(0, +) / Double(scores.count)
  }
}

extension ToyRun {
  /// The loss of the language above the least possible one, nats; nil where the run has no result.
  public var languageExcess: Double? { score(ToyTasks.language)?.excess }
  /// The accuracy of the language's next token; nil where the run has no result.
  public var languageAccuracy: Double? { score(ToyTasks.language)?.accuracy }
}

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
