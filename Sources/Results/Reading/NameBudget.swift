/// How much text an import keeps in mind, of names that a file may have any number of.
package struct NameBudget {
  /// More than any logger's names come to.
  package static let limit = 32 << 20
  private var used = 0

  package init() {}

  /// Whether so many bytes more are within the limit; if they are, they count.
  package mutating func takes(_ bytes: Int) -> Bool {
    guard used + bytes <= Self.limit else { return false }
    used += bytes
    return true
  }
}

/// What stands in a file as one name or several.
protocol NameLike: Hashable {
  /// The bytes of its text.
  var nameBytes: Int { get }
}

extension String: NameLike {
  package var nameBytes: Int { utf8.count }
}

extension ResultKey: NameLike {
  package var nameBytes: Int {
    task.utf8.count + metric.utf8.count + filter.utf8.count + (taskVersion?.utf8.count ?? 0)
  }
}
