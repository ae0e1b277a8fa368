import Core
import Foundation
import Testing

@testable import Canvas

@Suite struct PDFUpdateTests {
  private let metadata = PDFMetadata(
    title: "A & B <c>", author: "Tests", subject: "Über", keywords: "x, y",
    date: Date(timeIntervalSince1970: 1_782_907_200))

  private func file(isTagged: Bool) throws -> Data {
    let pdf = try PDFSurface(metadata: metadata, isTagged: isTagged)
    for page in 1...2 {
      try pdf.page(size: Size(width: 200, height: 200)) { canvas in
        if page == 1 { canvas.open(.document) }
        for name in ["Ä", "two"] {
          canvas.element(.figure, alternative: "\(name) \(page)") {
            canvas.fill(Rect(x: 10, y: 10, width: 20, height: 20), .black)
          }
        }
        if page == 2 { canvas.close(.document) }
      }
    }
    return try pdf.finish()
  }

  @Test func whatIsAddedStandsBehindTheFile() throws {
    let text = String(decoding: try file(isTagged: true), as: UTF8.self)
    #expect(text.ranges(of: "%%EOF").count == 2)
    #expect(text.ranges(of: "/Alt <FEFF").count == 4)
    #expect(text.contains("/Alt <FEFF00C400200031>"))
    #expect(text.contains("/Lang (en)"))
    #expect(text.contains("A &amp; B &lt;c&gt;"))
  }

  @Test func withoutTagsThereAreNoElements() throws {
    let text = String(decoding: try file(isTagged: false), as: UTF8.self)
    #expect(!text.contains("/StructElem") && !text.contains("/Alt"))
    #expect(text.contains("/Metadata"))
  }

  @Test func theSameDrawingIsTheSameBytes() throws {
    #expect(try file(isTagged: true) == file(isTagged: true))
  }

  @Test(.enabled(if: hasTool("qpdf"), "qpdf is not installed"))
  func theFileIsSound() throws {
    for isTagged in [true, false] {
      let result = try #require(
        try runTool("qpdf", ["--check", "FILE"], on: try file(isTagged: isTagged)))
      #expect(result.output.contains("No syntax or stream encoding errors"))
    }
  }

  @Test(arguments: ["", "xref\n", "startxref\n0\n%%EOF\n", "startxref\n99999\n%%EOF\n"])
  func whatIsNoPDFIsAFault(_ text: String) {
    #expect(throws: Fault.self) { _ = try PDFUpdate(of: Data(text.utf8)) }
  }

  @Test func aFileWithAnUpdateIsNotUpdatedAgain() throws {
    let file = try file(isTagged: true)
    #expect(throws: Fault.self) { _ = try PDFUpdate(of: file) }
  }
}
