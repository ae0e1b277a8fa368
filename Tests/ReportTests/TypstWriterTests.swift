import Core
import Foundation
import Testing

@testable import Report

@Suite struct TypstWriterTests {
  @Test func anUnboundValueIsAFaultWithItsLine() throws {
    var document = try PDFFixture.document()
    document.sections[0].blocks.append(
      .prose(Prose("One.\n\nTwo {{no.such}}.", file: "analyses/x/main.swift", line: 7)))
    let fault = #expect(throws: Fault.self) { _ = try TypstWriter.render(document) }
    #expect(fault?.location == "analyses/x/main.swift:9")
    #expect(fault?.found == "{{no.such}}")
  }

  @Test(arguments: [
    ("[@nobody]", "[@nobody]"), ("{{figure:none}}", "{{figure:none}}"), ("[x](#none)", "#none"),
  ])
  func aNameOfNothingIsAFault(_ prose: String, _ found: String) throws {
    var document = try PDFFixture.document()
    document.sections[0].blocks.append(.prose(Prose(prose, file: "a.swift", line: 4)))
    let fault = #expect(throws: Fault.self) { _ = try TypstWriter.render(document) }
    #expect(fault?.location == "a.swift:4")
    #expect(fault?.found == found)
  }

  @Test func aRowOfAnotherLengthIsAFault() throws {
    var table = PDFFixture.table(id: "odd", rows: 3)
    table.rows[1].removeLast()
    var document = try PDFFixture.document()
    document.sections[0].blocks.append(.table(table))
    let fault = #expect(throws: Fault.self) { _ = try TypstWriter.render(document) }
    #expect(fault?.location == "table odd")
  }

  @Test func headingsSkipNoLevel() throws {
    let text = try TypstWriter.render(
      Fixture.document([Fixture.prose("### Low\n\n## High\n\n### Low")]))
    #expect(
      text.contains("\n== Low\n") && text.contains("\n== High\n") && text.contains("\n=== Low"))
  }

  @Test func callsEndBeforeBrackets() throws {
    let text = try TypstWriter.render(Fixture.document([Fixture.prose("*a*(b) **c**[d] `e`.f")]))
    #expect(text.contains(#"#emph[a];(b) #strong[c]\[d\] #raw("e");.f"#))
  }

  @Test(arguments: [
    ("3:1 and 0.5", "3:1 and 0.5"), ("self-attention", "self-attention"), ("2025-07", #"2025\-07"#),
    ("-1", #"\-1"#), ("a_b", #"a\_b"#), ("x\ny", #"x \ y"#), ("1. one", #"1\. one"#),
    ("v1.5 of", "v1.5 of"), ("a // b", #"a \/\/ b"#), ("table7/8", "table7/8"), ("…", "…"),
  ])
  func markupIsEscapedWhereItHasTo(_ text: String, _ expected: String) {
    #expect(TypstText.markup(text) == expected)
  }

  @Test func stringsCannotEnd() {
    #expect(TypstText.string("a\"b\\c\nd\u{1B}") == #""a\"b\\c\nd\\u{1B}""#)
  }
}

@Suite struct TypstCompilerTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("typst-\(UUID().uuidString)")

  private func program(_ name: String, says words: String, status: Int = 0) throws -> URL {
    let file = folder.appendingPathComponent(name).appendingPathComponent("typst")
    try AtomicFile.write(
      "#!/bin/sh\necho '\(words)'\necho 'a reason' >&2\nexit \(status)\n", to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return file
  }

  @Test func theOneOfTheRightVersionIsFound() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let old = try program("old", says: "typst 0.13.1")
    let new = try program("new", says: "typst 0.15.1 (abc)")
    let path = [old, new].map { $0.deletingLastPathComponent().path }.joined(separator: ":")
    #expect(
      try TypstCompiler.find(environment: ["PATH": path], looksBeside: false).executable == new)
    let fault = #expect(throws: Fault.self) {
      try TypstCompiler.find(
        environment: ["PATH": old.deletingLastPathComponent().path], looksBeside: false)
    }
    #expect(fault?.found?.contains("typst 0.13.1") == true)
    #expect(fault?.hint?.contains("make setup") == true)
    let named = try TypstCompiler.find(environment: ["PATH": path, "INTERLEAVE_TYPST": "/x/typst"])
    #expect(named.executable.path == "/x/typst")
  }

  @Test func theOneOfTheCheckoutIsLast() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = try program(".build/typst/bin", says: "typst 0.15.2")
    #expect(
      try TypstCompiler.find(project: folder, environment: [:], looksBeside: false).executable
        == own)
  }

  /// One format that fails takes no other with it.
  @Test func withoutTypstTheOtherFormatsAreThere() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let broken = try program("broken", says: "", status: 3)
    let document = Fixture.document([.table(Fixture.table)])
    let report = try ReportFiles.all(
      of: document, ReportFiles.Options(typst: TypstCompiler(executable: broken)))
    #expect(report.failures.map(\.name) == ["report.pdf"])
    #expect(report.failures[0].message.contains("a reason"))
    let paths = report.files.map(\.path)
    #expect(!paths.contains("report.pdf"))
    for path in ["report.md", "report.html", "report.typ", "report.ipynb", "values.json"] {
      #expect(paths.contains(path))
    }
  }

  @Test func aProgramThatDoesNotStartIsNamed() throws {
    let report = try ReportFiles.all(
      of: Fixture.document([.table(Fixture.table)]),
      ReportFiles.Options(typst: TypstCompiler(executable: folder.appendingPathComponent("none"))))
    #expect(report.failures.first?.message.contains("does not start") == true)
  }
}
