import Canvas
import Foundation
import Testing

@Suite struct ColorTests {
  @Test func readsAndWritesHexadecimal() {
    #expect(Color("#0299FD") == Color(hex: 0x0299FD))
    #expect(Color("#0299fd80")?.hex == "#0299FD80")
    #expect(Color(hex: 0xA09601).hex == "#A09601")
  }

  @Test(arguments: ["", "#", "0299FD", "#0299F", "#0299FG", "#0299FD8", "#+299FD"])
  func refusesOtherText(_ text: String) {
    #expect(Color(text) == nil)
  }

  @Test func survivesCoding() throws {
    let color = Color(hex: 0x673700).opacity(0.2)
    let data = try JSONEncoder().encode([color])
    #expect(String(decoding: data, as: UTF8.self) == "[\"#67370033\"]")
    #expect(try JSONDecoder().decode([Color].self, from: data)[0].hex == color.hex)
  }

  @Test func contrastMatchesTheGuidelines() {
    #expect(Color.black.contrast(with: .white) == 21)
    #expect(Color.white.contrast(with: .white) == 1)
    // The grey that is known as the lightest to pass 4.5 on white.
    #expect(abs(Color(hex: 0x767676).contrast(with: .white) - 4.54) < 0.005)
  }

  @Test func darkensOnlyAsFarAsAsked() {
    let yellow = Color(hex: 0xF0E442)
    let shade = yellow.darkened(toContrast: 4.5)
    #expect(shade.contrast(with: .white) >= 4.5)
    #expect(shade.contrast(with: .white) < 4.8)
    #expect(Color.black.darkened(toContrast: 4.5) == .black)
  }

  @Test func mixes() {
    #expect(Color.black.mixed(with: .white, 0.5).hex == "#808080")
    #expect(Color.black.mixed(with: .white, 0) == .black)
  }
}
