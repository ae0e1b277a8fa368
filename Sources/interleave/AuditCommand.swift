import ArgumentParser
import Core
import Paper

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Recompute the paper's numbers from the numbers that it prints.",
    discussion: """
      The audit recomputes averages, the weighting behind RULER's average, quantities that are printed \
      twice, statements about the best model or a rank, quoted numbers and cost factors. It also looks for \
      accuracies that no whole number of items gives. A finding is consistent, discrepant (the difference \
      is larger than rounding explains) or not checkable.

      Exit status: 0 when the audit was made, whatever it found; 2 when it could not be made.
      """)

  @OptionGroup var evidence: EvidenceOptions

  @Flag(help: "Print a JSON list of {id, where, what, printed, recomputed, tolerance, status}.")
  var json = false

  @Flag(help: "List all findings, not only the discrepant ones.")
  var all = false

  func run() throws {
    let audit = try Unchecked.run { try PaperAudit(try evidence.load()) }
    guard !json else { return try audit.json.printed() }
    Terminal.print(text(audit), terminator: "")
  }

  private func text(_ audit: PaperAudit) -> String {
    let shown = all ? audit.findings : audit.discrepancies
    let header = ["status", "where", "printed", "recomputed", "tolerance", "what", "why"]
    let rows = shown.map { finding -> [String] in
      let numbers = finding.comparison
      let decimals = numbers?.decimals ?? 3
      return [
        finding.status.rawValue, finding.place,
        numbers.map { NumberText.fixed($0.printed, decimals) } ?? "",
        numbers.map { NumberText.fixed($0.recomputed, decimals + 1) } ?? "",
        numbers.map { NumberText.fixed($0.tolerance, decimals + 1) } ?? "", finding.what,
        finding.sentence,
      ]
    }
    return TextTable.render(header: header, rows: rows) + "\n" + summary(audit)
  }

  /// What was found of each table; one without findings says so.
  private func summary(_ audit: PaperAudit) -> String {
    audit.summary().map { item in
      let bad = item.count(.discrepant)
      return "\(item.exhibit): \(item.count(.consistent) + bad) checked, "
        + (bad == 0 ? "no discrepancy" : "\(bad) discrepant")
        + (item.count(.uncheckable) > 0 ? ", \(item.count(.uncheckable)) not checkable" : "")
        + "\n"
    }.joined()
  }
}
