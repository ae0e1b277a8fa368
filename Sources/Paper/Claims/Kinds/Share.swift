import Core

/// "Most": how many of some things satisfy a condition.
enum Share {
  /// - Parameters:
  ///   - margins: what is unstated in the condition, from strict to generous; a verdict holds only
  ///     where all of them agree
  static func most(
    _ name: String, of values: [FamilyValue], margins: [Double], what: (Double) -> String,
    satisfies: (Double, Double) -> Bool
  ) throws -> Judgement {
    guard !values.isEmpty else { throw Unprinted("no value is printed") }
    let counts = margins.map { margin in values.count { satisfies($0.value, margin) } }
    let verdicts = counts.map { 2 * $0 > values.count ? Verdict.supported : .contradicted }
    let agreed = verdicts.allSatisfy { $0 == verdicts[0] }
    let texts = zip(margins, counts).map { "\($1) of \(values.count) \(what($0))" }
    return Judgement(
      agreed ? verdicts[0] : .inconclusive, sentence(texts),
      effect: Effect(name, Double(counts[0]) / Double(values.count), decimals: 2),
      n: values.count, unit: "families",
      sensitivity: margins.count > 1
        ? margins.indices.map {
          Sensitivity(
            what(margins[$0]), verdicts[$0], effect: Double(counts[$0]) / Double(values.count))
        } : [])
  }

  private static func sentence(_ parts: [String]) -> String {
    parts.joined(separator: ", ") + "."
  }
}
