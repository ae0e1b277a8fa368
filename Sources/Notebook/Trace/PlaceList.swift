import Report

/// Places in files, as a report's trace writes them: many rows of one file are one entry of ranges.
enum PlaceList {
  /// `data/a.csv:2-4,9` for rows of a file; what is no place, and the words before places in a sentence,
  /// stay as they are, behind them.
  static func compressed(_ sources: [String]) -> [String] {
    var paths: [String] = []
    var lines: [String: Set<Int>] = [:]
    var words: [String] = []
    for source in sources {
      let (places, rest) = split(source)
      for place in places {
        if lines[place.path] == nil { paths.append(place.path) }
        lines[place.path, default: []].insert(place.line)
      }
      if !rest.isEmpty, !words.contains(rest) { words.append(rest) }
    }
    return paths.map { "\($0):\(ranges((lines[$0] ?? []).sorted()))" } + words
  }

  /// The rows that an entry stands for; nil for one that names a whole file, or is a sentence.
  static func rows(of entry: String) -> (path: String, lines: [Int])? {
    guard let match = entry.wholeMatch(of: /(\S+):([0-9]+(?:[-,][0-9]+)*)/) else { return nil }
    var lines: [Int] = []
    for part in match.output.2.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int($0) ?? -1 }
      guard let first = ends.first, let last = ends.last, first > 0, first <= last,
        last - first < mostLines
      else { return nil }
      lines += first...last
    }
    return (String(match.output.1), lines)
  }

  /// Longer ranges than any file has are not believed.
  private static let mostLines = 1_000_000

  /// `2-4,9`
  private static func ranges(_ lines: [Int]) -> String {
    var parts: [(first: Int, last: Int)] = []
    for line in lines {
      if let last = parts.last, last.last + 1 == line {
        parts[parts.count - 1].last = line
      } else {
        parts.append((line, line))
      }
    }
    return parts.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
      .joined(separator: ",")
  }

  private static func split(_ source: String) -> (places: [(path: String, line: Int)], String) {
    let matches = source.matches(of: /([A-Za-z0-9_.\-]+(?:\/[A-Za-z0-9_.\-]+)+):([0-9]+)/)
    let places = matches.compactMap { match in
      Int(match.output.2).map { (path: String(match.output.1), line: $0) }
    }
    guard let first = matches.first else { return ([], source) }
    let words = source[..<first.range.lowerBound].reversed().drop { ": ;,".contains($0) }.reversed()
    return (places, String(words))
  }
}

extension PlaceList {
  /// Entries of several lists as one: each file once.
  static func merged(_ entries: [String]) -> [String] {
    compressed(
      entries.flatMap { entry -> [String] in
        guard let (path, lines) = rows(of: entry) else { return [entry] }
        return lines.map { "\(path):\($0)" }
      })
  }
}
