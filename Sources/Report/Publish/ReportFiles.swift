import Core
import Foundation
import Plot

/// A file of a report: a path below the report's folder, and its bytes.
public struct ReportFile: Sendable, Equatable {
  public var path: String
  public var data: Data

  public init(path: String, data: Data) {
    self.path = path
    self.data = data
  }

  /// Whether the path leads to a file below the report's folder, whatever its names are made from.
  var isBelowItsFolder: Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !["", ".", ".."].contains($0) && !$0.utf8.contains(0)
    }
  }
}

/// Everything that a document publishes. Adding a format is one function here.
public enum ReportFiles {
  /// All files, once every numeral in them is accounted for; in the order in which they are put in
  /// place: what others link to comes first.
  /// - Parameter page: what the HTML page is for.
  public static func all(
    of document: Document, page: HTMLWriter.Options = HTMLWriter.Options()
  ) throws -> [ReportFile] {
    _ = try Numbering(document)
    let pictures = try FigurePictures(document.figures)
    return try document.figures.flatMap { try figure($0, pictures) } + document.tables.map(table)
      + texts(document, pictures) + [html(document, page), pdf(document), values(document)]
      + trace(document)
  }

  private static func figure(_ figure: Figure, _ pictures: FigurePictures) throws -> [ReportFile] {
    let path = "figures/\(figure.id)"
    let picture = try pictures.picture(of: figure)
    return [
      ReportFile(path: "\(path).svg", data: picture.svg),
      ReportFile(path: "\(path).png", data: picture.png),
      ReportFile(path: "\(path).csv", data: Data(figure.csv.utf8)),
    ]
  }

  private static func table(_ table: Table) -> ReportFile {
    ReportFile(path: "tables/\(table.id).csv", data: Data(table.csv.utf8))
  }

  /// `report.md`, `report.ipynb` and a notebook for each analysis.
  private static func texts(_ document: Document, _ pictures: FigurePictures) throws -> [ReportFile]
  {
    var checked: Set<Substring> = []
    func audited(_ path: String, _ markdown: String, _ data: Data) throws -> ReportFile {
      try ReportAudit.check(markdown: markdown, of: document, at: path, checked: &checked)
      return ReportFile(path: path, data: data)
    }
    let page = try MarkdownWriter.render(document)
    let writer = try JupyterWriter(document, pictures: pictures)
    let report = try writer.report()
    return try [
      audited("report.md", page, Data(page.utf8)),
      audited("report.ipynb", report.markdown, report.data),
    ]
      + writer.analyses().map {
        try audited("notebooks/\($0.id).ipynb", $0.notebook.markdown, $0.notebook.data)
      }
  }

  private static func html(_ document: Document, _ options: HTMLWriter.Options) throws
    -> ReportFile
  {
    ReportFile(path: "report.html", data: Data(try HTMLWriter.render(document, options).utf8))
  }

  private static func pdf(_ document: Document) throws -> ReportFile {
    ReportFile(path: "report.pdf", data: try PDFWriter.render(document))
  }

  /// `trace.json`: how all of it came to be.
  private static func trace(_ document: Document) throws -> [ReportFile] {
    guard let trace = document.trace else { return [] }
    return [ReportFile(path: Trace.fileName, data: try trace.numbered(as: document).data())]
  }

  /// `values.json`: every bound value and verdict in the order of binding, with its source.
  private static func values(_ document: Document) throws -> ReportFile {
    ReportFile(path: ValuesFile.name, data: try ValuesFile(document).data())
  }
}
