import Core

extension PlotArea {
  /// What a row shows, in words: `HGRN-2 · attention fraction: 1/4 · recall: 0.412 · n = 5`.
  func note(_ series: String, _ row: DataRow) throws -> String {
    let label = try style(of: series).label
    return words(
      [label, named(xTitle, words(row.x, on: x))]
        + [
          row.y.map { named(yTitle, words($0, on: y)) },
          row.n.map { "n = \(NumberText.exact($0))" },
        ])
  }

  /// An interval in words: `HGRN-2 · attention fraction: 1/4 · 0.38 to 0.44`.
  func note(_ series: String, _ place: Datum, on scale: any Scale, low: Double, high: Double) throws
    -> String
  {
    words([
      try style(of: series).label, words(place, on: scale),
      "\(Self.short(low)) to \(Self.short(high))",
    ])
  }

  /// Parts that are there, apart by a middle dot.
  func words(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// A value as its axis writes it where there is a tick, else to four digits.
  func words(_ datum: Datum, on scale: any Scale) -> String {
    if let place = try? scale.position(datum),
      let tick = scale.ticks.first(where: { abs($0.position - place) < 1e-9 })
    {
      let labels = tick.labels.filter { !$0.isEmpty }
      if !labels.isEmpty { return labels.joined(separator: " / ") }
    }
    guard case .number(let value) = datum else { return datum.description }
    return Self.short(value)
  }

  /// A number to four digits, without zeros at the end of its decimals.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return NumberText.fixed(value, 0) }
    let magnitude = Int(clamping: DeterministicMath.log2(abs(value)) / 3.321928094887362 + 12) - 12
    let decimals = max(0, min(12, 3 - magnitude))
    var text = Substring(NumberText.fixed(value, decimals))
    guard decimals > 0 else { return String(text) }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return String(text)
  }

  private func named(_ title: String, _ value: String) -> String {
    title.isEmpty ? value : "\(title): \(value)"
  }
}
