import Core
import Foundation
import Testing
import TestSupport

@testable import Notebook
@testable import Published
@testable import Report
@testable import Runs
@testable import Studies
@testable import Workshop

/// The whole way, from data/ to the report, by the executables that were built with the tests.
@Suite(.serialized) struct ReproductionTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("reproduction-\(UUID().uuidString)")

  private func reproduction(
    _ analyses: [String], out: String = "out", executables: URL = NotebookFixture.products
  ) -> Reproduction {
    Reproduction(
      project: NotebookFixture.project, store: folder.appendingPathComponent("store.sqlite"),
      runs: folder.appendingPathComponent("runs.sqlite"),
      out: folder.appendingPathComponent(out), executables: executables, analyses: analyses)
  }

  private let quiet = ProgressLog(isTerminal: false, write: { _ in })

  private func data(_ path: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(path))
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try data(path), as: UTF8.self)
  }

  @Test func everyNumeralOfTheReportIsAccountedFor() throws {
    let names = try NotebookFixture.project.analysisNames()
    let trainer = try FakeTrainer()
    var job = reproduction(names, executables: try trainer.programs(names))
    job.reruns = 0
    job.training = SweepProgress(isTerminal: false, write: { _ in })
    let outcome = try job.run(progress: quiet)
    #expect(outcome.failures.isEmpty)
    #expect(outcome.files.contains("report.pdf"))
    let markdown = try text("out/report.md")
      .replacingOccurrences(of: "(?s)<details>.*?</details>", with: "", options: .regularExpression)
    #expect(markdown.contains("Recall rises"))
    for (path, ending) in [("figures/ratio-curves", "svg"), ("figures/ratio-curves", "csv")] {
      #expect(outcome.files.contains("\(path).\(ending)"))
    }
    #expect(!markdown.contains("{{"))
  }

  /// The PDF's text, as a reader copies it: numerals are bound values, data rows, names that the
  /// data knows, or the report's own numbering. A planted numeral must be found.
  @Test(
    .enabled(if: hasPDFToText, "pdftotext is not installed; `make setup` installs poppler-utils"))
  func thePDFHoldsNoOtherNumerals() throws {
    _ = try Store.open(at: folder.appendingPathComponent("store.sqlite"))
      .importData(DataFolder(NotebookFixture.project.data).load())
    let job = reproduction(["ratio-curves"])
    let store = try Store.openReadOnly(at: job.store)
    let record = try #require(
      try job.runAnalyses(["ratio-curves"], nil, store, quiet).records.first)
    var document = try ReportAssembly(records: [record], store: store, project: job.project)
      .document()
    // Code cells are code, not claims.
    for index in document.sections.indices {
      document.sections[index].blocks.removeAll { if case .source = $0 { true } else { false } }
    }
    let stray = try strayNumerals(document)
    #expect(stray == [], "\(stray.prefix(20))")
    let planted = Prose("Recall is 77.77 here.", file: "x", line: 1)
    document.sections[0].blocks.insert(.prose(planted), at: 0)
    #expect(try strayNumerals(document).contains { $0.hasPrefix("77.77") })
  }

  private func strayNumerals(_ document: Document) throws -> [String] {
    let pdf = folder.appendingPathComponent("audit.pdf")
    let typst = try TypstCompiler.find(project: NotebookFixture.project.root)
    try AtomicFile.write(try PDFWriter.render(document, with: typst), to: pdf)
    let pages = try Self.text(ofPDF: pdf).components(separatedBy: "\u{C}").map(Self.lines)
    let date = ISO8601DateFormatter.string(
      from: document.date, timeZone: .gmt, formatOptions: .withFullDate)
    let known = ReportAudit.explained(by: document) + [date]
    let audit = NumeralAudit(explained: known.map(Self.plain))
    return audit.unexplained(in: pages.map(Self.joined).joined(separator: " "))
  }

  /// Letters of formulas as plain ones, and no spaces that copying drops.
  private static func plain(_ text: String) -> String {
    text.decomposedStringWithCompatibilityMapping.replacing(/[\u{200B}\u{2060}]/, with: "")
      .replacing(/([0-9])\s*%/) { "\($0.output.1)%" }
  }

  /// The lines of a page without folios, and without the numbers of pages in the contents.
  private static func lines(ofPage page: String) -> [String] {
    let isContents = page.contains("Contents\n")
    return page.split(separator: "\n").map { plain(String($0)) }
      .filter { $0.wholeMatch(of: /[0-9]+ \/ [0-9]+/) == nil }
      .map { isContents ? $0.replacing(/\ [0-9]+$/, with: "") : $0 }
  }

  /// The lines as one: a line may end within a path, a list of rows or a word with a hyphen.
  private static func joined(_ lines: [String]) -> String {
    lines.reduce(into: "") { text, line in
      let word = text.split(separator: " ").last ?? ""
      let isCut =
        word.last == "-" || word.contains("/") && word.last.map { "/._,:–".contains($0) } == true
      text += isCut ? line : " " + line
    }
  }

  private static let pdfToText = "/usr/bin/pdftotext"
  private static let hasPDFToText =
    FileManager.default.isExecutableFile(atPath: pdfToText)
    && (try? TypstCompiler.find(project: NotebookFixture.project.root)) != nil

  private static func text(ofPDF url: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: pdfToText)
    process.arguments = ["-raw", url.path, "-"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func twoRunsGiveTheSameBytes() throws {
    setenv("SOURCE_DATE_EPOCH", "1750000000", 1)
    defer { unsetenv("SOURCE_DATE_EPOCH") }
    let names = ["ratio-curves", "costs", "paper-map"]
    var one = reproduction(names, out: "one")
    one.jobs = 1
    var two = reproduction(names, out: "two")
    (two.jobs, two.cache) = (2, folder.appendingPathComponent("records"))
    var kept = two
    kept.out = folder.appendingPathComponent("kept")
    let first = try one.run(progress: quiet)
    var said = ""
    for job in [two, kept] {
      _ = try job.run(progress: ProgressLog(isTerminal: false, write: { said += $0 }))
    }
    #expect(said.contains("nothing changed for 3 of 3 analyses"))
    for path in first.files + ["files.json"] {
      #expect(try data("one/\(path)") == data("two/\(path)"), "\(path) differs")
      #expect(try data("one/\(path)") == data("kept/\(path)"), "\(path) differs")
    }
  }

  @Test func failuresAreInTheOrderOfTheReport() throws {
    let programs = folder.appendingPathComponent("programs")
    try script("sleep 0.5; echo late >&2; exit 1", to: programs.appendingPathComponent("slow"))
    try script("echo soon >&2; exit 1", to: programs.appendingPathComponent("fast"))
    var job = reproduction(["slow", "fast"], executables: programs)
    job.jobs = 2
    var said = ""
    let outcome = try job.run(progress: ProgressLog(isTerminal: false, write: { said += $0 }))
    #expect(outcome.failures.map(\.name) == ["slow", "fast"])
    #expect(said.hasSuffix("✗ fast: soon\n✗ slow: late\n"))
  }

  @Test func aFailedAnalysisIsNamedAndTheOthersStillRun() throws {
    let programs = folder.appendingPathComponent("programs")
    try script(
      "echo 'Fatal error: Error raised at top level: main.swift:9: bad' >&2; exit 1",
      to: programs.appendingPathComponent("broken"))
    try FileManager.default.createSymbolicLink(
      at: programs.appendingPathComponent("ratio-curves"),
      withDestinationURL: NotebookFixture.products.appendingPathComponent("ratio-curves"))
    var said = ""
    let log = ProgressLog(isTerminal: false, write: { said += $0 })
    let outcome = try reproduction(["broken", "missing", "ratio-curves"], executables: programs)
      .run(progress: log)
    #expect(outcome.failures.map(\.name) == ["broken", "missing"])
    #expect(outcome.failures.first?.message == "main.swift:9: bad")
    #expect(said.contains("✗ broken: main.swift:9: bad"))
    let markdown = try text("out/report.md")
    #expect(markdown.contains("broken (failed)"))
    #expect(markdown.contains("Recall rises"))
  }

  @Test func whereAllFailTheEarlierReportStays() throws {
    try AtomicFile.write("earlier", to: folder.appendingPathComponent("out/report.md"))
    let outcome = try reproduction(["nowhere"]).run(progress: quiet)
    #expect(outcome.failures.count == 1)
    #expect(outcome.files.isEmpty)
    #expect(try text("out/report.md") == "earlier")
  }

  @Test func anUnwritableOutputIsNamed() throws {
    try AtomicFile.write("a file", to: folder.appendingPathComponent("out"))
    do {
      _ = try reproduction(["ratio-curves"]).run(progress: quiet)
      Issue.record("no error")
    } catch let fault as Fault {
      #expect(fault.location.contains("/out"))
    }
  }

  private func script(_ body: String, to url: URL) throws {
    try AtomicFile.write("#!/bin/sh\n\(body)\n", to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }
}

@Suite struct ProgressLogTests {
  @Test func aTerminalSeesOneChangingLineAndALogSeesLines() {
    var said = ""
    var time = 0.0
    func log(_ isTerminal: Bool) -> ProgressLog {
      ProgressLog(isTerminal: isTerminal, now: { time }, write: { said += $0 })
    }
    for isTerminal in [false, true] {
      let log = log(isTerminal)
      log.begin("ingest")
      time += 1.5
      log.end("ingest", note: "ok")
    }
    #expect(said == "✓ ingest (1.5 s): ok\n\r\u{1B}[2K⋯ ingest\r\u{1B}[2K✓ ingest (1.5 s): ok\n")
  }
}
