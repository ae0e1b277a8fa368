import Core
import Plot
import Testing

@Suite struct FrameTests {
  @Test func readsItsColumns() throws {
    let frame = try Frame(["f": .text(["b", "a", "b"]), "y": .numbers([1, nil, 3])])
    #expect(frame.names == ["f", "y"] && frame.rowCount == 3)
    #expect(try frame.numbers("y") == [1, nil, 3])
    #expect(try frame.distinct("f") == ["b", "a"])
    #expect(try frame.rows(of: "f") { $0 == "b" }.numbers("y") == [1, 3])
  }

  @Test func refusesColumnsOfDifferentLengths() {
    let fault = #expect(throws: Fault.self) {
      _ = try Frame(["x": .numbers([1, 2]), "y": .numbers([1])])
    }
    #expect(fault?.location == "column 'y'")
    #expect(fault?.expected == "2 rows" && fault?.found == "1 rows")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func refusesWhatIsNotFinite(_ value: Double) {
    let fault = #expect(throws: Fault.self) { _ = try Frame(["y": .numbers([0, value])]) }
    #expect(fault?.location == "column 'y', row 2")
  }

  @Test func refusesANameTwice() {
    #expect(throws: Fault.self) { _ = try Frame(["y": .numbers([]), "y": .numbers([])]) }
  }

  @Test func namesTheColumnThatIsMissing() throws {
    let frame = try Frame(["x": .numbers([1]), "f": .text(["a"])])
    let fault = #expect(throws: Fault.self) { _ = try frame.numbers("z") }
    #expect(fault?.what == "column 'z' is missing" && fault?.expected == "one of x, f")
    #expect(throws: Fault.self) { _ = try frame.numbers("f") }
    #expect(throws: Fault.self) { _ = try frame.text("x") }
  }
}
