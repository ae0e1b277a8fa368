import Metrics

extension Metrics.Reference {
  /// The bibliography's entry: authors (three at the most), year, title, where, which version.
  var entry: String {
    let names = authors.count > 3 ? "\(authors[0]) and others" : Self.sentence(authors)
    let place = ([venue] + [version].compactMap { $0 }).joined(separator: ", ")
    return "\(names) (\(year)). \(title). \(place)."
  }

  private static func sentence(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension ImportReport {
  /// One line for progress logs.
  var summary: String {
    let rows = files.map(\.rows).reduce(0, +)
    let state = changedNothing ? "unchanged" : "up to date"
    return "\(files.count) files, \(rows) rows, \(state); \(conflicts.count) conflicts listed"
  }
}
