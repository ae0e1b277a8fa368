import Core

/// The outcome of the main job, for the texts that build services show.
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
    (self.verdicts, self.drift, self.failures) = (verdicts, drift, failures)
    (self.document, self.artifact, self.pages) = (document, artifact, pages)
  }

  /// How many claims have this verdict.
  public func count(_ verdict: Verdict?) -> Int {
    verdicts.count { $0.verdict == verdict }
  }

  /// Whether every step finished, every claim was judged, and all verdicts are those on record.
  public var isAsExpected: Bool {
    failures.isEmpty && drift.isEmpty && count(nil) == 0 && !verdicts.isEmpty
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
        level: .error, title: "\($0.name) failed", message: $0.message, location: $0.location)
    }
    let drifted = drift.map {
      CIProblem(
        level: .error, title: "verdict on \($0.id)", message: $0.sentence, location: $0.location)
    }
    return failed + drifted + verdicts.compactMap(\.problem)
  }
}

/// A verdict on a claim, as build services show it.
public struct CIVerdict: Sendable, Equatable {
  /// The claim's name: lower case, digits, hyphens.
  public var id: String
  /// What tables call it: `3b`.
  public var label: String
  /// What is claimed, with the section that claims it.
  public var statement: String
  /// nil where the evidence could not be read.
  public var verdict: Verdict?
  /// The size and its interval as the reader sees them; empty where there are none.
  public var effectText: String
  public var intervalText: String
  /// Why, in one sentence.
  public var reason: String
  /// A row of data that the verdict rests on.
  public var location: CILocation?

  public init(
    id: String, label: String, statement: String, verdict: Verdict?, effectText: String = "",
    intervalText: String = "", reason: String = "", location: CILocation? = nil
  ) {
    (self.id, self.label, self.statement, self.verdict) = (id, label, statement, verdict)
    (self.effectText, self.intervalText) = (effectText, intervalText)
    (self.reason, self.location) = (reason, location)
  }

  /// The verdict in a word.
  var word: String { verdict?.rawValue ?? "unreadable" }

  var problem: CIProblem? {
    let text = "\(statement): \(reason)"
    return switch verdict {
    case .supported, .inconclusive, .untestable: nil
    case .contradicted:
      CIProblem(
        level: .warning, title: "\(id) is contradicted", message: text, location: location)
    case nil:
      CIProblem(
        level: .error, title: "\(id) could not be read", message: text, location: location)
    }
  }
}

/// A line of a file of the repository.
public struct CILocation: Sendable, Equatable {
  /// The path from the repository's folder.
  public var file: String
  /// From 1.
  public var line: Int

  public init(file: String, line: Int) {
    (self.file, self.line) = (file, max(1, line))
  }
}

/// A verdict that is not the one on record.
public struct CIDrift: Sendable, Equatable {
  /// The claim's name.
  public var id: String
  /// The verdict on record; nil where none is.
  public var recorded: String?
  /// The present one; nil where the claim is gone.
  public var present: String?
  /// Where it is on record.
  public var location: CILocation?

  public init(id: String, recorded: String?, present: String?, location: CILocation? = nil) {
    (self.id, self.recorded, self.present) = (id, recorded, present)
    self.location = location
  }

  /// What changed, as a sentence without a full stop.
  public var sentence: String {
    switch (recorded, present) {
    case (let recorded?, let present?): "\(id) is \(present), and is on record as \(recorded)"
    case (nil, let present?): "\(id) is \(present), and no verdict is on record"
    default: "\(id) has a verdict on record, and there is no such claim"
    }
  }
}

/// A step that failed, and its message.
public struct CIFailure: Sendable, Equatable {
  /// An analysis' name, or a step's: `training: quick`.
  public var name: String
  public var message: String
  /// Where it failed.
  public var location: CILocation?
  /// The name of the section that stands for it in the document.
  public var section: String?

  public init(
    name: String, message: String, location: CILocation? = nil, section: String? = nil
  ) {
    (self.name, self.message) = (name, message)
    (self.location, self.section) = (location, section)
  }
}
