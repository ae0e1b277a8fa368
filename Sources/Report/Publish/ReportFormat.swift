import Core
import Foundation

/// One of the formats that a report is published in.
struct ReportFormat: Sendable {
  /// What failures call it: the name of its file or folder.
  let name: String
  let render: @Sendable (Rendering) throws -> Rendered

  init(_ name: String, _ render: @escaping @Sendable (Rendering) throws -> Rendered) {
    (self.name, self.render) = (name, render)
  }

  /// What all formats are made from.
  struct Rendering: Sendable {
    let document: Document
    let pictures: FigurePictures
    let options: ReportFiles.Options
  }

  /// What a format comes to.
  struct Rendered: Sendable {
    var files: [ReportFile]
    /// Texts in Markdown whose numerals have to be accounted for, by the files that hold them.
    var audited: [ReportAudit.Text] = []
  }
}

extension ReportFormat {
  static let figures = ReportFormat("figures") { rendering in
    Rendered(
      files: try rendering.document.figures.flatMap { figure -> [ReportFile] in
        let (path, picture) = ("figures/\(figure.id)", try rendering.pictures.picture(of: figure))
        return [
          ReportFile(path: "\(path).svg", data: picture.svg),
          ReportFile(path: "\(path).png", data: picture.png),
          ReportFile(path: "\(path).csv", data: Data(figure.csv.utf8)),
        ]
      })
  }

  static let tables = ReportFormat("tables") { rendering in
    Rendered(
      files: rendering.document.tables.map {
        ReportFile(path: "tables/\($0.id).csv", data: Data($0.csv.utf8))
      })
  }

  static let markdown = ReportFormat("report.md") { rendering in
    let page = try MarkdownWriter.render(
      rendering.document, pathToSources: rendering.options.pathToSources)
    return Rendered(
      files: [ReportFile(path: "report.md", data: Data(page.utf8))],
      audited: [ReportAudit.Text(file: "report.md", markdown: page)])
  }

  /// `report.ipynb` and one notebook for each analysis.
  static let notebooks = ReportFormat("report.ipynb") { rendering in
    let writer = try JupyterWriter(rendering.document, pictures: rendering.pictures)
    let notebooks =
      try [("report.ipynb", writer.report())]
      + writer.analyses().map { ("notebooks/\($0.id).ipynb", $0.notebook) }
    return Rendered(
      files: notebooks.map { ReportFile(path: $0.0, data: $0.1.data) },
      audited: notebooks.map { ReportAudit.Text(file: $0.0, markdown: $0.1.markdown) })
  }

  static let page = ReportFormat("report.html") { rendering in
    let page = try HTMLWriter.render(
      rendering.document, HTMLWriter.Options(isLive: rendering.options.isLive))
    return Rendered(files: [ReportFile(path: "report.html", data: Data(page.utf8))])
  }

  /// `report.typ` with what it needs.
  static let typst = ReportFormat("report.typ") { rendering in
    Rendered(files: try PDFWriter.source(of: rendering.document))
  }

  static let pdf = ReportFormat("report.pdf") { rendering in
    let options = rendering.options
    let typst = try options.typst ?? TypstCompiler.find(project: options.project)
    let data = try PDFWriter.render(rendering.document, with: typst)
    return Rendered(files: [ReportFile(path: "report.pdf", data: data)])
  }

  /// `values.json`: every bound value and verdict in the order of binding, with its source.
  static let values = ReportFormat(ValuesFile.name) { rendering in
    let data = try ValuesFile(rendering.document).data()
    return Rendered(files: [ReportFile(path: ValuesFile.name, data: data)])
  }

  /// `trace.json`: how all of it came to be.
  static let trace = ReportFormat(Trace.fileName) { rendering in
    guard let trace = rendering.document.trace else { return Rendered(files: []) }
    let data = try trace.numbered(as: rendering.document).data()
    return Rendered(files: [ReportFile(path: Trace.fileName, data: data)])
  }
}
