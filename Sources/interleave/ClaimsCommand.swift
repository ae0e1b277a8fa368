import ArgumentParser
import Core
import Foundation
import Paper

struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Judge the paper's claims by the evidence in data/.",
    discussion: """
      A verdict is supported, contradicted, inconclusive (the evidence is too weak) or untestable (a number \
      that the claim needs was never published). The verdicts are compared with the recorded ones in \
      data/expectations/claims.json.

      Exit status: 0 when all verdicts are as recorded, 1 when one differs, 2 when a claim could not be \
      checked.
      """)

  @OptionGroup var evidence: EvidenceOptions

  @Flag(help: "Print a JSON list of {id, scope, statement, verdict, effect, interval, n, where}.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Also write JUnit XML. A contradicted claim is a failure; an inconclusive or untestable one is skipped.",
      valueName: "file"))
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "The recorded verdicts. (default: data/expectations/claims.json in the project)",
      valueName: "file"))
  var expected: String?

  @Flag(help: "Record the present verdicts instead of comparing them.")
  var record = false

  func run() throws {
    let review = try Unchecked.run { ClaimReview(try evidence.load()) }
    if json {
      try review.json.printed()
    } else {
      Terminal.print(review.table, terminator: "")
    }
    try Unchecked.run {
      if let junit {
        try AtomicFile.write(Data(review.junit.utf8), to: URL(fileURLWithPath: junit))
      }
    }
    for result in review.results {
      if let failure = result.failure { warn("\(result.claim.id) could not be read: \(failure)") }
    }
    guard review.results.allSatisfy({ $0.failure == nil }) else { throw ExitCode(2) }
    try compare(review)
  }

  private func compare(_ review: ClaimReview) throws {
    let file =
      expected.map { URL(fileURLWithPath: $0) } ?? evidence.common.location.expectedClaims
    if record { return try Unchecked.run { try Expectations.record(review, to: file) } }
    let differences = try Unchecked.run {
      try Expectations(file: file).differences(from: review)
    }
    for line in differences { warn(line) }
    guard differences.isEmpty else { throw ExitCode(1) }
  }

  private func warn(_ text: String) {
    Terminal.complain(VisibleText.of(text))
  }
}

extension ClaimReview {
  /// The claims as columns of text, with the counts of verdicts below.
  var table: String {
    let header = ["claim", "scope", "verdict", "effect", "interval", "n", "statement"]
    let rows = results.map { result -> [String] in
      let effect = result.judgement?.effect
      let decimals = effect?.decimals ?? 3
      return [
        result.claim.id, result.claim.scope.rawValue, result.verdict?.rawValue ?? "unreadable",
        effect.map { NumberText.fixed($0.value, decimals) } ?? "",
        effect?.interval.map { NumberText.interval($0.low, $0.high, decimals) } ?? "",
        result.judgement?.n.map { "\($0)" } ?? "", result.claim.statement,
      ]
    }
    let counts = Verdict.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    return TextTable.render(header: header, rows: rows)
      + "\n\(results.count) claims: \(counts)\n"
  }
}
