import Published

// The paper's tables by name.

extension Evidence {
  /// The ratio labels of the paper's hybrids and its pure models, from no attention to most.
  public static let ratios = ["pure", "24:1", "12:1", "6:1", "3:1"]

  /// Mean RULER accuracy (fraction) by ratio at 1.3B: Table 7.
  public func recall(_ family: String, _ ratio: String) throws -> Observation {
    try value("ruler_average", in: PaperTable.seven.path, family: family, ratio: ratio)
  }

  /// Mean zero-shot accuracy (fraction) by ratio, said to be over both scales: Table 6.
  public func lm(_ family: String, _ ratio: String) throws -> Observation {
    try value("lm_average", in: PaperTable.six.path, family: family, ratio: ratio)
  }

  /// Mean zero-shot accuracy of a family's best ratio at 340M (Table 2) or 1.3B (Table 3).
  public func bestLM(_ family: String, in table: PaperTable) throws -> Observation {
    try value("lm_average", in: table.path, family: family)
  }

  /// A column of Table 5, RULER at 1.3B in each family's best ratio.
  public func ruler(_ family: String, _ column: String = "ruler_average") throws -> Observation {
    try value(column, in: PaperTable.five.path, family: family)
  }

  /// The studied families with a printed value at each of some ratios, each with its values.
  ///
  /// Of numbers that stand in for the paper's, and for all ratios, those ratios are taken at which most
  /// is there: from pure to 3:1, three at least.
  public func curves(
    over ratios: [String]? = nil, _ value: (Evidence, String, String) throws -> Observation
  ) throws -> [(family: Family, values: [Observation])] {
    let wanted = try ratios ?? (isStandIn ? ratiosWithMost(value) : Self.ratios)
    return try complete(over: wanted, value)
  }

  private func complete(
    over ratios: [String], _ value: (Evidence, String, String) throws -> Observation
  ) throws -> [(family: Family, values: [Observation])] {
    try families(.studied).compactMap { family in
      do {
        return (family, try ratios.map { try value(self, family.key, $0) })
      } catch is Unprinted {
        return nil
      }
    }
  }

  private func ratiosWithMost(
    _ value: (Evidence, String, String) throws -> Observation
  ) throws -> [String] {
    let inner = Self.ratios.dropFirst().dropLast()
    let choices = (1..<1 << inner.count).map { bits in
      [Self.ratios[0]] + inner.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
        + [Self.ratios[Self.ratios.count - 1]]
    }
    let sizes = try choices.map {
      ($0, try Evidence(base).complete(over: $0, value).count * $0.count)
    }
    return sizes.max { ($0.1, $0.0.count) < ($1.1, $1.0.count) }?.0 ?? Self.ratios
  }
}
