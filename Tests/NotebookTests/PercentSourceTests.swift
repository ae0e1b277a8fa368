import Core
import Testing

@testable import Notebook

@Suite struct PercentSourceTests {
  private let text = """
    import Notebook

    // %% [markdown]
    // # Title
    //
    // Prose with {{value}}.

    // %%
    let x = 1

    let y = 2

    // %% a title
    print(x)
    """

  @Test func cellsKeepTheirKindTextAndLines() throws {
    let cells = try PercentSource(text, path: "main.swift").cells
    #expect(cells.map(\.kind) == [.markdown, .code, .code])
    #expect(
      cells.map(\.text) == [
        "# Title\n\nProse with {{value}}.", "let x = 1\n\nlet y = 2", "print(x)",
      ])
    #expect(cells.map(\.textLine) == [4, 9, 14])
    #expect(cells.map(\.markerLine) == [3, 8, 13])
    #expect(try PercentSource(text, path: "main.swift").preamble == "import Notebook")
    #expect(try PercentSource("\n// %%\nx", path: "main.swift").preamble == "")
  }

  @Test func linesFindTheirCodeCell() throws {
    let source = try PercentSource(text, path: "main.swift")
    #expect(source.codeCell(at: 1) == nil)
    #expect(source.codeCell(at: 5) == nil)
    #expect(source.codeCell(at: 9) == 1)
    #expect(source.codeCell(at: 11) == 1)
    #expect(source.codeCell(at: 14) == 2)
  }

  @Test func codeInAMarkdownCellIsNamed() {
    #expect(
      throws: Fault(
        "a markdown cell holds a line that is not a comment", at: "main.swift:3",
        expected: "// prose", found: "let x = 1", hint: "open a code cell with // %%")
    ) { try PercentSource("// %% [markdown]\n// fine\nlet x = 1", path: "main.swift") }
  }

  @Test func aSourceWithoutCellsIsRefused() {
    #expect(throws: Fault.self) { try PercentSource("print(1)", path: "main.swift") }
  }
}
