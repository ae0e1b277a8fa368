import Core
import Foundation

/// A training run that was kept: a line of a file of recorded runs, with all that its result says.
///
/// The line is a JSON object with sorted keys. `curve` has a list for each evaluation: step, tokens,
/// training loss, gradient norm, learning rate, and a list for each task: name, loss, accuracy,
/// predictions, sequences, floor.
public struct RecordedRun: Sendable, Equatable {
  public let run: StoredRun
  /// The curve, by step.
  public let evaluations: [RunEvaluation]
  /// Where it stands: `data/toy/standard.jsonl:3`; empty for one that was just computed.
  public var place = ""

  /// - Throws: `Fault` where the run has no result.
  public init(_ run: StoredRun, _ evaluations: [RunEvaluation]) throws {
    guard run.outcome.isFinal, run.recordHash != nil else {
      throw Fault(
        "the run has no result that could be kept", at: run.identity, found: run.outcome.rawValue)
    }
    (self.run, self.evaluations) = (run, evaluations)
  }

  /// The runs in a file of recorded runs, each checked against its hash.
  /// - Throws: `Fault` with the file's line.
  public static func read(_ file: URL) throws -> [RecordedRun] {
    let data = try InputFile.data(at: file)
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return try lines.enumerated().filter { !$0.element.isEmpty }.map { index, line in
      let json = try JSONReader.read(Data(line), at: file.path, line: index + 1)
      return try RecordedRun(json, at: "\(file.path):\(index + 1)")
    }
  }

  /// The line, without its end.
  public func line() throws -> String {
    let about = run.description
    let json: JSONValue = [
      "identity": .string(about.identity), "profile": .string(about.profile),
      "config": .string(about.config), "family": .string(about.family),
      "layout": .string(about.layout), "attention_layers": .integer(about.attentionLayers),
      "layers": .integer(about.layers), "d_model": .integer(about.width),
      "seed": .integer(about.seed), "engine": .string(about.engine),
      "parameters": run.parameters.map { .integer($0) } ?? .null,
      "core_type": run.coreType.map { .string($0) } ?? .null,
      "cpu": run.cpu.map { .string($0) } ?? .null, "outcome": .string(run.outcome.rawValue),
      "reason": run.reason.map { .string($0) } ?? .null, "seconds": .finite(run.seconds),
      "record_hash": run.recordHash.map { .string($0) } ?? .null,
      "curve": .array(evaluations.map(Self.json)),
    ]
    return String(decoding: try json.data(), as: UTF8.self)
  }

  private static func json(_ evaluation: RunEvaluation) -> JSONValue {
    let head: [JSONValue] = [
      .integer(evaluation.step), .integer(evaluation.tokens), .finite(evaluation.trainingLoss),
      .finite(evaluation.gradientNorm), .number(evaluation.learningRate),
    ]
    let scores = evaluation.scores.map { score -> JSONValue in
      [
        .string(score.task), .number(score.loss), .number(score.accuracy),
        .integer(score.predictions), .integer(score.sequences), .finite(score.floor),
      ]
    }
    return .array(head + [.array(scores)])
  }
}
