import CCairo
import Core
import Foundation

/// An entry of a PDF's outline, to put others under.
public struct OutlineEntry: Sendable, Hashable {
  let id: Int32
}

/// A PDF in the making: pages one after the other, an outline, links between them.
public final class PDFSurface {
  /// Pages drawn so far.
  public private(set) var pageCount = 0
  private let surface: OpaquePointer
  private let sink = ByteSink()
  private var destinations: [String] = []
  private var linkedDestinations: [String] = []
  private var alternatives: [String] = []
  private let metadata: PDFMetadata
  private let isTagged: Bool

  /// A PDF without pages.
  /// - Parameter isTagged: whether pages say what their parts are; the first element is then a
  ///   `document` that holds all others.
  public init(metadata: PDFMetadata, isTagged: Bool = false) throws {
    guard
      let surface = cairo_pdf_surface_create_for_stream(ByteSink.write, sink.closure, 595, 842)
    else { throw Fault("no memory for the PDF", at: "PDF") }
    self.surface = surface
    self.metadata = metadata
    self.isTagged = isTagged
    metadata.apply(to: surface)
  }

  deinit {
    cairo_surface_finish(surface)
    cairo_surface_destroy(surface)
  }

  /// Draws the next page, `size` points large.
  /// - Parameter label: what readers show as the page's number; `nil` for its place in the file.
  public func page(size: Size, label: String? = nil, draw: (Canvas) throws -> Void) throws {
    let place = "PDF page \(pageCount + 1)"
    try checkSize(size, at: place)
    cairo_pdf_surface_set_size(surface, size.width, size.height)
    if let label { cairo_pdf_surface_set_page_label(surface, label) }
    let canvas = Canvas(surface: surface, traits: .init(hasLinks: true, isTagged: isTagged))
    try draw(canvas)
    cairo_show_page(canvas.context)
    try canvas.check(at: place)
    pageCount += 1
    destinations += canvas.destinations
    linkedDestinations += canvas.linkedDestinations
    alternatives += canvas.alternatives
  }

  /// Adds an entry to the outline, which readers show beside the pages.
  /// - Parameter destination: the name of a place that some page gives.
  @discardableResult
  public func outline(
    _ title: String, to destination: String, under parent: OutlineEntry? = nil,
    isOpen: Bool = true
  ) -> OutlineEntry {
    linkedDestinations.append(destination)
    let flags = isOpen ? CAIRO_PDF_OUTLINE_FLAG_OPEN : cairo_pdf_outline_flags_t(0)
    let id = cairo_pdf_surface_add_outline(
      surface, parent?.id ?? CAIRO_PDF_OUTLINE_ROOT, title, linkAttribute("#" + destination),
      flags)
    return OutlineEntry(id: id)
  }

  /// Ends the file and returns it.
  /// - Throws: `Fault` for a link that leads nowhere, a name given twice, a PDF without pages.
  public func finish() throws -> Data {
    guard pageCount > 0 else { throw Fault("the PDF has no page", at: "PDF") }
    try checkDestinations()
    cairo_surface_finish(surface)
    try checkCairo(cairo_surface_status(surface), at: "PDF")
    var update = try PDFUpdate(of: PDFXref.repaired(sink.data))
    try update.describe(metadata)
    if isTagged { try update.describeFigures(alternatives) }
    return update.data
  }

  /// A PDF of one page, `size` points large.
  public static func render(
    size: Size, metadata: PDFMetadata, draw: (Canvas) throws -> Void
  ) throws -> Data {
    let pdf = try PDFSurface(metadata: metadata)
    try pdf.page(size: size, draw: draw)
    return try pdf.finish()
  }

  private func checkDestinations() throws {
    var known: Set<String> = []
    for name in destinations where !known.insert(name).inserted {
      throw Fault("two places have the same name", at: "PDF", found: name)
    }
    for name in linkedDestinations where !known.contains(name) {
      throw Fault(
        "a link leads nowhere", at: "PDF", expected: "a place with this name on some page",
        found: name)
    }
  }
}
