/// Names that somebody may have meant.
package enum NearNames {
  /// At most three: those that hold the text, and those that few changes of letters make of it.
  package static func of(_ text: String, among names: [String]) -> [String] {
    let wanted = text.lowercased()
    let limit = max(2, wanted.count / 3)
    var scored: [(score: Int, name: String)] = []
    for name in Set(names).sorted() {
      let other = name.lowercased()
      if !wanted.isEmpty, other.contains(wanted) || wanted.contains(other) {
        scored.append((abs(other.count - wanted.count) / 4, name))
      } else if abs(other.count - wanted.count) <= limit {
        let distance = distance(Array(wanted), Array(other))
        if distance <= limit { scored.append((distance, name)) }
      }
    }
    return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(3).map(\.name)
  }

  /// Levenshtein's: how many letters are put in, left out or replaced.
  package static func distance(_ one: [Character], _ two: [Character]) -> Int {
    var row = Array(0...two.count)
    for (i, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in two.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[two.count]
  }
}

extension Fault {
  /// A name that is not among those that are known, with the nearest of them as the hint.
  /// - Parameters:
  ///   - kind: what is named, in a word: `mixer`
  ///   - hint: what to do where no known name is near
  public static func unknown(
    _ kind: String, _ name: String, among known: [String], at place: String = "",
    hint: String? = nil
  ) -> Fault {
    let near = NearNames.of(name, among: known)
    return Fault(
      "there is no such \(kind)", at: place, expected: known.joined(separator: ", "), found: name,
      hint: near.isEmpty ? hint : "did you mean \(near.joined(separator: " or "))?")
  }
}
