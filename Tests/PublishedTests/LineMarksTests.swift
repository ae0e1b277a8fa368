import Core
import Foundation
import Testing
import TestSupport

@testable import Published

@Suite struct LineMarksTests {
  private let sealed = LineMarks([
    ("a.csv", Data("x\n1\n2\n3\n".utf8)), ("b.csv", Data("y\n".utf8)),
  ])

  private func change(_ text: String) -> LineMarks.Change? {
    sealed.change(of: "a.csv", to: Data(text.utf8))
  }

  @Test func changesAreFoundByLine() {
    #expect(change("x\n1\n2\n3\n") == nil)
    #expect(change("x\n1\n9\n3\n") == LineMarks.Change(new: [3], gone: [3]))
    #expect(change("x\n1\n2\n") == LineMarks.Change(new: [], gone: [4]))
    #expect(change("x\n0\n1\n2\n3\n") == LineMarks.Change(new: [2], gone: []))
    #expect(change("x\n1\n2\n3") == nil)
    #expect(sealed.change(of: "unknown.csv", to: Data()) == nil)
  }

  @Test func wordsNameTheLines() {
    #expect(LineMarks.Change(new: [3], gone: [3]).words == "changed: line 3")
    #expect(LineMarks.Change(new: [2], gone: [4]).words == "new: line 2; missing: line 4")
    #expect(
      LineMarks.Change(new: Array(1...7), gone: []).words == "new: line 1, 2, 3, 4, 5 and 2 more")
    #expect(LineMarks.Change(new: [], gone: [4]).first == 4)
  }

  @Test func theFileReadsBackAndDamageToItOnlyCostsTheHelp() {
    #expect(LineMarks(text: sealed.text) == sealed)
    #expect(LineMarks(text: "no marks here at all\n\n").files.isEmpty)
  }

  @Test func theRepositorysMarksAreThoseOfItsFiles() throws {
    let folder = DataFolder(dataRoot)
    let files = try folder.manifest().files.map { ($0.file, try folder.read($0.file)) }
    #expect(folder.lineMarks() == LineMarks(files))
  }
}
