import Core
import Testing

@testable import interleave

@Suite struct TaskOptionTests {
  @Test func valuesAreJSONWhereTheyReadAsSuch() throws {
    let options = try TaskOption.parse([
      "pairs=8", "power=0.5", "randomFill=false", "ask=value", "path=a=b.txt", "sha256=",
    ])
    #expect(
      options == [
        "pairs": 8, "power": 0.5, "randomFill": false, "ask": "value", "path": "a=b.txt",
        "sha256": "",
      ])
  }

  @Test(arguments: [["pairs"], ["=8"], ["pairs=8", "pairs=9"]])
  func whatIsNoOptionIsAFault(_ arguments: [String]) {
    #expect(throws: Fault.self) { try TaskOption.parse(arguments) }
  }
}
