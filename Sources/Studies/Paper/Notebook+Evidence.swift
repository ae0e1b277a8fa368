import Core
import Notebook
import Paper
import Report

extension Notebook {
  /// All evidence of the store.
  public func evidence(file: String = #fileID, line: Int = #line) throws -> EvidenceBase {
    try asking(file: file, line: line) { try EvidenceBase(store) }
  }

  /// Binds the counts of a review: `NAME.count` and one `NAME.VERDICT` each.
  public func bind(
    _ name: String, countsOf review: ClaimReview, line: Int = #line
  ) throws {
    let sources = "the claims of Sources/Paper/Claims, judged by data/"
    try bind("\(name).count", review.results.count.of("claims"), from: sources, line: line)
    for verdict in Verdict.allCases {
      try bind(
        "\(name).\(verdict.rawValue)", review.count(verdict).of("claims"), from: sources, line: line
      )
    }
  }
}

extension ClaimReview {
  /// What a claim is called, with the place of its statement.
  public func labelCell(of result: ClaimResult) -> Table.Cell {
    .quoted(label(of: result), sources: [result.claim.place])
  }
}

extension SecondOpinion {
  /// Columns with a claim, and the verdicts by the paper's numbers and by others.
  /// - Parameter others: the header of the verdicts by others
  public static func verdicts(_ others: String, _ review: ClaimReview) -> [Column<SecondOpinion>] {
    [
      Column("") { review.labelCell(of: $0.paper) },
      Column("claim", align: .left) { $0.paper.statementCell },
      Column("the paper's", align: .left) { $0.paper.verdictCell },
      Column(others, align: .left) { $0.own.verdictCell },
    ]
  }
}

extension ClaimResult {
  /// The statement, whose numerals are the paper's, with the section that makes it.
  public var statementCell: Table.Cell {
    .quoted("\(claim.statement) (\(claim.section))", sources: [claim.place])
  }

  public var verdictCell: Table.Cell { .text(verdict?.rawValue ?? "unreadable") }

  /// The measured size.
  public var effectCell: Table.Cell {
    guard let effect = judgement?.effect, effect.value.isFinite else {
      return .missing(reason: "nothing could be measured")
    }
    return effect.value.cell(.number(.decimals(effect.decimals)), reads)
  }

  /// Its interval.
  public var intervalCell: Table.Cell {
    guard let effect = judgement?.effect, let interval = effect.interval else {
      return .missing(reason: "no interval: a count, or exact")
    }
    return .number(
      text: NumberText.interval(interval.low, interval.high, effect.decimals),
      value: interval.high - interval.low, sources: reads)
  }

  /// How many things the verdict rests on.
  public var countCell: Table.Cell {
    guard let judgement, let n = judgement.n else { return .missing(reason: "nothing measured") }
    return n.cell(.plain, reads)
  }

  /// Why, with what the effect and its interval are.
  public var reasonCell: Table.Cell {
    guard let judgement else { return .quoted(failure ?? "unreadable", sources: reads) }
    let effect = judgement.effect.map { effect in
      " Effect: \(effect.name)" + (effect.interval.map { ", \($0.kind)" } ?? "")
    }
    let count = judgement.n.map { "n\u{A0}=\u{A0}\($0) \(judgement.unit)" }
    let basis = [effect, count].compactMap { $0 }.joined(separator: "; ")
    return .quoted(judgement.sentence + basis + (basis.isEmpty ? "" : "."), sources: reads)
  }

  /// The verdicts under other choices, those that differ from this one first.
  public var sensitivityCell: Table.Cell {
    guard let judgement, !judgement.sensitivity.isEmpty else {
      return .missing(reason: "no other choice to make")
    }
    let other = judgement.sensitivity.filter { $0.verdict != judgement.verdict }
    let same = judgement.sensitivity.filter { $0.verdict == judgement.verdict }
    let changed = other.map { "\($0.change): \($0.verdict.rawValue)" }
    let kept = same.isEmpty ? [] : ["unchanged: " + same.map(\.change).joined(separator: ", ")]
    return .quoted((changed + kept).joined(separator: "; "), sources: reads)
  }
}

extension Comparison {
  /// The printed number, as it is printed.
  public func printedCell(_ sources: [String]) -> Table.Cell {
    printed.cell(.number(.decimals(decimals)), sources)
  }

  /// The recomputed one, with a digit more.
  public func recomputedCell(_ sources: [String]) -> Table.Cell {
    recomputed.cell(.number(.decimals(decimals + (decimals > 0 ? 1 : 0))), sources)
  }

  /// What rounding explains.
  public func toleranceCell(_ sources: [String]) -> Table.Cell {
    tolerance.cell(.number(.decimals(decimals + 1)), sources)
  }
}

extension Notebook {
  /// States the verdicts on claims: `values.json` lists them, and `interleave verify` compares them.
  /// - Parameter scope: whose numbers decided, where it is not the claims' own scope
  /// - Throws: `Fault` where a verdict on a claim from these numbers was stated before.
  public func state(
    _ results: [ClaimResult], scope: String? = nil, line: Int = #line
  ) throws {
    for result in results {
      let verdict = BoundVerdict(result, scope: scope, cell: place(line))
      if let earlier = verdicts.first(where: { $0.name == verdict.name }) {
        throw Fault(
          "the verdict was stated before", at: place(line),
          found: "\(verdict.name), stated at \(earlier.cell)")
      }
      try trace(
        .verdict, verdict.name, shown: "\(verdict.verdict): \(verdict.statement)",
        sources: verdict.sources, line: line)
      verdicts.append(verdict)
    }
  }
}

extension BoundVerdict {
  init(_ result: ClaimResult, scope: String?, cell: String) {
    let effect = result.judgement?.effect.flatMap { $0.value.isFinite ? $0 : nil }
    let interval = effect?.interval.flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
    self.init(
      claim: result.claim.id, scope: scope ?? result.claim.scope.rawValue,
      statement: result.claim.statement, verdict: result.verdict?.rawValue ?? "unreadable",
      effect: effect?.value, effectName: effect?.name,
      interval: interval.map { [$0.low, $0.high] }, intervalKind: interval?.kind,
      n: result.judgement?.n, sources: result.reads, cell: cell)
  }
}
