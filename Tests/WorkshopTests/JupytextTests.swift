import Foundation
import Testing
import TestSupport

@testable import Notebook

/// Jupytext's own reader against ours, over every analysis.
@Suite(.enabled(if: Jupytext.isInstalled, Jupytext.advice)) struct JupytextTests {
  @Test func allAnalysesReadAsTheSameCells() throws {
    let analyses = NotebookFixture.project.root.appendingPathComponent("analyses")
    let names = try FileManager.default.contentsOfDirectory(atPath: analyses.path).sorted()
    let files = names.map { analyses.appendingPathComponent("\($0)/main.swift").path }
    #expect(files.count > 10)
    for (file, cells) in zip(files, try Jupytext.cells(of: files)) {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(cells == Self.ours(try PercentSource(text, path: file)), "\(file)")
    }
  }

  @Test func blankLinesTitlesAndMarksAreReadAlike() throws {
    let text = """
      import A
      import B

      // %% [markdown]
      // # Title
      //
      // - item
      //   more
      //
      //     code

      // %% a title
      let x = 1


      // a comment
      let y = 2

      // %%
      // only a comment
      """
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("jupytext-\(UUID()).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    try text.write(to: file, atomically: true, encoding: .utf8)
    let cells = try Jupytext.cells(of: [file.path])
    #expect(cells == [Self.ours(try PercentSource(text, path: file.path))])
    #expect(cells[0].count == 4)
  }

  /// Our cells, with what stands before the first one as Jupytext has it: a cell of code.
  private static func ours(_ source: PercentSource) -> [Jupytext.Cell] {
    let cells = source.cells.map { Jupytext.Cell(kind: $0.kind.rawValue, text: $0.text) }
    return source.preamble.isEmpty
      ? cells : [Jupytext.Cell(kind: "code", text: source.preamble)] + cells
  }
}

/// The Jupytext of `scripts/python-peers.sh`, of `INTERLEAVE_PYTHON`, or the system's.
enum Jupytext {
  struct Cell: Codable, Equatable {
    var kind: String
    var text: String
  }

  static let advice: Comment = "no Python has Jupytext; scripts/python-peers.sh installs it"
  static let isInstalled = (try? run("import jupytext", []))?.status == 0

  /// The cells of each file. Jupytext has no entry for `.swift`, and refuses it; what its reader
  /// takes from an entry is the sign of a comment, which Swift shares with JavaScript.
  static func cells(of files: [String]) throws -> [[Cell]] {
    let script = """
      import json, jupytext, sys
      fmt = {"extension": ".js", "format_name": "percent", "comment_magics": False}
      def cells(path):
          notebook = jupytext.reads(open(path, encoding="utf-8").read(), fmt=fmt)
          return [{"kind": cell.cell_type, "text": cell.source} for cell in notebook.cells]
      json.dump([cells(path) for path in sys.argv[1:]], sys.stdout)
      """
    let (status, output) = try run(script, files)
    try #require(status == 0)
    return try JSONDecoder().decode([[Cell]].self, from: output)
  }

  private static func run(_ script: String, _ files: [String]) throws -> (
    status: Int32, output: Data
  ) {
    let installed = NotebookFixture.project.root
      .appendingPathComponent(".build/python-peers/bin/python").path
    let isInstalled = FileManager.default.isExecutableFile(atPath: installed)
    let given = ProcessInfo.processInfo.environment["INTERLEAVE_PYTHON"]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [given ?? (isInstalled ? installed : "python3"), "-c", script] + files
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
