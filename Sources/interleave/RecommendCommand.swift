import ArgumentParser
import Core
import Foundation
import Paper

struct RecommendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend",
    abstract: "Recommend a family and ratio under your own constraints.",
    discussion: """
      A stack is a family of linear attention at one ratio. Of all stacks whose printed recall is within the \
      margin of the Transformer's, this picks the one that needs the least memory; if several need the same, \
      the one with the highest recall.

      The published numbers are single runs. The answer therefore states how often the pick would change: \
      the noise is estimated from how far families deviate from their common curve.
      """)

  @OptionGroup var evidence: EvidenceOptions

  @Option(help: "Consider only this family; repeat it for more. (default: all)")
  var family: [String] = []

  @Option(help: "The context length for which the cache is computed, in tokens.")
  var contextLength: Int = 4096

  @Option(help: "How far recall may be below the Transformer's, in accuracy from 0 to 1.")
  var recallMargin: Double = 0.02

  @Option(
    help: "How far language modelling may be below the best stack's. (default: no limit)")
  var lmMargin: Double?

  @Option(
    help: ArgumentHelp(
      "The memory budget of one sequence: a number of bytes, 256MiB, 1.5GiB, or 25% of the "
        + "Transformer's. (default: no limit)"))
  var kvBudget: MemoryBudget?

  @Option(
    help: "The meaning of r:1: one-in-r (as in the checkpoints) or linear-to-full (as in the text)."
  )
  var convention: RatioConvention = .oneInR

  @Flag(help: "Use recall from the fitted curve that all families share.")
  var smooth = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard contextLength > 0 else { throw ValidationError("--context-length must be positive") }
    guard (-1...1).contains(recallMargin) else {
      throw ValidationError("--recall-margin is an accuracy: 0.02 is two points")
    }
    guard convention != .stated else {
      throw ValidationError("--convention is one-in-r or linear-to-full")
    }
  }

  func run() throws {
    let recommendation = try Unchecked.run { () -> Recommendation in
      let base = try evidence.load()
      do {
        return try Recommendation(base, rule: try rule(base))
      } catch let missing as Unprinted {
        throw Fault("nothing can be recommended", found: missing.what)
      }
    }
    if json {
      try recommendation.json.printed()
    } else {
      Terminal.print(VisibleText.of(recommendation.text, keepingLines: true), terminator: "")
    }
    guard recommendation.pick != nil else { throw ExitCode(1) }
  }

  private func rule(_ base: EvidenceBase) throws -> DecisionRule {
    let known = base.families.filter { $0.role == .studied }
    let keys = try family.map { name in
      guard let found = known.first(where: { $0.isCalled(name) }) else {
        throw Fault.unknown("family", name, among: known.map(\.key), at: "--family")
      }
      return found.key
    }
    var rule = DecisionRule(
      recallMargin: recallMargin, lmMargin: lmMargin, contextLength: contextLength,
      convention: convention, families: keys, reading: smooth ? .curve : .cells)
    if let kvBudget {
      rule.cacheBudget = try kvBudget.bytes(
        ofFull: Candidates.fullCacheBytes(base, rule: rule))
    }
    return rule
  }
}

extension RatioConvention: ExpressibleByArgument {}

/// An amount of memory, or a share of what the Transformer takes.
struct MemoryBudget: ExpressibleByArgument {
  private let amount: Double
  private let isShare: Bool

  init?(argument: String) {
    let units = ["KiB": 1024.0, "MiB": 1_048_576, "GiB": 1_073_741_824, "%": 0.01, "B": 1, "": 1]
    let text = argument.trimmingCharacters(in: .whitespaces)
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text[digits.endIndex...].trimmingCharacters(in: .whitespaces)
    guard let number = Double(digits), number > 0, let factor = units[unit] else { return nil }
    amount = number * factor
    isShare = unit == "%"
  }

  func bytes(ofFull full: Double) throws -> Double { isShare ? amount * full : amount }
}
