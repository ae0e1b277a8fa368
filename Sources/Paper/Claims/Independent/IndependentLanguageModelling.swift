import Core
import Published

// Statement 2 again, on evaluations of the released checkpoints by others.

extension Claim {
  static let lmFlatIndependent = Claim(
    "lm-flat-independent", of: 2, section: "4.2", scope: .independent, kind: .equivalence,
    "Evaluated by others, language modelling of the 1.3B checkpoints is flat from 24:1 to 3:1"
  ) { evidence in
    let margin = try evidence.quote("lm-flat")
    let values = try evidence.families(.studied).compactMap { family -> FamilyValue? in
      guard let sparse = try mean(family, "24:1", evidence),
        let dense = try mean(family, "3:1", evidence)
      else { return nil }
      return FamilyValue(family: family, value: dense - sparse)
    }
    return try Equivalence(
      name: "change from 24:1 to 3:1 in the mean of \(tasks.count) tasks", values: values,
      margin: try margin.number(), source: "“\(margin.text)”, read as accuracy points",
      resolution: 0
    ).judgement()
  }

  private static let tasks = [
    ("arc_easy", "acc"), ("hellaswag", "acc_norm"), ("lambada_openai", "acc"), ("piqa", "acc"),
  ]

  /// The mean over the tasks; nil where one of them was not evaluated.
  private static func mean(
    _ family: Family, _ ratio: String, _ evidence: Evidence
  ) throws -> Double? {
    let values = try tasks.compactMap { task, metric in
      try files.lazy.compactMap {
        try evidence.ifPrinted(
          task, in: $0, family: family.key, ratio: ratio, metric: metric, scale: "1.3B")
      }.first?.value
    }
    return values.count == tasks.count ? values.reduce(0, +) / Double(values.count) : nil
  }

  private static let files = [
    "data/independent/entrainment_gated_ft.csv",
    "data/independent/entrainment_gated_ft_derived.csv",
  ]
}
