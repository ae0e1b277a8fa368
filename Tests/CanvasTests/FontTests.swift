import Core
import Foundation
import Testing

@testable import Canvas

@Suite struct FontTests {
  @Test func loadsEachFileOfEachTypeface() throws {
    let names = try Fonts.paths().map { ($0 as NSString).lastPathComponent }
    #expect(names.count == 22)
    #expect(names.contains { $0.hasPrefix("Inter-SemiBold.") })
  }

  @Test func aFontThatIsNotThereIsAFault() throws {
    let fault = #expect(throws: Fault.self) {
      _ = try Fonts.paths(of: .sans, in: ["/nowhere", "/usr/share/fonts/truetype/jetbrains-mono"])
    }
    #expect(fault?.hint?.contains("make setup") == true)
    #expect(fault?.what.contains("Inter") == true)
  }

  @Test(arguments: Typeface.allCases)
  func signsOfTheReportAreThere(_ typeface: Typeface) throws {
    let text = "αβγδλσ ≤ ≥ − × → ← ≈ ⋯ … · ± ½ “”‘’ – — 12\u{2009}% ∈ √ ∑ ∞ ↑ ↓ ✓"
    _ = try TextLayout([TextRun(text, TextStyle(typeface, 10))])
  }

  @Test func aMissingCharacterIsNamed() throws {
    let runs = [
      TextRun("good ", TextStyle(.sans, 10)), TextRun("aa 漢字", TextStyle(.serif, 10)),
    ]
    let fault = #expect(throws: Fault.self) { _ = try TextLayout(runs) }
    #expect(fault?.found == "U+6F22 (漢)")
    #expect(fault?.location == "the text “aa 漢字”")
    #expect(fault?.expected?.contains("Linux Libertine O") == true)
    #expect(fault?.hint?.contains("make setup") == true)
  }

  @Test func weightsAreRealFaces() throws {
    for typeface in Typeface.allCases {
      let widths = try [FontWeight.regular, .semibold, .bold].map { weight in
        try TextLayout([TextRun("minimum", TextStyle(typeface, 100, weight: weight))]).size.width
      }
      // A monospaced face has one width; the others grow with weight.
      #expect(typeface == .mono || (widths[0] < widths[1] && widths[1] < widths[2]))
    }
  }
}
