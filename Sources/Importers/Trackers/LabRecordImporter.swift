import Core
import Lab
import Published
import Results
import Runs
import Storage

/// Training runs of this program's own, out of its store of runs.
///
/// Scores are those of a run's last evaluation; each evaluation gives points. A run is called by its
/// family, layout, width, seed and the beginning of its identity.
enum LabRecordImporter: ResultImporter {
  static let format = "interleave-runs"
  static let title = "Interleave's own training runs (runs.sqlite)"

  static var mayBeEmpty: Bool { true }

  /// The mark of a store of runs.
  static func recognises(_ file: ImportFile) -> Bool {
    SQLiteHeader(file.head)?.applicationID == Schema.runs.applicationID
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let store = try RunStore.openReadOnly(at: file.url)
    var notes = ImportNotes()
    for run in try store.runs() {
      let name = name(run)
      if !run.outcome.isFinal {
        notes.add("runs that are \(run.outcome.rawValue): their scores are not final", at: name)
      }
      let curve = try store.evaluations(of: run.identity)
      if curve.isEmpty { notes.add("runs without an evaluation are left out", at: name) }
      for evaluation in curve {
        try points(evaluation, run: name, at: run.identity, &notes, take)
      }
      if let last = curve.last { try scores(last, run: name, at: run.identity, &notes, take) }
      if !curve.isEmpty { try take(.model(name, statement(run.description, at: file.path))) }
    }
    return ImportSummary(version: "\(Schema.runs.steps.count)", warnings: notes.warnings)
  }

  /// `gla/one in 4/d64/seed 1/0123456789ab`.
  static func name(_ run: StoredRun) -> String {
    let about = run.description
    return [
      about.family, about.layout, "d\(about.width)", "seed \(about.seed)",
      String(about.identity.prefix(12)),
    ].joined(separator: "/")
  }

  /// Runs of one size make a scale of their own, so that they never meet results of another size.
  private static func statement(_ run: RunDescription, at path: String) -> ModelStatement {
    ModelStatement(
      .record, at: path, family: run.family,
      scale: "toy: \(run.layers) layers of width \(run.width)",
      ratioConvention: .stated, totalLayers: run.layers, attentionLayers: run.attentionLayers)
  }

  private static func points(
    _ evaluation: Evaluation, run: String, at identity: String, _ notes: inout ImportNotes,
    _ take: ImportSink
  ) throws {
    var values: [(String, Double?)] = [
      ("training_loss", evaluation.trainingLoss), ("gradient_norm", evaluation.gradientNorm),
      ("learning_rate", evaluation.learningRate),
    ]
    for score in evaluation.scores {
      values += [("\(score.task)/loss", score.loss), ("\(score.task)/accuracy", score.accuracy)]
    }
    for case (let series, let value?) in values {
      guard value.isFinite else {
        notes.add("\(series): values that are not finite are left out", at: run)
        continue
      }
      try take(.point(run, series, evaluation.step, value, at: "\(identity)/\(evaluation.step)"))
    }
  }

  private static func scores(
    _ evaluation: Evaluation, run: String, at identity: String, _ notes: inout ImportNotes,
    _ take: ImportSink
  ) throws {
    for score in evaluation.scores {
      let place = "\(identity)/\(evaluation.step)/\(score.task)"
      let values: [(String, Double, MetricUnit, Bool)] = [
        ("accuracy", score.accuracy, .fraction, true), ("loss", score.loss, .nats, false),
      ]
      for (metric, value, unit, isMoreBetter) in values where value.isFinite {
        let holds = unit.allows(value)
        if !holds { notes.add("\(metric): values that are not \(unit.rule)", at: place) }
        try take(
          .score(
            ScoreRecord(
              model: run, task: score.task, metric: metric, value: value,
              unit: holds ? unit : .score, n: score.predictions, higherIsBetter: isMoreBetter,
              locator: place)))
      }
    }
  }
}
