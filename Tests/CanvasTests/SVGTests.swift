import Canvas
import Core
import Foundation
import Testing

@testable import Canvas

@Suite struct SVGTests {
  func render(title: String = "T", description: String = "D") throws -> String {
    let data = try SVGSurface.render(
      size: sampleSize, title: title, description: description, draw: drawSample)
    return String(decoding: data, as: UTF8.self)
  }

  @Test func theSameDrawingIsTheSameBytes() throws {
    let first = try render()
    #expect(try (1...3).allSatisfy { _ in try render() == first })
  }

  @Test func isWellFormedAndDescribed() throws {
    let svg = try render(title: "Recall & <LM>", description: "Lines \"rise\"\nfast")
    #expect(svg.contains("<title id=\"title\">Recall &amp; &lt;LM&gt;</title>"))
    #expect(svg.contains("<desc id=\"desc\">Lines &quot;rise&quot; fast</desc>"))
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("width=\"120pt\" height=\"90pt\""))
    let head = try #require(svg.range(of: "<svg "))
    #expect(svg[..<head.lowerBound].hasPrefix("<?xml"))
  }

  @Test func numbersSurfacesByFirstUse() {
    let text = "<g id=\"surface41\"/><use href=\"#surface44\"/><use href=\"#surface41\"/>"
    let expected = "<g id=\"surface1\"/><use href=\"#surface2\"/><use href=\"#surface1\"/>"
    #expect(SVGSurface.renumber(text) == expected)
  }

  @Test(arguments: [Size(width: 0, height: 5), Size(width: .nan, height: 5)])
  func refusesAnImpossibleSize(_ size: Size) {
    #expect(throws: Fault.self) {
      _ = try SVGSurface.render(size: size, title: "", description: "") { _ in }
    }
  }

  @Test func passesOnWhatTheDrawingThrows() {
    #expect(throws: Fault("stop")) {
      _ = try SVGSurface.render(size: sampleSize, title: "", description: "") { _ in
        throw Fault("stop")
      }
    }
  }

  @Test func reportsCairosErrors() {
    let fault = #expect(throws: Fault.self) {
      _ = try SVGSurface.render(size: sampleSize, title: "", description: "") {
        $0.scale(x: 0, y: 0)
      }
    }
    #expect(fault?.found?.contains("matrix") == true)
  }
}
