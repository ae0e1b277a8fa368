import Core
import Foundation
import Lab
import Published
import Runs

/// Measures each stack of a profile and writes the file of the kind `speeds`.
public struct ToySpeedFile {
  private let profile: Profile
  public var benchmark = StackBenchmark()

  public init(_ profile: Profile) { self.profile = profile }

  /// The profile's stacks: the first run of each family and layout.
  public func stacks() throws -> [SweepRun] {
    var seen: Set<[String]> = []
    return try profile.sweep().filter {
      seen.insert([$0.description.family, $0.description.layout]).inserted
    }
  }

  /// The file's text.
  /// - Parameter progress: told of each stack before it is measured
  public func measure(_ progress: (SweepRun) -> Void) throws -> String {
    let rows = try stacks().map { stack -> [String] in
      progress(stack)
      return Self.row(stack, try benchmark.run(stack.config))
    }
    return CSV.text(header: StackSpeed.columns, rows: rows)
  }

  static func row(_ stack: SweepRun, _ result: StackBenchmark.Result) -> [String] {
    let about = stack.description
    return [
      about.profile, about.family, about.layout, "\(about.layers)", "\(about.width)",
      "\(stack.config.sequenceLength)", NumberText.fixed(result.trainTokensPerSecond, 0),
      NumberText.fixed(result.trainShareOfSgemm, 4),
      NumberText.fixed(result.decodeTokensPerSecond, 0), NumberText.fixed(result.sgemmGflops, 1),
      result.coreType, result.cpu,
    ]
  }
}
