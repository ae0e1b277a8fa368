/// Where the links of a Markdown text lead. A page has everything in it; a notebook may hold a part
/// of the report only, and what it lacks gets no link.
protocol MarkdownLinks: Sendable {
  /// The address of a figure or table, `nil` where it is not in this text.
  func address(of reference: CrossReference) -> String?
  /// The address of a bibliography entry, `nil` where it is not in this text.
  func address(ofCitation key: String) -> String?
  /// What leads from this text's folder to the report's, empty or ending in `/`.
  var folder: String { get }
}

/// The links of `report.md`, which has an anchor for everything.
struct PageLinks: MarkdownLinks {
  func address(of reference: CrossReference) -> String? {
    "#\(reference.kind.rawValue)-\(reference.id)"
  }
  func address(ofCitation key: String) -> String? { "#ref-\(key)" }
  let folder = ""
}
