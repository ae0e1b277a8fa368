/// Where something came from, short enough to be printed: the rows of a file in one entry.
///
/// `values.json` lists every row; this is what stands beside the text. Where there are rows of
/// files, what was done with them is left to the text.
public struct SourceList: Sendable, Hashable {
  /// `data/paper/table7.csv:4–9`, `data/toy/six-layers.jsonl, 95 rows`, or a sentence.
  public let entries: [String]
  /// The files, or the sentences where there are none.
  let names: [String]

  /// Rows are named as long as the file's name with them has no more letters than this.
  static let longestName = 72
  /// Sentences are cut here, in letters.
  private static let longestSentence = 90
  /// Of more sentences than this, the first one stands for all.
  private static let mostSentences = 2

  /// The sources in the order in which they are named first.
  public init(_ sources: [String]) {
    var rows: [String: [Int]] = [:]
    var order: [String] = []
    for source in sources {
      let (path, row) = Self.parts(source)
      if rows[path] == nil { order.append(path) }
      rows[path, default: []] += row.map { [$0] } ?? []
    }
    let files = order.filter { rows[$0]?.isEmpty == false }
    names = files.isEmpty ? order : files
    entries =
      files.isEmpty
      ? Self.shortened(order) : files.map { Self.entry($0, Set(rows[$0] ?? []).sorted()) }
  }

  /// Every source, nothing left out: the rows of a file in one entry, `data/paper/table7.csv:4–9,12`, and
  /// sentences as they are.
  static func whole(_ sources: [String]) -> [String] {
    var rows: [String: Set<Int>] = [:]
    var order: [String] = []
    for source in sources {
      let (path, row) = parts(source)
      if rows[path] == nil { order.append(path) }
      rows[path, default: []].formUnion(row.map { [$0] } ?? [])
    }
    return order.map { path in
      let listed = ranges((rows[path] ?? []).sorted())
      return listed.isEmpty ? path : "\(path):\(listed)"
    }
  }

  /// A path with a row (`data/x.csv:4`) taken apart; anything else is a sentence.
  private static func parts(_ source: String) -> (path: String, row: Int?) {
    guard !source.contains(" "), let colon = source.lastIndex(of: ":"),
      let row = Int(source[source.index(after: colon)...]), row > 0
    else { return (source, nil) }
    return (String(source[..<colon]), row)
  }

  private static func entry(_ path: String, _ rows: [Int]) -> String {
    let listed = ranges(rows)
    if path.count + 1 + listed.count <= longestName { return "\(path):\(listed)" }
    return "\(path), \(rows.count) row\(rows.count == 1 ? "" : "s")"
  }

  /// Rows in order as `4–9,12`.
  static func ranges(_ rows: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for row in rows {
      if let last = ranges.last, last.upperBound + 1 == row {
        ranges[ranges.count - 1] = last.lowerBound...row
      } else {
        ranges.append(row...row)
      }
    }
    return ranges.map { range in
      let joint = range.count == 2 ? "," : "–"
      return range.count == 1
        ? "\(range.lowerBound)" : "\(range.lowerBound)\(joint)\(range.upperBound)"
    }.joined(separator: ",")
  }

  private static func shortened(_ sentences: [String]) -> [String] {
    let cut = sentences.map { $0.count <= longestSentence ? $0 : $0.prefix(longestSentence) + "…" }
    guard cut.count > mostSentences else { return cut }
    return ["\(cut[0]), and \(cut.count - 1) more"]
  }
}
