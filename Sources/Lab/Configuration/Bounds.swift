import Core
import Foundation

/// The largest numbers that a configuration may hold. They are far above the scale of toy models, and so
/// small that no product of them leaves the range of an `Int`.
public enum Bounds {
  /// Layers of a stack.
  public static let layers = 1024
  /// The width of a model, and what else counts channels or heads.
  public static let width = 65_536
  /// The width of the GatedMLP.
  static let intermediate = 1 << 20
  /// Token ids are below this.
  static let vocabulary = 1 << 24
  /// Optimiser steps of a run, and steps between two events.
  public static let steps = 1_000_000_000
  /// Sequences of a batch.
  static let batch = 65_536
  /// Sequences of an evaluation set.
  static let evaluationSequences = 1 << 20
  /// Tokens of a batch, and of an evaluation set.
  static let tokens = 1 << 26
  /// Tasks of a mixture.
  static let tasks = 256
  /// Numbers that a model learns.
  static let parameters = 1_000_000_000
  /// Bytes of a model with its optimiser and all activations.
  static let memory = 1 << 40
  /// The largest seed: the largest integer that every reader of JSON keeps.
  static let seed = (1 << 53) - 1
  /// Runs of a profile.
  public static let runs = 100_000

  /// The hint of faults about larger numbers.
  static let hint = "docs/runs.md lists the largest numbers that a configuration may have"

  /// - Throws: `Fault` where a model learns too many numbers, or needs more memory than there is.
  /// - Parameter available: bytes that it may take on this machine; nil where nothing is allocated.
  static func check(parameters: Int, activationBytes: Int, available: Int?) throws {
    try demand(
      parameters <= Self.parameters, "the model has too many parameters", at: "model",
      expected: "at most \(Self.parameters)", found: "\(parameters)",
      hint: "take a smaller width, vocabulary or number of layers")
    // Values, gradients and two moments of the optimiser, four bytes each.
    let bytes = activationBytes + 16 * parameters
    let most = min(memory, available ?? memory)
    try demand(
      bytes <= most, "the model does not fit into memory", at: "model",
      expected: "at most \(most) bytes", found: "\(bytes) bytes",
      hint: "take a smaller model, batch or sequence length")
  }

  /// Three quarters of this machine's memory.
  static var machineMemory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 4 * 3) }

  /// - Throws: `Fault` where a batch or an evaluation set has too many tokens.
  static func checkTokens(_ name: String, sequences: Int, length: Int, at place: String) throws {
    let (product, overflows) = sequences.multipliedReportingOverflow(by: length)
    try demand(
      !overflows && product <= tokens, "\(name) times sequenceLength is too large", at: place,
      expected: "at most \(tokens) tokens", found: "\(sequences) times \(length)", hint: hint)
  }
}
