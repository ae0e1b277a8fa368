import Core
import Statistics

// Statement 11, appendix C: which of RULER's subtasks depend on the ratio. The paper prints
// subtasks at each family's best ratio only, so there is nothing along the ratio to test.

extension Claim {
  static let subtasksDepend = Claim(
    "needles-and-qa-depend", of: 11, section: "appendix C", kind: .trend,
    "Single-key, multi-key and question answering depend on the ratio"
  ) { evidence in
    try along(["ruler_singlevalue", "ruler_multikey", "ruler_qa"], evidence) { $0 < Judging.alpha }
  }

  static let wordsDoNot = Claim(
    "words-do-not-depend", of: 11, section: "appendix C", kind: .trend,
    "Common and frequent words do not depend on the ratio"
  ) { evidence in try along(["ruler_cwe_fwe"], evidence) { $0 >= Judging.alpha } }

  /// The p value of each family's rise over the ratios, where a subtask is printed at three or more.
  private static func along(
    _ tasks: [String], _ evidence: Evidence, satisfies: (Double) -> Bool
  ) throws -> Judgement {
    let trends = try tasks.flatMap { task in
      try evidence.families(.studied).compactMap { family -> Double? in
        let rows = try Evidence.ratios.compactMap {
          try evidence.ifPrinted(task, in: PaperTable.five.path, family: family.key, ratio: $0)
        }
        guard rows.count >= 3 else { return nil }
        let order = rows.compactMap { $0.model.attentionFraction }
        return try KendallTau(order, rows.map(\.value)).pGreater
      }
    }
    guard !trends.isEmpty else {
      return .untestable("Untestable: Table 5 prints each family at one ratio only.")
    }
    let count = trends.count(where: satisfies)
    return Judgement(
      count == trends.count ? .supported : count == 0 ? .contradicted : .inconclusive,
      "\(count) of \(trends.count) series behave so.",
      effect: Effect("share of series", Double(count) / Double(trends.count), decimals: 2),
      n: trends.count, unit: "series")
  }
}
