import Core
import Testing

@testable import Canvas

@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("m-a-p/1.3B-100B", "m-a-p/1.3B-100B"), ("Größe λ é ж", "Größe λ é ж"),
    ("模型", "\\u{6A21}\\u{578B}"), ("a🙂b", "a\\u{1F642}b"), ("x\u{1B}[0m", "x\\u{1B}[0m"),
  ])
  func whatTheFontsLackIsSpelledOut(_ name: String, _ shown: String) throws {
    let text = PrintableText.of(name)
    #expect(text == shown)
    for face in Typeface.allCases { _ = try TextLayout([TextRun(text, TextStyle(face, 10))]) }
  }
}
