import Published
import Report

/// Words for sentences.
public enum Wording {
  /// `a, b and c`; `none` for nothing.
  public static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "none" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `none`, `one`, `two`... up to twelve; digits above.
  public static func count(_ number: Int) -> String {
    ValueFormat.word(number)
  }
}

extension Published.Reference {
  /// The bibliography's entry: authors (three at the most), year, title, where, which version.
  var entry: String {
    let names = authors.count > 3 ? "\(authors[0]) and others" : Wording.list(authors)
    let place = ([venue] + [version].compactMap { $0 }).joined(separator: ", ")
    return "\(names) (\(year)). \(title). \(place)."
  }
}

extension ImportReport {
  /// One line for progress logs.
  package var summary: String {
    let rows = files.map(\.rows).reduce(0, +)
    let state = changedNothing ? "unchanged" : "up to date"
    return "\(files.count) files, \(rows) rows, \(state); \(conflicts.count) conflicts listed"
  }
}
