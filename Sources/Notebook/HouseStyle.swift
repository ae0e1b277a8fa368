import Metrics
import Plot

/// One look a family, in the whole project: colour, marker and dash by the family's place among
/// those studied; black for the Transformer; grey for what is context.
public enum HouseStyle {
  public static func styles(_ families: [Family]) -> [NamedStyle] {
    families.map { NamedStyle($0.key, style(of: $0)) }
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
