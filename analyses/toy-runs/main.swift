import Canvas
import Core
import Notebook
import Report
import Studies

// %% [markdown]
// # Small runs of our own show that the machinery works
//
// **This section is a smoke test, not evidence.** It trains {{runs.count}} tiny models
// ({{runs.parameters.least}} to {{runs.parameters.most}} parameters, {{runs.tokens}} tokens each)
// with the project's own layers, on a mixture of two synthetic tasks, and reads their scores back.
// It proves that training, storing and reporting fit together; it says nothing about which family or
// ratio is better. Models of this size differ from the paper's in every respect, so their numbers
// are never put beside the paper's or averaged with them.
//
// - **Recall.** In *recite*, a sequence shows pairs of a key and a value and then asks for values by
//   their keys. Accuracy is the share of answers whose likeliest token is the right one.
// - **Language modelling.** In *hmm*, a sequence comes from a hidden Markov chain that never
//   changes. No predictor can do better than the chain's own forecast, so what counts is the loss
//   above that floor.
//
// Of the {{runs.count}} runs {{runs.finished}} finished. {{table:toy-runs}} has one row a
// configuration.

// %%
let notebook = try Notebook.open()
let store = notebook.store
let runs = try notebook.runs(of: "smoke")
let groups = ToyGroup.all(runs)
let level = 0.95
let sources = runs.map(\.provenance)

try notebook.bind("runs.count", Double(runs.count), unit: "runs", sources: sources)
try notebook.bind(
  "runs.finished", Double(runs.count { $0.stored.outcome == .finished }), unit: "runs",
  sources: sources)
try notebook.bind(
  "runs.level", level, decimals: 0, style: .percent, unit: "fraction", sources: sources)
let parameters = runs.compactMap(\.stored.parameters).map(Double.init)
try notebook.bind(
  "runs.parameters.least", parameters.min() ?? 0, unit: "parameters", sources: sources)
try notebook.bind(
  "runs.parameters.most", parameters.max() ?? 0, unit: "parameters", sources: sources)
let tokens = Set(
  runs.map { $0.config.training.steps * $0.config.training.batchSize * $0.config.sequenceLength })
try notebook.require("every run is trained on equally many tokens", tokens.count == 1)
try notebook.bind(
  "runs.tokens", Double(tokens.first ?? 0), unit: "tokens", sources: ["data/profiles/smoke.json"])
try notebook.require(
  "every configuration has one seed", groups.allSatisfy { $0.runs.count == 1 })
let sequences = Set(runs.compactMap { $0.score("recite")?.sequences })
try notebook.require("every evaluation set has one size", sequences.count <= 1)
try notebook.bind(
  "runs.sequences", Double(sequences.first ?? 0), unit: "sequences", sources: sources)

// %%
try notebook.show(
  Table(
    id: "toy-runs", title: "The smoke runs",
    caption:
      "One seed a row. Recall: accuracy (fraction) on recite with its {{runs.level}} Wilson interval "
      + "over the {{runs.sequences}} sequences of the evaluation set. Excess: loss on hmm above its "
      + "floor, nats. Size: parameters. Attention: layers of full attention over all layers.",
    columns: [
      Table.Column("family", .left), Table.Column("layout", .left), Table.Column("attention"),
      Table.Column("size"), Table.Column("recall"), Table.Column("interval"),
      Table.Column("excess"), Table.Column("outcome", .left),
    ],
    rows: try groups.map { group in
      let about = group.about
      let recall = try group.accuracy("recite", level: level)
      let family = try store.family(ofModelType: about.family)
      return [
        .text(family?.display ?? about.family), group.layoutCell,
        .computed(about.attentionFraction, 2, sources: group.provenance),
        group.parametersCell, .value(of: recall, 3, of: group),
        .interval(of: recall, 3, of: group),
        .value(of: try group.excess("hmm", level: level), 3, of: group), group.outcomeCell,
      ]
    }))

// %%
try notebook.finish()
