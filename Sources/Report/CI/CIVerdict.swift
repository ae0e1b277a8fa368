/// A verdict on a claim, as build services show it.
public struct CIVerdict: Sendable, Equatable {
  public enum Outcome: String, Sendable, CaseIterable {
    case supported
    case contradicted
    case inconclusive
    case untestable
    /// The evidence could not be read, so there is no verdict.
    case unreadable
  }

  /// The claim's name: lower case, digits, hyphens.
  public var id: String
  /// What tables call it: `3b`.
  public var label: String
  /// What is claimed, with the section that claims it.
  public var statement: String
  public var outcome: Outcome
  /// The measured size; nil where nothing was measured.
  public var effect: Double?
  /// The size and its interval as the reader sees them; empty where there are none.
  public var effectText: String
  public var intervalText: String
  /// Why, in one sentence.
  public var reason: String
  /// A row of data that the verdict rests on.
  public var location: CILocation?

  public init(
    id: String, label: String, statement: String, outcome: Outcome, effect: Double? = nil,
    effectText: String = "", intervalText: String = "", reason: String = "",
    location: CILocation? = nil
  ) {
    self.id = id
    self.label = label
    self.statement = statement
    self.outcome = outcome
    self.effect = effect
    self.effectText = effectText
    self.intervalText = intervalText
    self.reason = reason
    self.location = location
  }
}

/// A line of a file of the repository.
public struct CILocation: Sendable, Equatable {
  /// The path from the repository's folder.
  public var file: String
  /// From 1.
  public var line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = max(1, line)
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
    self.id = id
    self.recorded = recorded
    self.present = present
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

/// A step that did not finish, and what it said.
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
    self.name = name
    self.message = message
    self.location = location
    self.section = section
  }
}
