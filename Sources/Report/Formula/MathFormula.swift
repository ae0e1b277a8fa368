import Core

/// A formula of prose (`$S_t = \alpha_t S_{t-1}$`) or of a table's cell (`Sₜ = αₜ Sₜ₋₁`): a small
/// part of TeX, and plain text with signs of Unicode.
public struct MathFormula: Sendable, Equatable {
  /// As it was written, without dollars.
  public let source: String
  /// Whether it stands on a line of its own (`$$...$$`).
  public let isDisplayed: Bool
  let root: MathNode

  /// A formula in TeX.
  /// - Throws: `Fault` for commands that are not known, brackets that do not match, and numerals
  ///   of more than one digit: such a number needs a source, so it has to be a bound value.
  public init(tex source: String, isDisplayed: Bool = false, at place: String) throws {
    var parser = MathParser(source, isTeX: true, place: place)
    self.source = source
    self.isDisplayed = isDisplayed
    root = try parser.formula()
  }

  /// A formula out of data, as plain text. Whatever it holds is some formula.
  public init(plain source: String) {
    let text = VisibleText.of(source)
    var parser = MathParser(text, isTeX: false, place: "formula")
    self.source = text
    isDisplayed = false
    root = (try? parser.formula()) ?? .name(text)
  }

  /// What it says in one line, with scripts as Unicode has them where it does.
  public var text: String { root.text }

  /// Phrases that its numerals may be found in, however a format sets it: whole, and piece by piece.
  var phrases: [String] {
    let line = text.replacing(MathText.thin, with: " ")
    return [line]
      + line.split(separator: " ").map(String.init).filter { $0.contains { !$0.isNumber } }
  }
}
