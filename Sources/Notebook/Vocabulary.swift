import Core
import Metrics

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
    let all = families + labels + sources + references + ["arXiv:2507.06457", "log2", "SHA-256"]
    return Set(all.filter { $0.contains { $0.isNumber } }).sorted()
  }
}
