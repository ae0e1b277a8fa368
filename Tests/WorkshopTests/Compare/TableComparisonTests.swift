import Foundation
import Report
import Testing

@testable import Lab
@testable import Workshop

@Suite struct TableComparisonTests {
  private func differences(
    _ before: String, _ after: String, tolerance: Tolerance = .exact
  ) throws -> [ReportDifference] {
    try TableComparison(
      .table, "t", ComparedTable(Data(before.utf8), path: "a.csv"),
      ComparedTable(Data(after.utf8), path: "b.csv"), tolerance: tolerance
    ).differences()
  }

  private let table =
    "family,ratio,recall,sources\nGLA,pure,0.2,x:1\nGLA,3:1,0.4,x:2\nHGRN,pure,0.1,x:3\n"

  @Test func rowsAreKnownByTheirLabels() throws {
    let moved =
      "family,ratio,recall,sources\nHGRN,pure,0.1,x:9\nGLA,3:1,0.5,x:2\nGLA,pure,0.2,x:1\n"
    let found = try differences(table, moved)
    #expect(found.map(\.place) == ["GLA / 3:1 / recall"])
    #expect(found.first?.before == .number(0.4) && found.first?.after == .number(0.5))
    #expect(try differences(table, moved, tolerance: .trained(0.2)).isEmpty)
  }

  @Test func anAddedRowIsOneDifference() throws {
    let more = table.replacingOccurrences(of: "GLA,3:1", with: "DeltaNet,pure,0.3,x:7\nGLA,3:1")
    let found = try differences(table, more)
    #expect(found.map(\.place) == ["DeltaNet / pure"])
    #expect(found.first?.before == .absent)
  }

  @Test func rowsWithOneLabelAreMatchedInOrderOrByContent() throws {
    let curve = "layer,x,y\nline,0,1\nline,1,2\nline,2,3\n"
    let bent = try differences(curve, "layer,x,y\nline,0,1\nline,1,5\nline,2,3\n")
    #expect(bent.map(\.place) == ["line #2 / y"])
    let longer = try differences(curve, "layer,x,y\nline,0,1\nline,0.5,1.5\nline,1,2\nline,2,3\n")
    #expect(longer.map(\.after) == [.text("line, 0.5, 1.5")])
    let shorter = try differences(curve, "layer,x,y\nline,0,1\nline,2,3\n")
    #expect(shorter.map(\.before) == [.text("line, 1, 2")])
  }

  @Test func missingNumbersAndWordsAreTellable() throws {
    let found = try differences(
      "name,value\na,1\nb,\nc,nan\nd,nan\n", "name,value\na,\nb,2\nc,nan\nd,none\n")
    #expect(found.map(\.place) == ["a / value", "b / value", "d / value"])
    #expect(found.map(\.after.shown) == ["–", "2", "none"])
    #expect(found.allSatisfy { $0.change == nil })
  }

  @Test func columnsAreMatchedByName() throws {
    let found = try differences("name,x,x\na,1,2\n", "x,name,y\n1,a,7\n")
    #expect(found.map(\.place) == ["column x (2)", "column y"])
  }

  @Test func sourcesAreNotNumbers() throws {
    #expect(try differences("n,v,sources\na,1,x:1\n", "n,v,sources\na,1,x:2\n").isEmpty)
  }
}
