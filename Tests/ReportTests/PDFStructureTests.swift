import Core
import Foundation
import Report
import Testing

@Suite(.enabled(if: PDFTools.isInstalled("pdfinfo"), "poppler is not installed"))
struct PDFStructureTests {
  let data: Data
  /// The tree, an element or a text a line, without its indents.
  let tree: [String]

  init() throws {
    data = try PDFWriter.render(PDFFixture.document())
    tree = try PDFTools.run("pdfinfo", ["-struct-text", "FILE"], on: data).output
      .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func count(_ role: String) -> Int {
    tree.count { $0.split(separator: " ").first.map(String.init) == role }
  }

  @Test func isTaggedAndSaysWhatItIs() throws {
    let info = try PDFTools.run("pdfinfo", ["FILE"], on: data).output
    #expect(info.contains(/Tagged: +yes/))
    #expect(info.contains(/Metadata Stream: +yes/))
    let metadata = try PDFTools.run("pdfinfo", ["-meta", "FILE"], on: data).output
    #expect(metadata.contains("When does a hybrid need full attention?</rdf:li>"))
    #expect(metadata.contains("The Interleave authors"))
    #expect(metadata.contains("<xmp:CreateDate>2026-07-01T12:00:00Z</xmp:CreateDate>"))
    let file = String(decoding: data, as: UTF8.self)
    #expect(file.contains("/Lang (en)") && file.contains("/DisplayDocTitle true"))
  }

  @Test func theTreeHasTheDocumentsParts() throws {
    let document = try PDFFixture.document()
    #expect(tree.first == "Document")
    #expect(count("H1") == 1)
    #expect(count("Sect") == document.sections.count + 2, "and references and sources")
    #expect(count("Figure") == document.figures.count)
    #expect(count("BibEntry") == document.references.count)
    #expect(count("LI") == 8)
    #expect(count("BlockQuote") == 1)
    #expect(count("Code") == 3)
    #expect(count("Note") == 1)
    let rows = document.tables.reduce(0) { $0 + $1.rows.count }
    let cells = document.tables.reduce(0) { $0 + $1.rows.count * $1.columns.count }
    #expect(count("TR") >= rows + document.tables.count)
    #expect(count("TD") == cells)
  }

  @Test func elementsHoldTheirText() throws {
    for (role, text) in [
      ("H2", "Recall rises with the share of full a"), ("TH", "RULER accuracy"), ("TD", "24:1"),
      ("H3", "How the number was made"), ("Code", "let rows = try store"),
    ] {
      let place = tree.indices.last { tree[$0].contains("\"\(text)") }
      let index = try #require(place, "“\(text)” is not in the tree")
      let element = tree[index - 1].split(separator: " ").first.map(String.init)
      #expect(element == role, "“\(text)” is in \(tree[index - 1])")
    }
  }

  @Test func runningHeadsAreOutsideOfTheStructure() throws {
    let pages = try PDFTools.pages(of: data).count
    #expect(pages > 3)
    #expect(!tree.contains { $0.contains("/ \(pages)\"") })
    #expect(tree.count { $0.contains("When does a hybrid") } == 1)
  }

  @Test func figuresHaveWordsInTheirPlace() throws {
    let file = String(decoding: data, as: UTF8.self)
    let alternatives = file.matches(of: /\/Alt <FEFF([0-9A-F]+)>/).map { match -> String in
      let digits = Array(match.output.1)
      return stride(from: 0, to: digits.count, by: 4).reduce(into: "") { text, start in
        let unit = UInt32(String(digits[start..<(start + 4)]), radix: 16) ?? 0
        text.unicodeScalars.append(Unicode.Scalar(unit) ?? "?")
      }
    }
    #expect(alternatives == (try PDFFixture.document().figures.map(\.title)))
  }

  @Test(.enabled(if: PDFTools.isInstalled("qpdf", "pdffonts"), "qpdf is not installed"))
  func fontsAreInTheFileAsSubsets() throws {
    let fonts = try PDFTools.run("pdffonts", ["FILE"], on: data).output.split(separator: "\n")
      .dropFirst(2)
    #expect(fonts.count >= 3)
    for font in fonts {
      #expect(font.contains(/^[A-Z]{6}\+/) && font.contains(/yes +yes +(?:yes|no)/), "\(font)")
    }
    // Rewriting follows every reference, those of the update included.
    let check = try PDFTools.run("qpdf", ["--qdf", "--static-id", "FILE", "-"], on: data)
    #expect(check.status == 0)
    #expect(!check.output.contains("WARNING"))
  }
}
