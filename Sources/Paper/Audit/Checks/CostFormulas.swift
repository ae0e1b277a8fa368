import Core
import Published

extension AuditCheck {
  /// Table 4: the growth with L is the cost of a token times L, and the passes are the factor in
  /// front.
  public static let costFormulas = AuditCheck(
    "cost-formula", title: "The columns of Table 4 follow from one another"
  ) { bench in
    try Evidence(bench.base).costs().flatMap { cost in
      [
        try bench.finding(
          "growth/\(cost.mixer)", ["Table 4"], at: "Table 4, \(cost.mixer), growth with L",
          what: "FLOPs of a token times L, without the factor"
        ) { evidence in
          let cost = try row(cost.mixer, evidence)
          let expected = try Monomial(cost.flopsPerToken).multiplied(by: Monomial("L"))
            .withoutCoefficient
          let printed = try Monomial(cost.complexity)
          return .init(
            nil, status: printed == expected ? .consistent : .discrepant,
            "\(cost.flopsPerToken) a token gives \(expected), printed \(cost.complexity).")
        },
        try bench.finding(
          "passes/\(cost.mixer)", ["Table 4"], at: "Table 4, \(cost.mixer), passes",
          what: "the factor of the formula"
        ) { evidence in
          let cost = try row(cost.mixer, evidence)
          guard let passes = cost.passes else { throw Unprinted("no passes are printed") }
          return .init(
            Comparison(
              printed: Double(passes), recomputed: try Monomial(cost.flopsPerToken).coefficient,
              tolerance: 0, decimals: 0), "Passes over the state a token.")
        },
      ]
    }
  }

  private static func row(_ mixer: String, _ evidence: Evidence) throws -> MixerCost {
    guard let cost = evidence.cost(named: mixer) else {
      throw Unprinted("Table 4 has no \(mixer)")
    }
    return cost
  }
}
