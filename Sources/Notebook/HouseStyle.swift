import Plot
import Published
import Report

/// One look a family, in the whole project: colour, marker and dash by the family's place among
/// those studied; black for the Transformer; grey for what is context.
public enum HouseStyle {
  public static func styles(_ families: [Family]) -> [NamedStyle] {
    families.map { NamedStyle($0.key, style(of: $0)) }
  }

  /// The look of each family that is drawn: the paper's keep theirs; others get, in their order, the colours
  /// that are left and then all again, with markers and dashes of their own.
  public static func styles(_ families: [Family], drawing drawn: Set<String>) -> [NamedStyle] {
    let shown = families.filter { drawn.contains($0.key) }
    let fixed = shown.filter { [.studied, .baseline].contains($0.role) }
    let taken = Set(fixed.filter { $0.role == .studied }.map { $0.position - 1 })
    let free = Palette.colors.indices.filter { !taken.contains($0) } + Palette.colors.indices
    let others = shown.filter { ![.studied, .baseline].contains($0.role) }
    return styles(fixed)
      + others.enumerated().map { index, family in
        NamedStyle(
          family.key, Palette.other(index, color: free[index % free.count], label: family.display))
      }
  }

  public static func style(of family: Family) -> SeriesStyle {
    switch family.role {
    case .studied where (1...6).contains(family.position):
      Palette.style(family.position - 1, label: family.display)
    case .baseline: SeriesStyle(label: family.display, color: Palette.reference)
    default: SeriesStyle(label: family.display, color: Palette.grey)
    }
  }

  /// The pooled fit's look.
  public static let fit = NamedStyle("fit", SeriesStyle(label: "pooled fit", color: Palette.grey))

  /// Verdicts: the clear ones in colours, the others in greys.
  public static let verdicts = [
    NamedStyle("supported", SeriesStyle(label: "supported", color: Palette.green)),
    NamedStyle("contradicted", SeriesStyle(label: "contradicted", color: Palette.pink)),
    NamedStyle("inconclusive", SeriesStyle(label: "inconclusive", color: Palette.grey)),
    NamedStyle("untestable", SeriesStyle(label: "untestable", color: Palette.context)),
  ]
}

/// Words for sentences.
public enum Wording {
  /// `a, b and c`; `none` for nothing.
  public static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "none" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `none`, `one`, `two`... up to twelve; digits above.
  public static func count(_ number: Int) -> String {
    ValueFormat.word(number)
  }
}

extension Published.Reference {
  /// The bibliography's entry: authors (three at the most), year, title, where, which version.
  var entry: String {
    let names = authors.count > 3 ? "\(authors[0]) and others" : Wording.list(authors)
    let place = ([venue] + [version].compactMap { $0 }).joined(separator: ", ")
    return "\(names) (\(year)). \(title). \(place)."
  }
}

extension ImportReport {
  /// One line for progress logs.
  package var summary: String {
    let rows = files.map(\.rows).reduce(0, +)
    let state = changedNothing ? "unchanged" : "up to date"
    return "\(files.count) files, \(rows) rows, \(state); \(conflicts.count) conflicts listed"
  }
}
