import CCairo

/// What a part of a document is to those who hear it instead of seeing it, by the names of
/// ISO 32000 (PDF), section 14.8.4.
public enum StructureRole: String, Sendable, Hashable, CaseIterable {
  case document = "Document"
  case section = "Sect"
  case title = "H1"
  case heading = "H2"
  case subheading = "H3"
  case minorHeading = "H4"
  case paragraph = "P"
  case quote = "BlockQuote"
  case list = "L"
  case item = "LI"
  case contents = "TOC"
  case contentsEntry = "TOCI"
  case table = "Table"
  case row = "TR"
  case headerCell = "TH"
  case cell = "TD"
  case caption = "Caption"
  case figure = "Figure"
  case formula = "Formula"
  case code = "Code"
  case note = "Note"
  case bibliographyEntry = "BibEntry"
  case span = "Span"
}

/// The document's structure. Only a tagged PDF knows of it.
///
/// Cairo 1.16 takes in what is drawn in an element that holds no other element; what is drawn
/// between the elements of an element is on the page but outside of the structure, as rules and
/// running heads are to be.
extension Canvas {
  /// Makes what `body` draws an element.
  /// - Parameter alternative: words in place of a figure, for those who cannot see it.
  public func element<T>(
    _ role: StructureRole, alternative: String? = nil, _ body: () throws -> T
  ) rethrows -> T {
    open(role, alternative: alternative)
    defer { close(role) }
    return try body()
  }

  /// Begins an element; elements end in the order opposite to that in which they began, perhaps
  /// on a later page. `element` is the safer form.
  public func open(_ role: StructureRole, alternative: String? = nil) {
    guard traits.isTagged else { return }
    if role == .figure { note(alternative: alternative ?? "") }
    cairo_tag_begin(context, role.rawValue, nil)
  }

  /// Ends the element that began last.
  public func close(_ role: StructureRole) {
    guard traits.isTagged else { return }
    cairo_tag_end(context, role.rawValue)
  }
}
