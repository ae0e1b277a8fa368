import Core
import Results

/// The header of a chart's export: an axis, and columns `run - series`, each with its range in `__MIN` and `__MAX`.
struct WandbChart {
  private struct Part: Hashable {
    let run: String
    let series: String
  }

  private let header: [String]
  private let axis: Int
  private let parts: [Part?]

  /// Nil where the header is not that of a chart.
  init?(_ header: [String]) {
    let axis = header.firstIndex(of: WandbSteps.calls) ?? header.firstIndex(of: Self.calls) ?? 0
    guard header.count > 1 else { return nil }
    let parts = header.map(Self.part)
    guard header.indices.allSatisfy({ ($0 == axis) != (parts[$0] != nil) }) else { return nil }
    let isStep = [WandbSteps.calls, Self.calls].contains(header[axis]) || Self.isStep(header[axis])
    guard isStep || header.contains(where: Self.isRange) else { return nil }
    self.header = header
    self.axis = axis
    self.parts = parts
  }

  /// What a chart calls `_step`.
  private static let calls = "Step"
  private static let steps: Set<String> = ["step", "steps", "iter", "iteration", "iterations"]

  /// - Throws: `Fault` where the axis gives no steps.
  func columns(at place: String, _ notes: inout ImportNotes) throws -> CurveColumns {
    let name = header[axis]
    let isTokens = Self.words(name).contains { $0 == "tokens" || $0 == "token" }
    guard isTokens || Self.isStep(name) else { throw Self.noSteps(name, at: place) }
    if isTokens { notes.add("the steps are counts of tokens, and the series are named after them") }
    if name == Self.calls || name == WandbSteps.calls {
      notes.add("the step is the chart's \(name), which counts calls of wandb.log")
    }
    var counts: [Part: Int] = [:]
    var series: [CurveColumns.Series] = []
    for index in header.indices {
      guard let part = parts[index], isTaken(part, &notes) else { continue }
      let count = counts[part, default: 0] + 1
      counts[part] = count
      if count > 1 { notes.add("runs of one name: the later ones are numbered") }
      series.append(
        CurveColumns.Series(
          index: index, run: count > 1 ? "\(part.run) #\(count)" : part.run,
          name: isTokens ? "\(part.series) by \(name)" : part.series))
    }
    return CurveColumns(step: axis, series: series)
  }

  private func isTaken(_ part: Part, _ notes: inout ImportNotes) -> Bool {
    if Self.isRange(part.series) {
      notes.add("the columns __MIN and __MAX, a chart's ranges, are left out")
      return false
    }
    return !part.series.hasPrefix("_")
  }

  private static func isRange(_ name: String) -> Bool {
    name.hasSuffix("__MIN") || name.hasSuffix("__MAX")
  }

  private static func isStep(_ name: String) -> Bool {
    words(name).last.map(steps.contains) ?? false
  }

  private static func words(_ name: String) -> [String] {
    name.lowercased().split { "/._- ".contains($0) }.map(String.init)
  }

  private static func noSteps(_ axis: String, at place: String) -> Fault {
    Fault(
      "the chart's horizontal axis gives no steps", at: place,
      expected: "Step, a training step such as train/global_step, or a count of tokens",
      found: axis.clipped,
      hint: "set the chart's x axis to Step and export it again, or export the run's history")
  }

  /// A run's name may hold ` - `; a series hardly does.
  private static func part(_ name: String) -> Part? {
    let bytes = Array(name.utf8)
    guard bytes.count > 4 else { return nil }
    let start = (1...bytes.count - 4).last { Array(bytes[$0..<$0 + 3]) == [0x20, 0x2D, 0x20] }
    guard let start else { return nil }
    return Part(
      run: String(decoding: bytes[..<start], as: UTF8.self),
      series: String(decoding: bytes[(start + 3)...], as: UTF8.self))
  }
}
