import Core
import Published
import Results

/// A run of multi-query associative recall in the manner of zoology: one JSON file per run, with accuracies of
/// the best and of the final epoch, over all and by number of key-value pairs.
///
/// The scores of the two epochs differ in their filter, `best` and `final`; the best is picked on the
/// very items that it is told for. Points of `epoch_history` have epochs for steps.
enum ZoologyImporter: ResultImporter {
  static let format = "zoology-mqar"
  static let title = "zoology-style MQAR run (JSON)"

  static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText
    guard text.drop(while: \.isWhitespace).first == "{" else { return false }
    return text.contains("\"run_id\"")
      && ["\"final_valid_accuracy\"", "\"best_valid_accuracy\"", "_accuracy_by_kv_pairs\""]
        .contains { text.contains($0) }
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try file.json()
    guard let model = root["run_id"]?.string, !model.isEmpty else {
      throw Fault(
        "run_id is missing", at: file.path, expected: "the name of the run",
        found: root["run_id"]?.summary)
    }
    var run = ZoologyRun(path: file.path, model: model, root: root)
    for epoch in ["final", "best"] { try run.scores(epoch, take) }
    try run.points(take)
    run.compare()
    return ImportSummary(warnings: run.notes.warnings)
  }
}

/// What one MQAR file tells.
struct ZoologyRun {
  let path: String
  let model: String
  let root: JSONNode
  private(set) var notes = ImportNotes()

  init(path: String, model: String, root: JSONNode) {
    (self.path, self.model, self.root) = (path, model, root)
  }

  /// The scores of one epoch.
  /// - Parameter epoch: `final` or `best`.
  mutating func scores(_ epoch: String, _ take: ImportSink) throws {
    try score("\(epoch)_valid_accuracy", "accuracy", .fraction, epoch, take)
    try score("\(epoch)_valid_loss", "loss", .nats, epoch, take)
    let name = "\(epoch)_accuracy_by_kv_pairs"
    guard let value = root[name] else { return }
    guard let pairs = value.object else {
      throw fault(name, expected: "accuracies by number of pairs", value)
    }
    for pair in pairs.members {
      guard let count = Int(pair.key), count > 0 else {
        throw Fault(
          "\(name) has an unknown name", at: "\(path):\(pair.value.line)",
          expected: "a number of key-value pairs", found: pair.key.clipped)
      }
      try score(pair.value, "accuracy@kv=\(count)", .fraction, epoch, "\(name).\(count)", take)
    }
  }

  /// Points by epoch.
  mutating func points(_ take: ImportSink) throws {
    guard let history = root["epoch_history"] else { return }
    guard let rows = history.array else {
      throw fault("epoch_history", expected: "a list", history)
    }
    var last = -1
    for (index, row) in rows.enumerated() {
      let place = "epoch_history[\(index)]"
      guard let epoch = row["epoch"]?.natural else {
        throw Fault(
          "\(place).epoch is not a whole number", at: "\(path):\(row.line)", expected: "0 or more")
      }
      guard epoch > last else {
        notes.add("epochs that are not above the one before are left out", at: "line \(row.line)")
        continue
      }
      last = epoch
      try row.forEachLeaf { name, value in
        guard name != "epoch" else { return }
        guard !name.isEmpty else {
          return notes.add("values without a name are left out", at: "line \(row.line)")
        }
        guard let number = number(value, "\(place).\(name)") else { return }
        try take(.point(model, name, epoch, number, at: "\(place).\(name)"))
      }
    }
  }

  /// Notes where the final epoch is not the best, and where the file contradicts itself.
  mutating func compare() {
    let (final, best) = (root["final_valid_accuracy"]?.cell, root["best_valid_accuracy"]?.cell)
    if case .number(let final)? = final, case .number(let best)? = best, final != best {
      notes.add(
        "the final epoch is not the best: accuracy \(final) at the end, \(best) at its best")
      if final > best { notes.add("the best accuracy is below the final one") }
    }
    for name in ["final", "best"] { compare(name) }
  }

  /// A printed accuracy with the one that the history has for its epoch.
  private mutating func compare(_ name: String) {
    guard let rows = root["epoch_history"]?.array, let epoch = root["\(name)_epoch"]?.natural,
      let row = rows.first(where: { $0["epoch"]?.natural == epoch }),
      case .number(let told)? = row["valid_accuracy"]?.cell,
      case .number(let printed)? = root["\(name)_valid_accuracy"]?.cell, told != printed
    else { return }
    notes.add(
      "\(name)_valid_accuracy is \(printed), but epoch_history has \(told) for epoch \(epoch)")
  }

  // MARK: Values

  private mutating func score(
    _ name: String, _ metric: String, _ unit: MetricUnit, _ epoch: String,
    _ take: ImportSink
  ) throws {
    guard let value = root[name] else { return }
    try score(value, metric, unit, epoch, name, take)
  }

  private mutating func score(
    _ value: JSONNode, _ metric: String, _ unit: MetricUnit, _ epoch: String, _ place: String,
    _ take: ImportSink
  ) throws {
    guard let number = number(value, place) else { return }
    let holds = unit.allows(number)
    if !holds { notes.add("\(place) is not \(unit.rule), so it has no unit") }
    try take(
      .score(
        ScoreRecord(
          model: model, task: "mqar", metric: metric, filter: epoch, value: number,
          unit: holds ? unit : .score, locator: place)))
  }

  private mutating func number(_ value: JSONNode, _ place: String) -> Double? {
    notes.number(value.cell, of: nil, at: place)
  }

  private func fault(_ name: String, expected: String, _ found: JSONNode) -> Fault {
    Fault("\(name) has the wrong type", at: path, expected: expected, found: found.summary)
  }
}
