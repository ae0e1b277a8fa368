import Core
import Notebook
import Statistics

extension Notebook {
  /// Binds a number that follows from a curve as `name`, and its interval as `name.interval`.
  public func bind(
    _ name: String, of study: CurveStudy, decimals: Int, style: ValueStyle = .signed,
    line: Int = #line, _ quantity: (Curve) throws -> Double
  ) throws {
    let interval = try study.interval(of: quantity)
    let level = NumberText.percent(study.level, 0)
    let kind = "\(level) \(study.method), n = \(study.fit.n)"
    let sources = ["\(study.fit.form.name) form fitted to:"] + study.observations.provenance
    try bind(
      name, interval.estimate, decimals: decimals, style: style, unit: "fraction", interval: kind,
      sources: sources, line: line)
    try bind(
      "\(name).interval", words: interval.ends(decimals, style), sources: [kind] + sources,
      line: line)
  }

  /// Binds the interval of a number with families as the unit of resampling.
  public func bindOverFamilies(
    _ name: String, of study: CurveStudy, decimals: Int, style: ValueStyle = .signed,
    line: Int = #line, _ quantity: (Curve) throws -> Double
  ) throws {
    let interval = try study.intervalOverFamilies(of: quantity)
    let kind =
      "family bootstrap, \(interval.draws) draws, t interval, "
      + "n = \(study.fit.groups.count) families, of:"
    try bind(
      name, words: interval.ends(decimals, style), sources: [kind] + study.observations.provenance,
      line: line)
  }
}

extension BootstrapInterval {
  /// `+0.082 to +0.199`
  public func ends(_ decimals: Int, _ style: ValueStyle = .signed) -> String {
    "\(style.text(low, decimals)) to \(style.text(high, decimals))"
  }
}
