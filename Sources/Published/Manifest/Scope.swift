/// Whose numbers a file holds.
public enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
  /// Printed in the paper that this project reproduces.
  case paper
  /// Measured by others on the paper's released checkpoints.
  case independent
  /// Printed in other papers about hybrid models, for context.
  case otherPapers = "other-papers"
  /// Made by this project.
  case project
}
