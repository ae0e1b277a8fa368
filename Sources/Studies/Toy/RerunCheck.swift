import Core
import Foundation
import Lab
import Notebook
import Paper
import Published
import Runs

/// Recorded runs trained once more, to see that the record is what training gives.
///
/// Where engine, CPU and OpenBLAS's kernels are those of the record, the result has to be the same to the
/// last bit. Elsewhere rounding differs, and a jump in recall may come earlier or later; what has to agree
/// then is every loss before training and, at the next evaluation and the last, that of tasks whose floor
/// is known and above zero: the language.
public struct RerunCheck: Codable, Sendable, Equatable {
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    case same = "the same bits"
    case close = "within tolerance"
    case differs
    case crashed = "not finished"
  }

  /// One run, as recorded and as trained now.
  public struct Entry: Codable, Sendable, Equatable, HasSources {
    public var identity: String
    public var title: String
    /// Where the record stands.
    public var place: String
    public var sources: [String] { [place] }
    public var recorded: String
    /// The hash of the result now; empty where there is none.
    public var now: String
    public var verdict: Verdict
    /// Whether engine, CPU and kernels are those of the record.
    public var isSameMachine: Bool
    /// The largest difference of a loss that has to agree, nats.
    public var difference: Double
  }

  public var entries: [Entry]

  /// How far losses may differ on another machine, nats: before training, and of the language after.
  ///
  /// Measured: every stack of the profile `standard`, one seed each, trained with OpenBLAS's Haswell
  /// kernels against records of Cooperlake's. No loss before training differed by 0.00001, none of the
  /// language by more than 0.009; losses of recall differed by up to 0.19 at the next evaluation.
  public static let tolerances = (start: 1e-3, language: 0.03)

  /// Records to train again, drawn by a seed: the same seed draws the same ones.
  public static func draw(_ records: [RecordedRun], count: Int, seed: UInt64) -> [RecordedRun] {
    var stream = RandomStream(seed: seed, named: "rerun")
    let finished = records.filter { $0.run.outcome == .finished }
    return Array(finished.shuffled(using: &stream).prefix(count))
  }

  /// Compares records with what a store has of the same runs.
  public init(_ records: [RecordedRun], against store: RunStore) throws {
    entries = try records.map { record in
      try Entry(
        record, try store.run(record.run.identity), try store.evaluations(of: record.run.identity))
    }
  }

  /// How many came out how: `2 the same bits`, in the order of verdicts.
  public var summary: String {
    Wording.list(
      Verdict.allCases.compactMap { verdict in
        let count = entries.count { $0.verdict == verdict }
        return count > 0 ? "\(count) \(verdict.rawValue)" : nil
      })
  }

  /// What a table has room for: those that did not come out to the same bits, then others in their order.
  public func rows(atMost count: Int) -> [Entry] {
    let ordered = entries.filter { $0.verdict != .same } + entries.filter { $0.verdict == .same }
    return Array(ordered.prefix(count))
  }

  /// What did not come out as recorded.
  public var failures: [String] {
    entries.filter { $0.verdict == .differs || $0.verdict == .crashed }.map { entry in
      "\(entry.place): \(entry.title): \(entry.verdict.rawValue); recorded \(entry.recorded.prefix(12)), "
        + "now \(entry.now.isEmpty ? "nothing" : String(entry.now.prefix(12)))"
    }
  }
}

extension RerunCheck.Entry {
  init(_ record: RecordedRun, _ now: StoredRun?, _ curve: [Evaluation]) throws {
    let about = record.run.description
    identity = about.identity
    title = "\(about.family), \(about.layout), seed \(about.seed)"
    place = record.place
    recorded = record.run.recordHash ?? ""
    self.now = now?.recordHash ?? ""
    isSameMachine =
      now?.coreType == record.run.coreType && now?.cpu == record.run.cpu
      && now?.description.engine == about.engine
    let gaps = Self.gaps(record.evaluations, curve)
    difference = gaps.map(\.gap).max() ?? 0
    guard now?.outcome.isFinal == true else {
      verdict = .crashed
      return
    }
    if self.now == recorded {
      verdict = .same
    } else if isSameMachine || gaps.isEmpty || gaps.contains(where: { $0.gap > $0.allowed }) {
      verdict = .differs
    } else {
      verdict = .close
    }
  }

  /// The losses that have to agree, and by how much.
  private static func gaps(
    _ recorded: [Evaluation], _ now: [Evaluation]
  ) -> [(gap: Double, allowed: Double)] {
    guard recorded.count == now.count, recorded.map(\.step) == now.map(\.step), recorded.count > 1
    else { return [] }
    let allowed = RerunCheck.tolerances
    func gaps(_ place: Int, _ allowed: Double, where isWanted: (TaskScore) -> Bool)
      -> [(gap: Double, allowed: Double)]
    {
      recorded[place].scores.filter(isWanted).map { score in
        let other = now[place].scores.first { $0.task == score.task }?.loss ?? .infinity
        return (abs(other - score.loss), allowed)
      }
    }
    return gaps(0, allowed.start) { _ in true }
      + [1, recorded.count - 1].flatMap { gaps($0, allowed.language) { ($0.floor ?? 0) > 0 } }
  }
}

extension Notebook {
  /// What became of recorded runs that were trained again for this report; nil where none were.
  public func rerunCheck() throws -> RerunCheck? {
    guard let file = options.reruns else { return nil }
    return try JSONDecoder().decode(
      RerunCheck.self, from: InputFile.data(at: URL(fileURLWithPath: file)))
  }
}
