import Core
import Foundation
import Testing
import TestSupport

@testable import Published

/// Where the layer counts of a model come from.
@Suite struct LayerReaderTests {
  private func layers(
    total: String, attention: String = "", indices: String = "", label: String,
    _ convention: RatioConvention, layouts: [LayerLayout] = [], fractions: [String: String] = [:]
  ) throws -> LayerCount {
    let entry = Manifest.Entry(
      file: "f.csv", kind: .observations, title: "t", citation: "c", version: "", locator: "",
      ratioConvention: convention, scope: .project, licence: "", sha256: "", rows: 0,
      units: [.fraction], fractions: fractions, note: "")
    let fields =
      ["", "", "", "", "", total, attention, indices, label] + Array(repeating: "", count: 8)
    let text = CSV.text(header: ObservationRows.header, rows: [fields])
    let table = try Table(
      FileContent(entry: entry, path: "f.csv", data: Data(text.utf8)),
      header: ObservationRows.header)
    var catalog = Catalog()
    for layout in layouts {
      catalog.layouts[
        .init(label: layout.ratio, convention: layout.ratioConvention, totalLayers: 24)] = layout
    }
    return try LayerReader(row: table.rows[0], entry: entry, catalog: catalog)
      .read(label: label, convention)
  }

  private let sixToOne = LayerLayout(
    ratio: .ratio(6), ratioConvention: .oneInR, totalLayers: 24, attentionLayers: 4,
    attentionIndices: [5, 11, 17, 23], status: .inferred, source: "s")

  @Test func takesALayout() throws {
    let layers = try layers(total: "24", label: "6:1", .oneInR, layouts: [sixToOne])
    #expect(layers.attention == 4)
    #expect(layers.indices == [5, 11, 17, 23])
    #expect(layers.status == .inferred)
  }

  @Test func keepsTheStatedCountAndTakesThePositions() throws {
    let layers = try layers(
      total: "24", attention: "4", label: "6:1", .oneInR, layouts: [sixToOne])
    #expect(layers.indices == [5, 11, 17, 23])
    #expect(layers.status == .countStated)
  }

  @Test func keepsStatedPositions() throws {
    let layers = try layers(
      total: "24", indices: "0 6 12 18", label: "6:1", .oneInR, layouts: [sixToOne])
    #expect(layers.attention == 4)
    #expect(layers.indices == [0, 6, 12, 18])
    #expect(layers.status == .stated)
  }

  @Test func computesWithoutALayout() throws {
    let layers = try layers(total: "12", label: "3:1", .linearToFull)
    #expect(layers.attention == 3)
    #expect(layers.indices == nil)
    #expect(layers.status == .computed)
  }

  @Test func asksForTheCountWhereItIsNotWhole() throws {
    let fault = try fault { try layers(total: "24", label: "12:1", .linearToFull) }
    #expect(fault.what == "attention_layers does not follow from the ratio")
  }

  @Test func allowsBothNeighboursWhereItIsNotWhole() throws {
    for count in ["1", "2"] {
      #expect(try layers(total: "24", attention: count, label: "12:1", .linearToFull).total == 24)
    }
    _ = try fault { try layers(total: "24", attention: "3", label: "12:1", .linearToFull) }
  }

  @Test func tellsTheConventionsApart() throws {
    #expect(try layers(total: "24", attention: "8", label: "3:1", .oneInR).attention == 8)
    let fault = try fault { try layers(total: "24", attention: "8", label: "3:1", .linearToFull) }
    #expect(fault.expected == "3:1 under linear-to-full: 6 of 24")
  }

  @Test func takesTheFractionOfTheLabelWithoutCounts() throws {
    let layers = try layers(total: "", label: "7:1", .linearToFull)
    #expect(layers.attentionFraction == 0.125)
    #expect(layers.status == .label)
  }

  @Test func takesTheFractionThatTheManifestGives() throws {
    let layers = try layers(
      total: "", label: "a:m=1:3", .stated, fractions: ["a:m=1:3": "1/4"])
    #expect(layers.attentionFraction == 0.25)
    #expect(
      try layers.attention == nil && self.layers(total: "", label: "?", .stated).status == nil)
  }

  @Test func knowsThePositionsOfNoneAndAll() throws {
    #expect(try layers(total: "4", attention: "0", label: "pure", .oneInR).indices == [])
    let full = try layers(total: "3", attention: "3", label: "full", .oneInR)
    #expect(full.indices == [0, 1, 2])
    #expect(full.status == .stated)
  }
}
