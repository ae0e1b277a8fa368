import Canvas
import Core
import Foundation
import Testing

@Suite struct PNGTests {
  @Test func theSameDrawingIsTheSameBytes() throws {
    let first = try PNGSurface.render(size: sampleSize, draw: drawSample)
    #expect(try PNGSurface.render(size: sampleSize, draw: drawSample) == first)
    #expect(try PNGSurface.render(size: sampleSize) { _ in } != first)
  }

  @Test(arguments: [1.0, 2.0, 3.0])
  func scaleIsPixelsInAPoint(_ scale: Double) throws {
    let png = try PNGSurface.render(size: sampleSize, scale: scale) { _ in }
    #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    func number(at offset: Int) -> Int {
      png[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(number(at: 16) == Int(120 * scale) && number(at: 20) == Int(90 * scale))
  }

  @Test func textKeepsItsColour() throws {
    func render(_ color: Color) throws -> Data {
      try PNGSurface.render(size: sampleSize) { canvas in
        try TextLayout([TextRun("x", TextStyle(.sans, 40, color: color))])
          .draw(on: canvas, at: .zero)
      }
    }
    #expect(try render(.black) != render(Color(hex: 0xFF5692)))
    #expect(try render(.black) != render(.black.opacity(0.5)))
    #expect(try render(.white) == PNGSurface.render(size: sampleSize) { _ in })
  }
}
