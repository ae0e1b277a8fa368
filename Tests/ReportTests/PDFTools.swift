import Foundation
import Report
import Testing

/// Typst, and the programs of poppler and qpdf, for tests that make PDFs and read them.
enum PDFTools {
  private static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What sets PDFs here; nil where `make setup` could not install it.
  static let typst = try? TypstCompiler.find(project: checkout)

  /// Whether PDFs can be made, and read with these programs.
  static func canRead(with names: String...) -> Bool {
    typst != nil && names.allSatisfy { isInstalled($0) }
  }

  static let missing: Comment = "Typst (make setup), poppler-utils or qpdf is not installed"

  /// A document's PDF.
  static func render(_ document: Document) throws -> Data {
    try PDFWriter.render(document, with: TypstCompiler.find(project: checkout))
  }

  static func isInstalled(_ names: String...) -> Bool {
    names.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }
  }

  /// Runs a program on a file of these bytes, which the arguments call `FILE`.
  static func run(_ name: String, _ arguments: [String], on data: Data) throws -> (
    status: Int32, output: String
  ) {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("\(UUID()).pdf")
    try data.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(name)")
    process.arguments = arguments.map { $0 == "FILE" ? file.path : $0 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The words of each page with single spaces between them.
  static func pages(of data: Data) throws -> [String] {
    let text = try run("pdftotext", ["-layout", "FILE", "-"], on: data).output
    let pages = text.split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast()
    return pages.map { page in
      page.replacing(/[\u{200B}\u{2060}]/, with: "").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
    }
  }

  /// The words of the file in the order of its text, with single spaces between them.
  static func words(of data: Data) throws -> String {
    try run("pdftotext", ["-raw", "FILE", "-"], on: data).output
      .replacing(/[\u{200B}\u{2060}]/, with: "").split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
  }

  /// The boxes of all words, in points from the top left of their pages.
  static func boxes(of data: Data) throws -> [(word: String, edges: [Double])] {
    let text = try run("pdftotext", ["-bbox", "FILE", "-"], on: data).output
    let edge = #"="([-\d.]+)" *"#
    let word = try Regex<(Substring, Substring, Substring, Substring, Substring, Substring)>(
      "<word xMin\(edge)yMin\(edge)xMax\(edge)yMax\(edge)>(.*?)</word>")
    return text.matches(of: word).map { match in
      let (_, left, top, right, bottom, word) = match.output
      return (String(word), [left, top, right, bottom].compactMap { Double($0) })
    }
  }
}
