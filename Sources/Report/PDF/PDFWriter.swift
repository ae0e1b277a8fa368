import Canvas
import Core
import Foundation

/// A document as a PDF: A4 pages with contents, running heads, an outline, and links.
public enum PDFWriter {
  /// The bytes of the PDF; the same document always gives the same bytes.
  /// - Throws: `Fault` with file and line for a mark or link that names nothing, and for a
  ///   character that the fonts lack.
  public static func render(_ document: Document) throws -> Data {
    let boxes = try Galley(document).boxes()
    var builder = PageBuilder(height: PageStyle.block.height)
    return try PageEmitter(document: document, pages: builder.pages(of: boxes)).data()
  }
}
