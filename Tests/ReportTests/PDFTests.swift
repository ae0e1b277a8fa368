import Core
import Foundation
import Report
import Testing

@Suite struct PDFTests {
  @Test func theSameDocumentIsTheSameBytes() throws {
    let (a, b) = (try PDFFixture.document(), try PDFFixture.document())
    #expect(try PDFWriter.render(a) == PDFWriter.render(b))
  }

  @Test(.enabled(if: PDFTools.isInstalled("qpdf"), "qpdf is not installed"))
  func isASoundFile() throws {
    let data = try PDFWriter.render(PDFFixture.document())
    let check = try PDFTools.run("qpdf", ["--check", "FILE"], on: data)
    #expect(check.status == 0, "\(check.output)")
  }

  @Test(.enabled(if: PDFTools.isInstalled("pdfinfo"), "pdfinfo is not installed"))
  func saysWhatItIs() throws {
    let data = try PDFWriter.render(PDFFixture.document())
    let info = try PDFTools.run("pdfinfo", ["-isodates", "FILE"], on: data).output
    #expect(info.contains("When does a hybrid need full attention?"))
    #expect(info.contains("The Interleave authors"))
    #expect(info.contains("2026-07-01T12:00:00"))
    let pages = try PDFTools.pages(of: data)
    #expect(info.contains("Pages:           \(pages.count)\n"))
    #expect((7...11).contains(pages.count))
  }

  @Test func anUnboundValueIsAFaultWithItsLine() throws {
    var document = try PDFFixture.document()
    document.sections[0].blocks.append(
      .prose(Prose("One.\n\nTwo {{no.such}}.", file: "analyses/x/main.swift", line: 7)))
    let fault = #expect(throws: Fault.self) { _ = try PDFWriter.render(document) }
    #expect(fault?.location == "analyses/x/main.swift:9")
    #expect(fault?.found == "{{no.such}}")
  }

  @Test(arguments: [
    ("[@nobody]", "[@nobody]"), ("{{figure:none}}", "{{figure:none}}"), ("[x](#none)", "#none"),
  ])
  func aNameOfNothingIsAFault(_ prose: String, _ found: String) throws {
    var document = try PDFFixture.document()
    document.sections[0].blocks.append(.prose(Prose(prose, file: "a.swift", line: 4)))
    let fault = #expect(throws: Fault.self) { _ = try PDFWriter.render(document) }
    #expect(fault?.location == "a.swift:4")
    #expect(fault?.found == found)
  }

  @Test func aRowOfAnotherLengthIsAFault() throws {
    var table = PDFFixture.table(id: "odd", rows: 3)
    table.rows[1].removeLast()
    var document = try PDFFixture.document()
    document.sections[0].blocks.append(.table(table))
    let fault = #expect(throws: Fault.self) { _ = try PDFWriter.render(document) }
    #expect(fault?.location == "table odd")
  }

  @Test func aDocumentWithNothingInItIsAPage() throws {
    let document = Document(
      title: "", subtitle: "", author: "", date: Date(timeIntervalSince1970: 0), sections: [],
      values: [], references: [], vocabulary: [])
    #expect(try PDFWriter.render(document).starts(with: Data("%PDF".utf8)))
  }

  /// Set `PDF_DEMO` to a folder to see the pages.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PDF_DEMO"] != nil, "PDF_DEMO is not set"))
  func writeDemo() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["PDF_DEMO"] ?? "")
    try AtomicFile.write(
      PDFWriter.render(PDFFixture.document()), to: folder.appendingPathComponent("report.pdf"))
    try AtomicFile.write(
      PDFWriter.render(ClaimsFixture.document()), to: folder.appendingPathComponent("claims.pdf"))
    try AtomicFile.write(
      Data(MarkdownWriter.render(ClaimsFixture.document()).utf8),
      to: folder.appendingPathComponent("claims.md"))
  }
}
