import Core
import Lab
import Plot

/// How three generations of linear attention update their state. The shades are the numbers of one
/// step, computed by the equations below them.
public enum GenerationsDiagram {
  public static func diagram() throws -> Diagram {
    let rows = try gatedVector(top: 0) + outerProduct(top: 88) + deltaRule(top: 176)
    return Diagram(
      title: "Each generation of linear attention writes to its state in another way",
      subtitle: """
        One step of each recurrence, on made-up numbers; darker is larger. The key of the matrices \
        points to the second column.
        """,
      note: "A dot in a circle multiplies cell by cell; ⊤ transposes.",
      altText: """
        Three rows. A vector state is mixed with a new value by a gate. A matrix state decays, and \
        the outer product of value and key is added. The delta rule first erases what the state \
        holds along the key, and then writes.
        """, height: 256, items: rows)
  }

  private static let key = [0.0, 1, 0, 0]
  private static let value = [0.9, 0.2, 0.6, 0.35]
  private static let state = [
    [0.7, 0.45, 0.1, 0.5], [0.2, 0.8, 0.55, 0.15], [0.5, 0.3, 0.85, 0.4], [0.1, 0.6, 0.25, 0.7],
  ]

  private static func gatedVector(top: Double) throws -> [DiagramNode] {
    let (old, gate) = ([0.8, 0.3, 0.55, 0.1], [0.9, 0.5, 0.2, 0.7])
    let write = zip(gate, value).map { (1 - $0) * $1 }
    let new = zip(zip(old, gate), write).map { $0.0 * $0.1 + $1 }
    let parts: [any DiagramItem] = [
      CellsItem(column: old, name: "hₜ₋₁"), FormulaItem.sign("⊙"),
      CellsItem(column: gate, name: "αₜ", positive: Palette.grey), FormulaItem.sign("+"),
      CellsItem(column: gate.map { 1 - $0 }, name: "1 − αₜ", positive: Palette.grey),
      FormulaItem.sign("⊙"), CellsItem(column: value, name: "vₜ", positive: Palette.green),
      FormulaItem.sign("="), CellsItem(column: new, name: "hₜ"),
    ]
    return try heading("Gated vector recurrence", "HGRN", top)
      + [equation("hₜ = αₜ ⊙ hₜ₋₁ + (1 − αₜ) ⊙ vₜ", top)]
      + DiagramNode.row(parts, in: 0...250, midY: top + 40, gap: 6, .left)
  }

  private static func outerProduct(top: Double) throws -> [DiagramNode] {
    let decay = [0.9, 0.7, 0.4, 0.8]
    let new = state.indices.map { i in
      state.indices.map { j in state[i][j] * decay[j] + value[i] * key[j] }
    }
    let diagonal = decay.indices.map { i in decay.indices.map { i == $0 ? decay[i] : 0 } }
    let parts: [any DiagramItem] = [
      CellsItem(rows: state, name: "Sₜ₋₁"), FormulaItem.sign("·"),
      CellsItem(rows: diagonal, name: "Diag(αₜ)", positive: Palette.grey),
      FormulaItem.sign("+"),
    ]
    return try heading("Outer product with decay", "RetNet, GLA, HGRN-2", top)
      + [equation("Sₜ = Sₜ₋₁ Diag(αₜ) + vₜ kₜ^⊤", top)]
      + DiagramNode.row(
        parts + written + [FormulaItem.sign("="), CellsItem(rows: new, name: "Sₜ")], in: 0...250,
        midY: top + 40, gap: 6, .left)
  }

  private static func deltaRule(top: Double) throws -> [DiagramNode] {
    let (alpha, beta) = (0.95, 0.8)
    let erase = key.indices.map { i in
      key.indices.map { (i == $0 ? 1 : 0) - beta * key[i] * key[$0] }
    }
    let new = state.indices.map { i in
      state.indices.map { j in
        let kept = key.indices.reduce(0) { $0 + state[i][$1] * erase[$1][j] }
        return alpha * kept + beta * value[i] * key[j]
      }
    }
    let parts: [any DiagramItem] = [
      FormulaItem("αₜ"), CellsItem(rows: state, name: "Sₜ₋₁"), FormulaItem.sign("·"),
      CellsItem(rows: erase, name: "I − βₜ kₜ kₜ^⊤", positive: Palette.grey),
      FormulaItem.sign("+"), FormulaItem("βₜ"),
    ]
    return try heading("Delta rule: erase, then write", "DeltaNet, Gated DeltaNet", top)
      + [equation("Sₜ = αₜ Sₜ₋₁ (I − βₜ kₜ kₜ^⊤) + βₜ vₜ kₜ^⊤", top)]
      + DiagramNode.row(
        parts + written + [FormulaItem.sign("="), CellsItem(rows: new, name: "Sₜ")], in: 0...250,
        midY: top + 40, gap: 6, .left)
  }

  private static var written: [any DiagramItem] {
    [
      CellsItem(column: value, name: "vₜ", positive: Palette.green),
      CellsItem(rows: [key], name: "kₜ^⊤", positive: Palette.green),
    ]
  }

  private static func equation(_ formula: Formula, _ top: Double) throws -> DiagramNode {
    try DiagramNode(FormulaItem(formula, size: 10), .left, x: 254, midY: top + 40)
  }

  private static func heading(_ name: String, _ families: String, _ top: Double) throws
    -> [DiagramNode]
  {
    [
      try DiagramNode(WordsItem(name), .left, x: 0, midY: top + 8),
      try DiagramNode(WordsItem(families, .remark), .right, x: 396, midY: top + 8),
    ]
  }
}
