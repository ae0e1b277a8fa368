import Core
import Published

/// Names with digits in them that prose may use without a binding, because the store knows them:
/// families, scales, ratio labels, layouts, and where numbers were read.
enum Vocabulary {
  static func phrases(of store: Store) throws -> [String] {
    let families = try store.families().flatMap { [$0.key, $0.display] + $0.aliases }
    let models = try store.models()
    let labels = models.flatMap { model in
      [model.name, model.scale, model.ratioLabel] + [model.ratio?.description].compactMap { $0 }
    }
    let sources = try store.sources().flatMap { [$0.path, $0.title, $0.locator, $0.version] }
    let references = try store.references().flatMap { [$0.entry, $0.venue, $0.url] }
    let quotes = try store.quotes().map(\.text)
    let tasks = try store.tasks().map(\.display)
    let rules = try store.updateRules().flatMap { [$0.update, $0.readout] }
    let exhibits = try store.exhibits().flatMap { [$0.v2, $0.v1, $0.title, $0.note] }
    let costs = try store.costs().flatMap { [$0.flopsPerToken, $0.complexity, $0.mixer] }
    let facts = quotes + tasks + rules + exhibits + costs
    let all =
      families + labels + sources + references + facts + [
        "arXiv:2507.06457", "log2", "SHA-256", "r:1", "bfloat16",
      ]
    return Set(all.filter { $0.contains { $0.isNumber } }).sorted()
  }
}
