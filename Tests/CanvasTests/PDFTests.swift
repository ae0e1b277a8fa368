import Core
import Foundation
import Testing

@testable import Canvas

@Suite struct PDFTests {
  let metadata = PDFMetadata(
    title: "Tïtle", author: "A. Author", subject: "S", keywords: "k, l", date: sampleDate)

  /// Two pages with links both ways, an outline of two levels, and page labels.
  func document() throws -> Data {
    let pdf = try PDFSurface(metadata: metadata)
    let style = TextStyle(.serif, 11)
    try pdf.page(size: Size(width: 300, height: 200), label: "i") { canvas in
      canvas.destination("start", at: Point(x: 0, y: 10))
      try TextLayout([TextRun("to the claim’s page", style, link: "#it's here")])
        .draw(on: canvas, at: Point(x: 10, y: 10))
      try drawSample(canvas)
    }
    try pdf.page(size: Size(width: 200, height: 300), label: "1") { canvas in
      canvas.destination("it's here", at: Point(x: 0, y: 20))
      canvas.translate(x: 10, y: 20)
      try TextLayout([TextRun("back", style, link: "#start")]).draw(on: canvas, at: .zero)
    }
    let part = pdf.outline("Part", to: "start")
    pdf.outline("Claim", to: "it's here", under: part)
    return try pdf.finish()
  }

  @Test func theSameDocumentIsTheSameBytes() throws {
    #expect(try document() == document())
  }

  @Test(.enabled(if: hasTool("qpdf"), "qpdf is not installed")) func isASoundFile() throws {
    let check = try #require(try runTool("qpdf", ["--check", "FILE"], on: try document()))
    #expect(check.status == 0, "\(check.output)")
  }

  @Test(.enabled(if: hasTool("pdfinfo"), "pdfinfo is not installed"))
  func saysWhatItIs() throws {
    let info = try #require(try runTool("pdfinfo", ["-isodates", "FILE"], on: try document()))
    #expect(info.output.contains("Tïtle"))
    #expect(info.output.contains("A. Author"))
    #expect(info.output.contains("Pages:           2"))
    let dates = info.output.split(separator: "\n").filter { $0.contains("Date:") }
    #expect(dates.count == 2 && dates.allSatisfy { $0.contains("2026-07-01T12:00:00") })
  }

  @Test(.enabled(if: hasTool("pdfinfo"), "pdfinfo is not installed"))
  func destinationsAreOnTheirPages() throws {
    let info = try #require(try runTool("pdfinfo", ["-dests", "FILE"], on: try document()))
    let lines = info.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("start") && $0.contains("   1 ") })
    #expect(lines.contains { $0.contains("it's here") && $0.contains("   2 ") })
  }

  @Test(.enabled(if: hasTool("pdftotext"), "pdftotext is not installed"))
  func textCanBeCopied() throws {
    let text = try #require(try runTool("pdftotext", ["FILE", "-"], on: try document()))
    #expect(text.output.contains("to the claim’s page"))
    #expect(text.output.contains("α ≤ 24:1"))
  }

  @Test func aLinkToNowhereIsAFault() throws {
    let fault = #expect(throws: Fault.self) {
      _ = try PDFSurface.render(size: sampleSize, metadata: metadata) { canvas in
        canvas.link(Rect(x: 0, y: 0, width: 5, height: 5), to: "#gone")
      }
    }
    #expect(fault?.found == "gone")
  }

  @Test func aNameGivenTwiceIsAFault() throws {
    #expect(throws: Fault.self) {
      _ = try PDFSurface.render(size: sampleSize, metadata: metadata) { canvas in
        canvas.destination("a", at: .zero)
        canvas.destination("a", at: Point(x: 0, y: 5))
      }
    }
  }

  @Test func noTargetOfALinkEndsItsAttribute() {
    #expect(linkAttribute("a'b\\") == "uri='a\\'b\\\\'")
    #expect(linkAttribute("#'\u{301} rect=[0]") == "dest='\\'\u{301} rect=[0]'")
  }

  @Test func controlCharactersInARunAreSpelledOut() throws {
    let run = TextRun("a\u{1B}[31m\u{202E}b\nc", TextStyle(.serif, 11))
    #expect(run.text == "a\\u{1B}[31m\\u{202E}b\nc")
    #expect(try TextLayout([run]).lines.count == 2)
  }

  @Test func aFileWithoutPagesIsAFault() throws {
    #expect(throws: Fault.self) { _ = try PDFSurface(metadata: metadata).finish() }
  }
}

@Suite struct PDFXrefTests {
  let body = "%PDF-1.5\n1 0 obj\n<<>>\nendobj\n"

  func file(secondOffset: String) -> Data {
    let table = """
      xref
      0 3
      0000000000 65535 f\u{20}
      0000000009 00000 n\u{20}
      \(secondOffset) 00000 n\u{20}
      trailer
      <<>>
      startxref
      \(body.utf8.count)
      %%EOF

      """
    return Data((body + table).utf8)
  }

  @Test func freesObjectsThatAreNotThere() {
    let repaired = PDFXref.repaired(file(secondOffset: "0000000020"))
    let text = String(decoding: repaired, as: UTF8.self)
    #expect(text.contains("0000000009 00000 n \n0000000000 65535 f \n"))
    #expect(repaired.count == file(secondOffset: "0000000020").count)
  }

  @Test func freesOffsetsBehindTheEnd() {
    let text = String(
      decoding: PDFXref.repaired(file(secondOffset: "0000099999")), as: UTF8.self)
    #expect(!text.contains("99999"))
  }

  @Test func leavesOtherBytesAlone() {
    let odd = Data("not a PDF".utf8)
    #expect(PDFXref.repaired(odd) == odd)
    #expect(PDFXref.repaired(Data()) == Data())
  }
}
