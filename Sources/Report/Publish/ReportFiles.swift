import Core
import Foundation

/// Everything that a document publishes. Formats are rendered side by side, and one that fails takes no
/// other with it.
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
