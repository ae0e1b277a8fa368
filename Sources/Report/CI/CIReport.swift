/// What a run of the main job came to, for the texts that build services show.
public struct CIReport: Sendable {
  public var verdicts: [CIVerdict]
  /// Verdicts that are not those on record.
  public var drift: [CIDrift]
  public var failures: [CIFailure]
  /// The report; nil where none was made.
  public var document: Document?
  /// Where readers find all files of the report: a link, or nil where there is none.
  public var artifact: String?
  /// The address that the report's folder is served at; figures are shown from there.
  public var pages: String?

  public init(
    verdicts: [CIVerdict], drift: [CIDrift] = [], failures: [CIFailure] = [],
    document: Document? = nil, artifact: String? = nil, pages: String? = nil
  ) {
    self.verdicts = verdicts
    self.drift = drift
    self.failures = failures
    self.document = document
    self.artifact = artifact
    self.pages = pages
  }

  /// How many claims have this verdict.
  public func count(_ outcome: CIVerdict.Outcome) -> Int {
    verdicts.count { $0.outcome == outcome }
  }

  /// Whether every step finished, every claim was judged, and all verdicts are those on record.
  public var isAsExpected: Bool {
    failures.isEmpty && drift.isEmpty && count(.unreadable) == 0 && !verdicts.isEmpty
  }

  /// `15 of 41 claims supported`
  var headline: String {
    verdicts.isEmpty
      ? "No claim was judged" : "\(count(.supported)) of \(verdicts.count) claims supported"
  }

  /// What a reader of the code should see beside it: what failed or changed as errors, and what the
  /// numbers contradict as warnings.
  public var problems: [CIProblem] {
    let failed = failures.map {
      CIProblem(
        .error, check: "analysis", title: "\($0.name) failed", $0.message, at: $0.location)
    }
    let drifted = drift.map {
      CIProblem(
        .error, check: "verdict-on-record", title: "verdict on \($0.id)", $0.sentence,
        at: $0.location)
    }
    return failed + drifted + verdicts.compactMap(problem)
  }

  private func problem(_ verdict: CIVerdict) -> CIProblem? {
    let text = "\(verdict.statement): \(verdict.reason)"
    switch verdict.outcome {
    case .supported, .inconclusive, .untestable: return nil
    case .contradicted:
      return CIProblem(
        .warning, check: "claim", title: "\(verdict.id) is contradicted", text,
        at: verdict.location)
    case .unreadable:
      return CIProblem(
        .error, check: "claim", title: "\(verdict.id) could not be read", text,
        at: verdict.location)
    }
  }
}
