import Canvas
import Core
import Plot

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

  /// The formula in letters that suit text of `style`.
  func runs(_ style: TextStyle) -> [TextRun] {
    // Libertine's letters are smaller than Inter's of the same size.
    let size = style.typeface == .serif ? style.size : style.size * 1.1
    let runs = MathText.pieces(of: root).flatMap { piece -> [TextRun] in
      let runs = Formula(piece.notation).runs(size: size, color: style.color)
      guard piece.isBold else { return runs }
      return runs.map { TextRun($0.text, $0.style.with(weight: .bold, italic: false)) }
    }
    return Self.loosened(runs)
  }

  /// Slanted letters lean into what is raised behind them, so they get a little room.
  private static func loosened(_ runs: [TextRun]) -> [TextRun] {
    var result = runs
    for (index, next) in runs.enumerated().dropFirst() where runs[index - 1].style.isItalic {
      let isRaised = next.text.first.map { MathSigns.raised[$0] != nil } ?? false
      guard isRaised || next.style.rise > 0 else { continue }
      result[index - 1].style.letterSpacing = 0.09 * next.style.size
    }
    return result
  }

  /// Phrases that its numerals may be found in, however a format sets it: whole, and as far as one
  /// style goes.
  var phrases: [String] {
    let runs = runs(TextStyle(.serif, 10)).map(\.text)
    let phrases = ([text, runs.joined()] + runs).map {
      $0.replacing(MathText.thin, with: " ").trimmingPrefix { $0 == " " }.trimmingSuffix
    }
    return phrases.filter { $0.contains { !$0.isNumber } }
  }
}

extension Substring {
  fileprivate var trimmingSuffix: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return String(copy)
  }
}
