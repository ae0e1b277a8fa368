import Core

/// The counts and effects of a report in OpenMetrics text
/// (https://prometheus.io/docs/specs/om/open_metrics_spec/), which GitLab compares between branches.
public enum CIMetrics {
  public static func text(_ report: CIReport) -> String {
    let verdicts = CIVerdict.Outcome.allCases.map {
      sample("interleave_claims", [("verdict", $0.rawValue)], "\(report.count($0))")
    }
    let effects = report.verdicts.compactMap { verdict in
      verdict.effect.flatMap { $0.isFinite ? $0 : nil }.map {
        sample("interleave_claim_effect", [("claim", verdict.id)], NumberText.exact($0))
      }
    }
    let document = report.document
    return family("interleave_claims", "Claims by verdict.", verdicts)
      + family("interleave_claim_effect", "The measured size that decides a claim.", effects)
      + gauge("interleave_drifted_verdicts", "Verdicts not as on record.", report.drift.count)
      + gauge("interleave_failed_steps", "Steps that did not finish.", report.failures.count)
      + gauge("interleave_values", "Values that prose names.", document?.values.count ?? 0)
      + gauge("interleave_tables", "Tables of the report.", document?.tables.count ?? 0)
      + gauge("interleave_figures", "Figures of the report.", document?.figures.count ?? 0)
      + "# EOF\n"
  }

  private static func gauge(_ name: String, _ help: String, _ value: Int) -> String {
    family(name, help, [sample(name, [], "\(value)")])
  }

  private static func family(_ name: String, _ help: String, _ samples: [String]) -> String {
    "# TYPE \(name) gauge\n# HELP \(name) \(help)\n" + samples.joined()
  }

  private static func sample(_ name: String, _ labels: [(String, String)], _ value: String)
    -> String
  {
    let text = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
    return "\(name)\(text.isEmpty ? "" : "{\(text)}") \(value)\n"
  }

  private static func escaped(_ text: String) -> String {
    VisibleText.of(text, keepingLines: true).replacing("\\", with: "\\\\")
      .replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
