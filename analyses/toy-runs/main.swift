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
let parameters = runs.compactMap(\.stored.parameters)
let tokens = Set(runs.map(\.tokens))
let sequences = Set(runs.compactMap { $0.score("recite")?.sequences })
try notebook.bind(
  from: runs,
  [
    "runs.count": runs.count.of("runs"),
    "runs.finished": runs.count { $0.stored.outcome == .finished }.of("runs"),
    "runs.level": level,
    "runs.parameters.least": (parameters.min() ?? 0).of("parameters"),
    "runs.parameters.most": (parameters.max() ?? 0).of("parameters"),
    "runs.sequences": (sequences.first ?? 0).of("sequences"),
  ])
try notebook.bind("runs.tokens", (tokens.first ?? 0).of("tokens"), from: "data/profiles/smoke.json")
try notebook.require("every run is trained on equally many tokens", tokens.count == 1)
try notebook.require(
  "every configuration has one seed", groups.allSatisfy { $0.runs.count == 1 })
try notebook.require("every evaluation set has one size", sequences.count <= 1)

// %%
try notebook.show(
  Table(
    groups, id: "toy-runs", title: "The smoke runs",
    caption:
      "One seed a row. Recall: accuracy (fraction) on recite with its {{runs.level:%}} Wilson interval "
      + "over the {{runs.sequences}} sequences of the evaluation set. Excess: loss on hmm above its "
      + "floor, nats. Size: parameters. Attention: layers of full attention over all layers."
  ) {
    Column("family", .name) { group in
      try store.family(ofModelType: group.about.family)?.display ?? group.about.family
    }
    Column("layout", align: .left) { $0.layoutCell }
    Column("attention", ".2") { $0.about.attentionFraction }
    Column("size") { $0.parametersCell }
    Column("recall", ".3", missing: "no result") { try $0.accuracy("recite", level: level)?.value }
    Column("interval", ".3", missing: "no interval") {
      try $0.accuracy("recite", level: level)?.ends
    }
    Column("excess", ".3", missing: "no result") { try $0.excess("hmm", level: level)?.value }
    Column("outcome", align: .left) { $0.outcomeCell }
  })

// %%
try notebook.finish()
