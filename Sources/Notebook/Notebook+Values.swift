import Core
import Report

extension Notebook {
  /// Binds a value to a name that prose can use as `{{name:format}}`.
  /// - Parameters:
  ///   - value: a number with its sources, a number, or words
  ///   - format: how it looks, for a value that no prose of the notebook names
  ///   - sources: where it comes from, for a value that carries no sources itself
  /// - Throws: `Fault` where the name is taken, there is no source, or the number is not finite.
  public func bind(
    _ name: String, _ value: (any Bindable)?, as format: ValueFormat? = nil,
    from sources: any HasSources = [String](), line: Int = #line
  ) throws {
    guard let value else {
      throw Fault("there is no value to bind", at: place(line), found: name)
    }
    switch value.bound {
    case .words(let words, let tolerance):
      try bind(
        BoundValue(
          name: name, text: words, sources: sources.sources, tolerance: tolerance,
          cell: place(line)), line)
    case .ends(let ends, let own):
      let format = try self.format(of: name, ends.low, format, line)
      try bind(
        BoundValue(
          name: name, text: format.text(from: ends.low, to: ends.high),
          sources: own + sources.sources, cell: place(line)), line)
    case .number(let number):
      try bind(
        name, number, number.sources.isEmpty ? sources.sources : number.sources, format, line)
    }
  }

  /// Binds several values that come from the same places.
  public func bind(
    from sources: any HasSources, _ values: KeyValuePairs<String, (any Bindable)?>,
    line: Int = #line
  ) throws {
    for (name, value) in values { try bind(name, value, from: sources, line: line) }
  }

  private func bind(
    _ name: String, _ number: Sourced, _ sources: [String], _ format: ValueFormat?, _ line: Int
  ) throws {
    guard number.value.isFinite else {
      throw Fault(
        "a bound value is not a finite number", at: place(line), found: "\(name) = \(number.value)")
    }
    let format = try self.format(of: name, number.value, format, line)
    try bind(
      BoundValue(
        name: name, text: format.text(number.value), number: format.isWords ? nil : number.value,
        unit: unit(of: number, format), interval: number.interval, sources: sources,
        tolerance: number.tolerance, cell: place(line)), line)
    guard let ends = number.ends, let kind = number.interval else { return }
    let own = source.formats["\(name).interval"] ?? format
    try bind(
      BoundValue(
        name: "\(name).interval", text: own.text(from: ends.low, to: ends.high),
        sources: [kind] + sources, cell: place(line)), line)
  }

  /// What is shown as percent is a fraction.
  private func unit(of number: Sourced, _ format: ValueFormat) -> String {
    if format.isWords { return "" }
    return number.unit.isEmpty && format.isPercent ? "fraction" : number.unit
  }

  /// The format that the notebook's prose gives a value; whole numbers need none.
  private func format(
    of name: String, _ number: Double, _ given: ValueFormat?, _ line: Int
  ) throws -> ValueFormat {
    if let format = source.formats[name] ?? given { return format }
    guard number == number.rounded() else {
      throw Fault(
        "the prose gives the value no format", at: place(line), expected: "{{\(name):.3}}",
        found: "{{\(name)}}")
    }
    return .whole
  }

  private func bind(_ value: BoundValue, _ line: Int) throws {
    if let earlier = values.first(where: { $0.name == value.name }) {
      throw Fault(
        "the value's name is taken", at: value.cell, expected: "a name of its own",
        found: "\(value.name), bound at \(earlier.cell)")
    }
    guard !value.sources.isEmpty else {
      throw Fault("a bound value has no source", at: value.cell, found: value.name)
    }
    try trace(.value, value.name, shown: value.text, sources: value.sources, line: line)
    values.append(value)
  }

  /// Says whether the cells of prose that depend on a condition are in the report:
  /// `// %% [markdown] if=NAME`, or `if=!NAME` for where it does not hold.
  public func when(_ name: String, _ holds: Bool, line: Int = #line) throws {
    guard source.cells.contains(where: { $0.condition?.name == name }) else {
      throw Fault(
        "no cell of prose depends on the condition", at: place(line), found: name,
        hint: "begin one with: // %% [markdown] if=\(name)")
    }
    conditions[name] = holds
  }

  /// Whether a cell is in the report.
  func isShown(_ cell: PercentSource.Cell) throws -> Bool {
    guard let condition = cell.condition else { return true }
    guard let holds = conditions[condition.name] else {
      throw Fault(
        "nothing says whether a cell of prose is shown", at: place(cell.markerLine),
        found: condition.name,
        hint: "say so in a code cell: try notebook.when(\"\(condition.name)\", ...)")
    }
    return holds != condition.isNegated
  }
}
