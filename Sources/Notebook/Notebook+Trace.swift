import Core
import Foundation
import Published
import Report

extension Notebook {
  /// Notes that something was made at a line: with what it names as its sources.
  package func trace(
    _ kind: TracedItem.Kind, _ name: String, shown: String, sources: [String], line: Int
  ) throws {
    items.append(
      TracedItem(
        kind: kind, name: name, shown: shown, line: line,
        cell: source.cells[try cell(at: line)].textLine, queriesBefore: log.count,
        sources: PlaceList.compressed(sources)))
  }

  /// Runs something that asks the store on behalf of a line of the notebook.
  package func asking<Result>(
    file: String, line: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    try log.asked(file: file, line: line, body)
  }

  /// What it read and made so far.
  func makeTrace() -> NotebookTrace {
    let queries = log.queries.map(traced)
    let used = Set(items.map(\.cell) + queries.compactMap(\.cell))
    let cells = source.cells.filter { $0.kind == .code && used.contains($0.textLine) }
    return NotebookTrace(
      name: name, path: path, sha256: sourceHash,
      cells: cells.map { TracedCell(line: $0.textLine, code: $0.text) }, queries: queries,
      items: items)
  }

  private func traced(_ query: StoreQuery) -> TracedQuery {
    // A module's name has no hyphens.
    let isOwn = query.file == "\(name.replacing("-", with: "_"))/main.swift"
    let cell = isOwn ? source.codeCell(at: query.line) : nil
    return TracedQuery(
      query: query.text, asked: isOwn ? place(query.line) : "\(query.file):\(query.line)",
      cell: cell.map { source.cells[$0].textLine }, rows: PlaceList.compressed(query.places))
  }
}

extension Table {
  /// The rows that its cells name.
  var sources: [String] {
    rows.joined().flatMap { cell -> [String] in
      switch cell {
      case .number(_, _, let sources), .quoted(_, let sources): sources
      case .text, .formula, .reference, .missing: []
      }
    }
  }
}

extension Figure {
  /// The rows that its data name.
  var sources: [String] {
    guard let (header, records) = try? CSV.parse(.init(csv.utf8), path: id) else { return [] }
    let columns = header.indices.filter { PlaceList.isColumn(header[$0]) }
    return records.flatMap { record in
      columns.flatMap { record.fields[$0].components(separatedBy: "; ") }.filter { !$0.isEmpty }
    }
  }
}

extension Trace {
  /// What some records traced, with the data files of a store.
  init(_ records: [Record], store: Store) throws {
    let urls = try store.references().map { ($0.key, $0.url) }
    let sources = try store.sources()
    self.init(
      notebooks: records.map(\.trace),
      files: sources.map { file in
        TracedFile(
          path: file.path, sha256: file.sha256, title: file.title, locator: file.locator,
          version: file.version, citation: file.citation,
          url: urls.first { $0.0 == file.citation }?.1)
      })
  }
}

/// Places in files, as a report's trace writes them: many rows of one file are one entry of ranges.
package enum PlaceList {
  /// Whether a column of a table says where a row came from, rather than what it holds.
  package static func isColumn(_ name: String) -> Bool { ["source", "sources"].contains(name) }

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
  package static func rows(of entry: String) -> (path: String, lines: [Int])? {
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

  /// The places that a source names, and the words before the first of them.
  private static func split(_ source: String) -> (places: [(path: String, line: Int)], String) {
    // One number for each character; 0 for those that no place has.
    let characters =
      source.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D }
      ? Array(source.utf8) : source.map { $0.asciiValue ?? 0 }
    var places: [(path: String, line: Int)] = []
    var words: Substring?
    var begin = 0
    while let found = nextPlace(in: characters, from: begin) {
      if words == nil { words = source.prefix(found.path.lowerBound) }
      let digits = String(decoding: characters[found.line], as: UTF8.self)
      if let line = Int(digits) {
        places.append((String(decoding: characters[found.path], as: UTF8.self), line))
      }
      begin = found.line.upperBound
    }
    guard var words else { return ([], source) }
    while let last = words.last, ": ;,".contains(last) { words.removeLast() }
    return (places, String(words))
  }

  /// The next `folder/file:12`: names of letters, digits, `_`, `.` and `-` with slashes between them, at
  /// least one slash, a colon and a number.
  private static func nextPlace(
    in text: [UInt8], from begin: Int
  ) -> (path: Range<Int>, line: Range<Int>)? {
    var (start, slashes, place) = (begin, 0, begin)
    while place < text.count {
      let byte = text[place]
      if isOfName(byte) {
        place += 1
        continue
      }
      if byte == UInt8(ascii: "/"), place > start, place + 1 < text.count, isOfName(text[place + 1])
      {
        slashes += 1
        place += 1
        continue
      }
      if byte == UInt8(ascii: ":"), place > start, slashes > 0 {
        let end = text[(place + 1)...].firstIndex { !isDigit($0) } ?? text.count
        if end > place + 1 { return (start..<place, place + 1..<end) }
      }
      place += 1
      (start, slashes) = (place, 0)
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension PlaceList {
  /// Entries of several lists as one: each file once.
  package static func merged(_ entries: [String]) -> [String] {
    compressed(
      entries.flatMap { entry -> [String] in
        guard let (path, lines) = rows(of: entry) else { return [entry] }
        return lines.map { "\(path):\($0)" }
      })
  }
}
