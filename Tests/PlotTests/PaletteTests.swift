import Canvas
import Plot
import Testing

@Suite struct PaletteTests {
  @Test(arguments: Palette.colors)
  func linesAndTextStandOutFromWhite(_ color: Color) {
    #expect(color.contrast(with: .white) >= 3)
    #expect(SeriesStyle(label: "", color: color).textColor.contrast(with: .white) >= 4.5)
  }

  @Test func greyTextIsReadable() {
    #expect(Palette.grey.contrast(with: .white) >= 4.5)
    #expect(Palette.context.contrast(with: .white) < 3, "context stays behind the data")
  }

  /// Pairs from the test data of Sharma, Wu and Dalal (2005).
  @Test(arguments: [
    ([50.0, 2.6772, -79.7751], [50.0, 0, -82.7485], 2.0425),
    ([50.0, 2.5, 0], [73.0, 25, -18], 27.1492), ([50.0, 2.5, 0], [50.0, 0, -2.5], 4.3065),
    ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
  ])
  func theDifferenceFormulaIsRight(_ a: [Double], _ b: [Double], _ expected: Double) {
    #expect(abs(deltaE2000(a, b) - expected) < 0.0001)
    #expect(abs(deltaE2000(b, a) - expected) < 0.0001)
  }

  @Test(arguments: ColorVision.allCases)
  func coloursStayApart(_ vision: ColorVision) {
    let labs = Palette.colors.map(vision.lab)
    for i in labs.indices {
      for j in labs.indices where j > i {
        #expect(
          deltaE2000(labs[i], labs[j]) > 19,
          "\(Palette.colors[i].hex) and \(Palette.colors[j].hex) for \(vision)")
      }
    }
  }

  /// The check can fail: red and green of one lightness merge for a deutan eye.
  @Test func confusedColoursAreFound() {
    let (red, green) = (Color(hex: 0xB45A28), Color(hex: 0x7D7D1E))
    let normal = deltaE2000(ColorVision.normal.lab(red), ColorVision.normal.lab(green))
    let deutan = deltaE2000(ColorVision.deutan.lab(red), ColorVision.deutan.lab(green))
    #expect(normal > 25 && deutan < 12)
  }

  @Test func secondChannelsDiffer() {
    let styles = (0..<6).map { Palette.style($0, label: "") }
    #expect(Set(styles.map(\.marker)).count == 6 && styles.allSatisfy(\.dash.isEmpty))
    #expect(Set(Palette.dashes).count == 6)
  }
}
