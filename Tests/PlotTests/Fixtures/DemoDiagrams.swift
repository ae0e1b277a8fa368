import Canvas
import Plot

/// A diagram with each kind of thing.
enum DemoDiagrams {
  /// One step of a gated recurrence: cells, signs, a formula and words, side by side.
  static func stateUpdates() throws -> Diagram {
    let (old, gate) = ([[0.8, 0.3], [0.55, 0.1]], [[0.9, 0], [0, 0.5]])
    let new = old.map { row in [row[0] * gate[0][0], row[1] * gate[1][1] + 0.4] }
    let parts: [any DiagramItem] = [
      CellsItem(rows: old, name: "Sₜ₋₁"), FormulaItem.sign("·"),
      CellsItem(rows: gate, name: "Diag(αₜ)", positive: Palette.grey), FormulaItem.sign("+"),
      CellsItem(column: [0.4, 0.4], name: "vₜ", positive: Palette.green),
      CellsItem(rows: [[0, 1]], name: "kₜ^⊤", positive: Palette.green), FormulaItem.sign("="),
      CellsItem(rows: new, name: "Sₜ"),
    ]
    return Diagram(
      title: "A state decays before it is written to",
      subtitle: "One step of a recurrence, on made-up numbers; darker is larger.",
      note: "⊤ transposes.", altText: "A matrix times a diagonal, plus an outer product.",
      height: 80,
      items: [
        try DiagramNode(WordsItem("Outer product with decay"), .left, x: 0, midY: 8),
        try DiagramNode(WordsItem("RetNet, GLA, HGRN-2", .remark), .right, x: 396, midY: 8),
        try DiagramNode(
          FormulaItem("Sₜ = Sₜ₋₁ Diag(αₜ) ⊙ vₜ kₜ^⊤"), .left, x: 230, midY: 40),
      ] + (try DiagramNode.row(parts, in: 0...220, midY: 40, gap: 6, .left)))
  }

  static let all: [(name: String, make: @Sendable () throws -> Diagram)] = [
    ("state-updates", stateUpdates)
  ]
}
