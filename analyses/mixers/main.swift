import Core
import Notebook
import Plot
import Published
import Report
import Studies

// %% [markdown]
// # The mixers and the stack
//
// **The six families differ in what a layer writes into its state and in how it forgets; the
// hybrids differ in how many layers attend to all tokens, and where these sit.** This section draws
// both, from the update rules that the paper states [@wang2025systematic] and from the layers of the
// released checkpoints [@massiveactivations2026].
//
// ## Three generations of state updates
//
// {{figure:generations}} shows one step of each generation, {{table:updates}} the rule of each
// family. The first keeps a vector and mixes new values in by a gate:
//
// $$h_t = \alpha_t \odot h_{t-1} + (1 - \alpha_t) \odot v_t$$
//
// The second keeps a matrix, to which it adds the outer product $v_t k_t^\top$ of value and key
// after a decay $\alpha_t$: fixed in RetNet, a gate that depends on the data in GLA, and tied to
// the key in HGRN-2, where $k_t = 1 - \alpha_t$:
//
// $$S_t = S_{t-1} \operatorname{Diag}(\alpha_t) + v_t k_t^\top$$
//
// The third erases what the state holds along a key before it writes there with strength
// $\beta_t$; Gated DeltaNet decays as well, by a number $\alpha_t$ that DeltaNet leaves out:
//
// $$S_t = \alpha_t S_{t-1} (I - \beta_t k_t k_t^\top) + \beta_t v_t k_t^\top$$
//
// A query $q_t$ reads the matrix as $o_t = S_t q_t$. The layers that were trained add projections,
// short convolutions, norms and output gates.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let families = try store.families()
let rules = try store.updateRules()
try notebook.show(
  try GenerationsDiagram.diagram(), id: "generations",
  caption:
    "The paper's first figure, redrawn from its update rules. The numbers are made up; each new state is "
    + "computed from them by the rule beside it.")
try notebook.show(
  Table(
    rules.filter { family(of: $0) != nil }, id: "updates",
    title: "How each family updates and reads its state",
    caption:
      "S and h: state; q, k, v: query, key, value; α, γ: decay; β: strength of a write; ∘: product cell "
      + "by cell; ⊤: transpose. As the paper states them."
  ) {
    Column("family", .name) { family(of: $0)?.display }
    Column("generation", missing: "none") { family(of: $0)?.generation }
    Column("state", .name) { family(of: $0)?.state ?? "" }
    Column("update", .formula) { $0.update }
    Column("read-out", .formula) { $0.readout }
  })
func family(of rule: UpdateRule) -> Family? { families.first { $0.key == rule.family } }

// %% [markdown]
// ## Where the attention layers sit
//
// The paper's text defines r:1 as r linear layers to one of full attention. Its released checkpoints
// have one attention layer in every r, the last of each group ({{figure:stack}}): at 3:1 that is
// {{stack.dense}} of {{stack.total}} layers rather than {{stack.dense.text}}. This report plots the
// fraction of attention layers, which means the same under both readings. How much of each layout its
// source states, and how much follows from the others' rule, is in {{table:layouts}}.

// %%
let layouts = try store.layouts().filter { $0.ratio != .full }
let total = layouts.map(\.totalLayers).max() ?? 0
let cells = layouts.flatMap { layout in
  (0..<layout.totalLayers).map { layer in
    (
      Double(layer + 1), layout.ratio.description,
      layout.attentionIndices.contains(layer) ? "attention" : "linear"
    )
  }
}
let frame = try Frame([
  "layer": .numbers(cells.map(\.0)), "ratio": .text(cells.map(\.1)), "kind": .text(cells.map(\.2)),
])
guard let dense = layouts.first(where: { $0.ratio == .ratio(3) }),
  let written = RatioConvention.linearToFull.attentionFraction(of: .ratio(3))
else { throw Fault("the layout of 3:1 is not known", at: "data/layouts.csv") }
let layoutFile = "data/layouts.csv"
try notebook.bind(
  from: layoutFile,
  [
    "stack.dense": dense.attentionLayers.of("layers"),
    "stack.total": dense.totalLayers.of("layers"),
  ])
try notebook.bind(
  "stack.dense.text", (written * Double(dense.totalLayers)).of("layers"),
  from: ["one layer in four", layoutFile])
try notebook.show(
  Chart(
    title: "The last layer of each group attends to all tokens",
    subtitle: try notebook.text(
      "The {{stack.total}} layers of the released hybrids, from the input at the left, by the ratio in "
        + "their name."),
    panels: [
      Panel(
        x: Axis("layer", LinearAxis(0.5...(Double(total) + 0.5))),
        y: Axis("", CategoryAxis(layouts.map(\.ratio.description), startsAtEnd: true)),
        marks: [TileMark(frame, x: "layer", y: "ratio", series: "kind")])
    ],
    styles: [
      NamedStyle("attention", SeriesStyle(label: "full attention", color: Palette.reference)),
      NamedStyle("linear", SeriesStyle(label: "linear mixer", color: Palette.context)),
    ], panelHeight: 84, labels: .legend),
  id: "stack",
  caption:
    "Positions as in {{table:layouts}}. Each layer also has a feed-forward part, which is not drawn."
)
try notebook.show(
  Table(
    layouts, id: "layouts", title: "How the layouts are known",
    caption:
      "Fraction: attention layers over all layers, as built, and as the text would have it. Known: "
      + "stated by a source, count stated with positions by the same rule, or inferred from that rule.",
    from: { _ in layoutFile }
  ) {
    Column("ratio", .name) { $0.ratio.description }
    Column("attention layers") { $0.attentionLayers }
    Column("fraction", ".3") { Double($0.attentionLayers) / Double($0.totalLayers) }
    Column("by the text", ".3", missing: "no ratio") {
      RatioConvention.linearToFull.attentionFraction(of: $0.ratio)
    }
    Column("known", .name) { $0.status.rawValue }
  })

// %%
try notebook.finish()
