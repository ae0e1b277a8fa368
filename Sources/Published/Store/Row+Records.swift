import Core
import GRDB
import Storage

// How records come out of rows of the database. Words that the loader has checked are read back
// through `word`, which says so if they are not known: another program may have written them.

extension Row {
  fileprivate func word<Word: RawRepresentable>(
    _ column: String, _: Word.Type = Word.self
  ) throws -> Word where Word.RawValue == String {
    let text: String = self[column]
    guard let word = Word(rawValue: text) else {
      throw Fault("the store holds an unknown word", at: "column \(column)", found: text)
    }
    return word
  }

  func list<Element: Decodable>(_ column: String) throws -> [Element] {
    try jsonList(self[column], of: Element.self)
  }
}

extension Model {
  init(_ row: Row) throws {
    let indices: String? = row["attention_indices"]
    let status: String? = row["layout_status"]
    self.init(
      name: row["model"], family: row["family"], scale: row["scale"],
      parameters: row["parameters"], tokens: row["tokens"],
      layers: LayerCount(
        total: row["total_layers"], attention: row["attention_layers"],
        indices: try indices.map { try jsonList($0, of: Int.self) },
        status: status.flatMap(LayerLayout.Status.init), statedFraction: row["stated_fraction"]),
      ratioLabel: row["ratio_label"], ratioConvention: try row.word("ratio_convention"))
  }
}

extension Observation {
  init(_ row: Row) throws {
    self.init(
      model: try Model(row), task: row["task"], metric: row["metric"], value: row["value"],
      valueText: row["value_text"], resolution: row["resolution"], standardError: row["stderr"],
      n: row["n"], unit: try row.word("unit"), higherIsBetter: row["higher_is_better"],
      locator: row["locator"], path: row["path"], line: row["line"], citation: row["citation"],
      scope: try row.word("scope"))
  }
}

extension MetricKind {
  init(_ row: Row) throws {
    self.init(
      task: row["task"], metric: row["metric"], unit: try row.word("unit"),
      higherIsBetter: row["higher_is_better"], observations: row["observations"])
  }
}

extension DataSource {
  init(_ row: Row) throws {
    let convention: String? = row["ratio_convention"]
    self.init(
      path: row["path"], kind: try row.word("kind"), title: row["title"],
      citation: row["citation"], version: row["version"], locator: row["locator"],
      scope: try row.word("scope"),
      ratioConvention: convention.flatMap(RatioConvention.init), licence: row["licence"],
      sha256: row["sha256"], rows: row["rows"], note: row["note"])
  }
}

extension Family {
  init(_ row: Row) throws {
    self.init(
      key: row["key"], display: row["display"], generation: row["generation"],
      state: row["state"], role: try row.word("role"), position: row["position"],
      aliases: try row.list("aliases"), reference: row["reference"])
  }
}

extension Reference {
  init(_ row: Row) throws {
    self.init(
      key: row["key"], authors: try row.list("authors"), title: row["title"], year: row["year"],
      venue: row["venue"], url: row["url"], version: row["version"])
  }
}

extension LayerLayout {
  init(_ row: Row) throws {
    let text: String = row["ratio_label"]
    guard let ratio = RatioLabel(text) else {
      throw Fault("the store holds an unknown word", at: "column ratio_label", found: text)
    }
    self.init(
      ratio: ratio, ratioConvention: try row.word("ratio_convention"),
      totalLayers: row["total_layers"], attentionLayers: row["attention_layers"],
      attentionIndices: try row.list("attention_indices"), status: try row.word("status"),
      source: row["source_text"])
  }
}

extension MixerCost {
  init(_ row: Row) throws {
    self.init(
      mixer: row["mixer"], families: try row.list("families"), state: row["state"],
      flopsPerToken: row["flops_per_token"], passes: row["passes"],
      complexity: row["complexity"], provenance: row["provenance"])
  }
}
