import Core
import Foundation
import Testing

@testable import Report

@Suite(.enabled(if: PDFTools.typst != nil, PDFTools.missing)) struct PDFTests {
  @Test func theSameDocumentIsTheSameBytes() throws {
    let (a, b) = (try PDFFixture.document(), try PDFFixture.document())
    #expect(try PDFTools.render(a) == PDFTools.render(b))
  }

  @Test(.enabled(if: PDFTools.isInstalled("qpdf"), PDFTools.missing))
  func isASoundFile() throws {
    let check = try PDFTools.run(
      "qpdf", ["--check", "FILE"], on: PDFTools.render(PDFFixture.document()))
    #expect(check.status == 0, "\(check.output)")
    #expect(!check.output.contains("WARNING"), "\(check.output)")
  }

  @Test func aDocumentWithNothingInItIsAPage() throws {
    let document = Document(
      title: "Nothing", subtitle: "", author: "", date: Date(timeIntervalSince1970: 0),
      sections: [],
      values: [], references: [], vocabulary: [])
    #expect(try PDFTools.render(document).starts(with: Data("%PDF".utf8)))
  }

  /// Every sign of Typst's own notation, in every place that text may come from a file.
  @Test(arguments: [
    "<script>|\u{1B}\u{202E}`\n@a.b", "#panic()", "$x$", "= head", "- item", "+ item", "1. item",
    "/ term: x", "*bold* _emph_", "https://a.b/c", "// comment", "/* open", "\\", "\\u{41}", "[a]",
    "] #panic() [", "\") #panic() (\"", "<label>", "@ref", "~", "--- -- -?", "...", "a#b",
    "'q' \"q\"",
    "#", "x]\n#panic()\n[", ";", "(", "{}", "`", "```", "é 3:1 ↪", "-1", "&", "%", "^", "|",
  ])
  func textFromFilesIsShownAsItIs(_ name: String) throws {
    var table = Fixture.table
    table.columns[0].header = name
    table.rows = [
      [.text(name), .quoted(name, sources: [])], [.formula(name), .missing(reason: name)],
    ]
    var document = Fixture.document(
      [.table(table), Fixture.prose("Of {{name}}(x).")], values: [Fixture.value("name", name)])
    document.title = name
    document.sections[0].title = name
    let words = try PDFTools.words(of: PDFTools.render(document)).filter { !$0.isWhitespace }
    let shown = VisibleText.of(name, keepingLines: true).filter { !$0.isWhitespace }
    let straight = words.replacing(/[“”]/, with: "\"").replacing(/[‘’]/, with: "'")
    #expect(straight.contains("Of\(shown)(x)."), "\(words)")
  }

  /// Set `PDF_DEMO` to a folder to see the pages.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PDF_DEMO"] != nil, "PDF_DEMO is not set"))
  func writeDemo() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["PDF_DEMO"] ?? "")
    for (name, document) in [
      ("report", try PDFFixture.document()), ("claims", try ClaimsFixture.document()),
    ] {
      try AtomicFile.write(
        PDFTools.render(document), to: folder.appendingPathComponent("\(name).pdf"))
      try AtomicFile.write(
        TypstWriter.render(document), to: folder.appendingPathComponent("\(name).typ"))
    }
  }
}

@Suite(.enabled(if: PDFTools.canRead(with: "pdfinfo"), PDFTools.missing)) struct PDFStructureTests {
  let data: Data
  /// The tree, an element or a text a line, without its indents.
  let tree: [String]

  init() throws {
    data = try PDFTools.render(PDFFixture.document())
    tree = try PDFTools.run("pdfinfo", ["-struct-text", "FILE"], on: data).output
      .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func count(_ role: String) -> Int {
    tree.count { line in
      let word = line.split(separator: " ").first.map(String.init)
      return word == role || word == role + ":"
    }
  }

  @Test func isTaggedAndSaysWhatItIs() throws {
    let info = try PDFTools.run("pdfinfo", ["-isodates", "FILE"], on: data).output
    #expect(info.contains(/Tagged: +yes/))
    #expect(info.contains("When does a hybrid need full attention?"))
    #expect(info.contains("The Interleave authors"))
    #expect(info.contains("2026-07-01T12:00:00"))
    let metadata = try PDFTools.run("pdfinfo", ["-meta", "FILE"], on: data).output
    #expect(metadata.contains("When does a hybrid need full attention?</rdf:li>"))
    #expect(metadata.contains(/pdfuaid:part(="|>)1/), "says that it is PDF/UA-1")
  }

  @Test func theTreeHasTheDocumentsParts() throws {
    let document = try PDFFixture.document()
    #expect(count("Document") == 1)
    #expect(count("Figure") == document.figures.count)
    #expect(count("LI") >= 8)
    #expect(count("BlockQuote") == 1)
    #expect(count("H1") >= document.sections.count)
    let tables = document.tables
    let cells = tables.reduce(0) { $0 + $1.rows.count * $1.columns.count }
    #expect(count("TD") >= cells)
    #expect(count("TH") >= tables.reduce(0) { $0 + $1.columns.count })
    #expect(count("Caption") == tables.count + document.figures.count)
  }

  @Test func figuresHaveWordsInTheirPlace() throws {
    let file = try PDFTools.run(
      "qpdf", ["--qdf", "--object-streams=disable", "FILE", "-"], on: data)
    for figure in try PDFFixture.document().figures {
      #expect(file.output.contains("/Alt (\(figure.title))"), "\(figure.title)")
    }
  }

  @Test func fontsAreInTheFileAsSubsets() throws {
    let fonts = try PDFTools.run("pdffonts", ["FILE"], on: data).output.split(separator: "\n")
      .dropFirst(2)
    #expect(fonts.count >= 3)
    for font in fonts {
      #expect(font.contains(/^[A-Z]{6}\+/) && font.contains(/yes +yes +(?:yes|no)/), "\(font)")
    }
    for family in ["Inter", "LinLibertine", "JetBrainsMono"] {
      #expect(fonts.contains { $0.contains(family) }, "\(family)")
    }
  }
}
