/// What an importer left out: a line of warning for each name and reason, with how often, in the
/// order in which they came. Names beyond a limit are counted together.
struct LeftOut {
  private struct Key: Hashable {
    let name: String
    let reason: String
  }

  private var counts: [Key: Int] = [:]
  private var order: [Key] = []
  private var others = 0
  private let limit: Int

  init(limit: Int = 100) { self.limit = limit }

  /// Notes one value of `name`.
  mutating func note(_ name: String, _ reason: String) {
    let key = Key(name: name.clipped, reason: reason)
    if counts[key] != nil {
      counts[key, default: 0] += 1
    } else if order.count < limit {
      counts[key] = 1
      order.append(key)
    } else {
      others += 1
    }
  }

  var warnings: [String] {
    let lines = order.map { key in
      let count = counts[key, default: 0]
      return "left out \(count) value\(count == 1 ? "" : "s") of \(key.name): \(key.reason)"
    }
    return others == 0 ? lines : lines + ["left out \(others) values of other names"]
  }
}
