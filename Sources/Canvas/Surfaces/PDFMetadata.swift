import CCairo
import Foundation

/// What a PDF says about itself.
public struct PDFMetadata: Sendable, Hashable {
  public var title: String
  public var author: String
  public var subject: String
  public var keywords: String
  /// The program that made it.
  public var creator: String
  /// Creation and modification date. It is given, never read from the clock, so that the same
  /// input makes the same file.
  public var date: Date

  /// What a PDF says about itself; empty texts are left out.
  public init(
    title: String, author: String = "", subject: String = "", keywords: String = "",
    creator: String = "Interleave", date: Date
  ) {
    self.title = title
    self.author = author
    self.subject = subject
    self.keywords = keywords
    self.creator = creator
    self.date = date
  }

  func apply(to surface: OpaquePointer) {
    let stamp = date.formatted(.iso8601)
    let entries: [(cairo_pdf_metadata_t, String)] = [
      (CAIRO_PDF_METADATA_TITLE, title), (CAIRO_PDF_METADATA_AUTHOR, author),
      (CAIRO_PDF_METADATA_SUBJECT, subject), (CAIRO_PDF_METADATA_KEYWORDS, keywords),
      (CAIRO_PDF_METADATA_CREATOR, creator), (CAIRO_PDF_METADATA_CREATE_DATE, stamp),
      (CAIRO_PDF_METADATA_MOD_DATE, stamp),
    ]
    for (key, text) in entries where !text.isEmpty {
      cairo_pdf_surface_set_metadata(surface, key, text)
    }
  }
}
