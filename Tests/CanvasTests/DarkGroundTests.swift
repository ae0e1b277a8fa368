import Canvas
import Testing

@Suite struct DarkGroundTests {
  @Test func paperBecomesTheDarkPageAndInkBecomesLight() {
    #expect(Color.white.onDarkGround.hex == Color.darkGround.hex)
    #expect(Color.black.onDarkGround.contrast(with: .darkGround) > 12)
    #expect(Color(hex: 0x595959).onDarkGround.contrast(with: .darkGround) >= 4.5)
  }

  @Test(arguments: [0xA09601, 0x0299FD, 0x1B7E5B, 0x32406F, 0x673700, 0xFF5692] as [UInt32])
  func coloursGetAsLightAsTheyNeed(_ hex: UInt32) {
    let color = Color(hex: hex)
    let dark = color.onDarkGround
    #expect(dark.contrast(with: .darkGround) >= 4.5)
    #expect(color.contrast(with: .darkGround) < 4.5 || dark == color)
  }

  @Test func alphaStays() {
    #expect(Color(hex: 0x32406F, alpha: 0.2).onDarkGround.alpha == 0.2)
    #expect(Color(hex: 0x808080, alpha: 0.2).onDarkGround.alpha == 0.2)
  }
}
