import Core
import Foundation
import Plot

/// A document as a PDF, set by Typst: A4 pages with contents, running heads, an outline and links, tagged
/// for readers of screens.
public enum PDFWriter {
  /// The bytes of the PDF. The same document gives the same bytes with the same version of Typst.
  /// - Throws: `Fault` with file and line for a mark or link that names nothing; for a Typst that is missing
  ///   or refuses the document.
  public static func render(_ document: Document, with typst: TypstCompiler) throws -> Data {
    let scratch = try ScratchFolder("typst")
    defer { scratch.remove() }
    let folder = scratch.url
    for file in try source(of: document) {
      try AtomicFile.write(file.data, to: folder.appendingPathComponent(file.path))
    }
    return try typst.compile(TypstWriter.sourceName, in: folder, date: document.date)
  }

  /// What Typst needs, as it is published: the source, the template, and drawings whose text is text.
  static func source(of document: Document) throws -> [ReportFile] {
    let text = try TypstWriter.render(document)
    return [
      ReportFile(path: TypstWriter.sourceName, data: Data(text.utf8)),
      ReportFile(path: TypstWriter.templateName, data: TypstWriter.template),
    ]
      + (try document.figures.map {
        ReportFile(
          path: TypstWriter.picture(of: $0), data: try SceneRenderer.textSVG($0.scene))
      })
  }
}
