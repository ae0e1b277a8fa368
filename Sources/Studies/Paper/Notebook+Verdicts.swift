import Core
import Notebook
import Paper
import Report

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
