import Core
import Foundation

/// All files of a published document. Formats are rendered in parallel, and one that fails does not
/// affect the others.
public struct ReportFiles: Sendable {
  /// The files, in the order in which they are put in place: what others link to comes first.
  public var files: [ReportFile]
  /// The formats that are missing.
  public var failures: [Failure]

  /// A format that could not be made, and why.
  public struct Failure: Sendable, Equatable {
    /// The format's file: `report.pdf`.
    public var name: String
    public var message: String
  }

  /// What a report is for, and where it lies.
  public struct Options: Sendable {
    /// Whether the server that the page came from may add scripts of its own, and be asked: a preview
    /// follows builds.
    public var isLive = false
    /// What sets the PDF; nil for what is found on the PATH or in the checkout.
    public var typst: TypstCompiler?
    /// The checkout, in which `make setup` may have installed Typst.
    public var project: URL?
    /// What leads from the report's folder to the checkout, ending in `/`; nil where links to the sources
    /// would lead nowhere.
    public var pathToSources: String?

    public init(
      isLive: Bool = false, typst: TypstCompiler? = nil, project: URL? = nil,
      pathToSources: String? = nil
    ) {
      (self.isLive, self.typst) = (isLive, typst)
      (self.project, self.pathToSources) = (project, pathToSources)
    }
  }

  /// All formats. Adding one is a line here and a value of `ReportFormat`.
  private static let formats: [ReportFormat] = [
    .figures, .tables, .markdown, .notebooks, .page, .typst, .pdf, .values, .trace,
  ]

  /// Renders every format of a document, once every numeral in it is accounted for.
  /// - Throws: `Fault` where the document itself is at fault: two things with one name, a numeral that
  ///   nothing explains, or a text that no format can show.
  public static func all(of document: Document, _ options: Options = Options()) throws
    -> ReportFiles
  {
    _ = try Numbering(document)
    let rendering = ReportFormat.Rendering(
      document: document, pictures: try FigurePictures(document.figures), options: options)
    let outcomes = try Parallel.map(formats) { format in
      (format, Result { try format.render(rendering) })
    }
    try checkReadable(
      outcomes.filter { Set(["report.md", "report.html"]).contains($0.0.name) }.map(\.1))
    let rendered = outcomes.compactMap { try? $0.1.get() }
    try ReportAudit.check(rendered.flatMap(\.audited), of: document)
    return ReportFiles(files: rendered.flatMap(\.files), failures: outcomes.compactMap(failure))
  }

  private static func failure(
    _ format: ReportFormat, _ outcome: Result<ReportFormat.Rendered, any Error>
  ) -> Failure? {
    guard case .failure(let error) = outcome else { return nil }
    return Failure(name: format.name, message: "\(error)")
  }

  /// A document that neither page can show is at fault itself.
  private static func checkReadable(_ outcomes: [Result<ReportFormat.Rendered, any Error>]) throws {
    let errors = outcomes.compactMap { if case .failure(let error) = $0 { error } else { nil } }
    if let first = errors.first, errors.count == outcomes.count { throw first }
  }
}

/// One of the formats that a report is published in.
struct ReportFormat: Sendable {
  /// The name of its file or folder, for failures.
  let name: String
  let render: @Sendable (Rendering) throws -> Rendered

  init(_ name: String, _ render: @escaping @Sendable (Rendering) throws -> Rendered) {
    (self.name, self.render) = (name, render)
  }

  /// The input of all formats.
  struct Rendering: Sendable {
    let document: Document
    let pictures: FigurePictures
    let options: ReportFiles.Options
  }

  /// The result of rendering a format.
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
          ReportFile(path: "\(path).csv", text: figure.csv),
        ]
      })
  }

  static let tables = ReportFormat("tables") { rendering in
    Rendered(
      files: rendering.document.tables.map {
        ReportFile(path: "tables/\($0.id).csv", text: $0.csv)
      })
  }

  static let markdown = ReportFormat("report.md") { rendering in
    let page = try MarkdownWriter.render(
      rendering.document, pathToSources: rendering.options.pathToSources)
    return Rendered(
      files: [ReportFile(path: "report.md", text: page)],
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
    return Rendered(files: [ReportFile(path: "report.html", text: page)])
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

/// A file of a report: a path below the report's folder, and its bytes.
public struct ReportFile: Sendable, Equatable {
  public var path: String
  public var data: Data

  public init(path: String, data: Data) { (self.path, self.data) = (path, data) }

  init(path: String, text: String) { self.init(path: path, data: Data(text.utf8)) }

  /// Whether the path leads to a file below the report's folder, whatever its names are made from.
  var isBelowItsFolder: Bool { Self.isBelowItsFolder(path) }

  static func isBelowItsFolder(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !["", ".", ".."].contains($0) && !$0.utf8.contains(0)
    }
  }
}
