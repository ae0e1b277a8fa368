import Core
import Foundation

/// A long CSV for timing its import: models with scores as an evaluation harness writes them, each
/// followed by its run's curves. The same size gives the same bytes.
struct LongCSVSample {
  let rows: Int

  private static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"
  private static let scoresOfModel = 2_000
  private static let pointsOfModel = 2_000
  private static let metrics = ["acc", "acc_norm", "exact_match", "f1"]
  private static let series = ["loss", "grad_norm", "learning_rate", "memory", "tps"]

  func write(to file: URL) throws {
    try AtomicFile.write(to: file) { sink in
      var random = RandomStream(seed: 1, named: "long CSV")
      var text = Self.header
      for row in 0..<rows {
        text += Self.line(row, &random)
        if text.utf8.count > 1 << 20 || row == rows - 1 {
          try text.withUTF8 { try sink.write(UnsafeRawBufferPointer($0)) }
          text.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  private static func line(_ row: Int, _ random: inout RandomStream) -> String {
    let (model, place) = row.quotientAndRemainder(dividingBy: scoresOfModel + pointsOfModel)
    return place < scoresOfModel
      ? score(model, place, random.uniform())
      : point(model, place - scoresOfModel, random.uniform())
  }

  private static func score(_ model: Int, _ place: Int, _ value: Double) -> String {
    let (task, metric) = place.quotientAndRemainder(dividingBy: metrics.count)
    let spread = value * 0.0625
    return "score,lab/model-\(model),suite_\(task / 50)_task_\(task),\(metrics[metric]),none,"
      + "\(task % 6),1.0,,\(value),\(spread),\(500 + task),fraction,true\n"
  }

  private static func point(_ run: Int, _ place: Int, _ value: Double) -> String {
    let (step, curve) = place.quotientAndRemainder(dividingBy: series.count)
    return "point,lab/model-\(run),\(series[curve]),,,,,\(10 * step),\(value * 8),,,,\n"
  }
}
