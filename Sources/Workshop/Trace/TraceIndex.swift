import Core
import Notebook
import Report

/// The things of a report by the names that people call them.
struct TraceIndex {
  typealias Entry = (item: TracedItem, notebook: NotebookTrace)
  private let entries: [Entry]

  init(_ trace: Trace) {
    entries = trace.notebooks.flatMap { notebook in notebook.items.map { ($0, notebook) } }
  }

  /// What a name stands for: a value's name, also in its braces; `figure:ID`, `table:ID` or the id alone;
  /// `Figure 3`, `Table 2`; a verdict's claim, with its scope where there are several.
  /// - Throws: `Fault` with names that are near where there is no such thing.
  func find(_ name: String) throws -> [Entry] {
    let plain = name.trimming { "{} \n".contains($0) }
    let found = entries.filter { Self.isCalled(plain, $0.item) }
    guard found.isEmpty else { return found }
    let near = NearNames.of(plain, among: entries.flatMap { Self.names($0.item) })
    throw Fault(
      "the report has no such value, figure, table or verdict", at: "why", found: plain,
      hint: near.isEmpty ? nil : "did you mean \(Wording.list(near))?")
  }

  private static func isCalled(_ name: String, _ item: TracedItem) -> Bool {
    let lower = name.lowercased()
    return names(item).contains { $0 == name || $0.lowercased() == lower }
  }

  private static func names(_ item: TracedItem) -> [String] {
    let own = [item.name, "\(item.kind.rawValue):\(item.name)"]
    switch item.kind {
    case .value: return own
    case .figure, .table:
      let word = item.kind.rawValue.capitalized
      return own + (item.number.map { ["\(word) \($0)", "\(word)\($0)"] } ?? [])
    case .verdict: return own + item.name.split(separator: "/").dropFirst().map(String.init)
    }
  }
}

extension String {
  fileprivate func trimming(_ isOff: (Character) -> Bool) -> String {
    String(drop(while: isOff).reversed().drop(while: isOff).reversed())
  }
}
