import Foundation
import Testing

@testable import Canvas

@Suite struct FontSubsetTests {
  let few = Set("Recall 0.41".unicodeScalars)

  @Test(arguments: [
    (Typeface.sans, FontWeight.regular, false), (.sans, .bold, true), (.serif, .medium, true),
    (.serif, .semibold, false), (.serif, .bold, false), (.mono, .regular, false),
  ])
  func everyFaceCanBeCut(_ typeface: Typeface, _ weight: FontWeight, _ italic: Bool) throws {
    let font = try FontSubset(typeface, weight: weight, italic: italic, characters: few)
    let path = try Fonts.path(of: typeface, weight: weight, italic: italic)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(font.data.prefix(4) == whole.prefix(4))
    #expect(font.data.count < whole.count / 5)
  }

  @Test(
    "fontTools cuts the same faces, where HarfBuzz cannot",
    .enabled(if: FontTools.isInstalled, "python3-fonttools is not installed"),
    arguments: [(Typeface.sans, FontWeight.regular), (.serif, .semibold), (.mono, .regular)])
  func fontToolsCutsToo(_ typeface: Typeface, _ weight: FontWeight) throws {
    let path = try Fonts.path(of: typeface, weight: weight, italic: false)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let cut = {
      try FontTools.subset(
        path, characters: few.map(\.value).sorted(), features: FontSubset.features)
    }
    let data = try cut()
    #expect(data.prefix(4) == whole.prefix(4))
    #expect(data.count < whole.count / 5)
    #expect(try cut() == data)
  }

  @Test func moreCharactersMakeALargerFont() throws {
    let more = few.union("αβγ ∈ ≤ ÄÖÜ".unicodeScalars)
    let (small, large) = (
      try FontSubset(.sans, characters: few), try FontSubset(.sans, characters: more)
    )
    #expect(small.data.count < large.data.count)
    #expect(try FontSubset(.sans, characters: few).data == small.data)
  }

  @Test func theFaceIsTheOneThatWasAskedFor() throws {
    #expect(
      try Fonts.path(of: .sans, weight: .semibold, italic: false).contains("Inter-SemiBold."))
    #expect(try Fonts.path(of: .serif, weight: .medium, italic: true).contains("LinLibertine_RI."))
    #expect(
      try Fonts.path(of: .mono, weight: .regular, italic: true).contains("JetBrainsMono-Italic."))
  }
}
