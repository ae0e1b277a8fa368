import Foundation
import Testing

@testable import Report

/// What Jupyter's own packages say of the notebooks.
@Suite struct JupyterPeerTests {
  /// Saving with nbformat changes no byte.
  @Test(.enabled(if: PythonPeer.has("nbformat"), PythonPeer.advice))
  func nbformatValidatesAndSavesTheSameBytes() throws {
    let script = """
      import nbformat, sys
      for path in sys.argv[1:]:
          text = open(path, encoding="utf-8", newline="").read()
          notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
          nbformat.validate(notebook)
          assert nbformat.writes(notebook) + "\\n" == text, path
          print(notebook.nbformat, notebook.nbformat_minor, len(notebook.cells))
      """
    try withNotebooks { paths in
      let (status, output) = try PythonPeer.run(script, paths)
      #expect(status == 0, "\(output)")
      #expect(output == "4 5 12\n4 5 6\n4 5 3\n")
    }
  }

  @Test(.enabled(if: PythonPeer.has("nbconvert"), PythonPeer.advice))
  func nbconvertShowsFiguresTablesAndLinks() throws {
    let script = """
      import nbconvert, sys
      print(nbconvert.HTMLExporter().from_filename(sys.argv[1])[0])
      """
    try withNotebooks { paths in
      let (status, html) = try PythonPeer.run(script, paths)
      #expect(status == 0, "\(html.suffix(2000))")
      #expect(html.contains("src=\"data:image/svg+xml;base64,"))
      #expect(html.contains("<b>Table 1. Numbers</b></caption>"))
      #expect(html.contains("href=\"#cell-id=curves-figure-shares\""))
      #expect(html.contains("id=\"cell-id=curves-figure-shares\""))
      #expect(html.contains("with a &lt;subtitle&gt;"))
    }
  }

  private func withNotebooks(_ body: ([String]) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nb-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = try JupyterWriter(JupyterFixture.document())
    let notebooks = [try writer.report()] + (try writer.analyses().map(\.notebook))
    let paths = try notebooks.enumerated().map { index, notebook in
      let url = folder.appendingPathComponent("\(index).ipynb")
      try notebook.data.write(to: url)
      return url.path
    }
    try body(paths)
  }
}
