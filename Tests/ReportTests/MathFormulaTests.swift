import Core
import Foundation
import Testing

@testable import Report

@Suite struct MathFormulaTests {
  @Test(arguments: [
    (#"S_t = \alpha_t S_{t-1} + v_t k_t^\top"#, "Sₜ = αₜ Sₜ₋₁ + vₜ kₜ⊤"),
    (#"(1 - \alpha_t) \odot v_t"#, "(1 − αₜ) ⊙ vₜ"), (#"\frac{a + b}{H}"#, "(a + b)/H"),
    (#"L^2 d_{\text{model}}"#, "L² dmodel"),
    (#"-x \le \operatorname{Diag}(\beta)"#, "−x ≤ Diag(β)"),
    (#"\sum_i x_i \in \mathbf{S}"#, "∑i xi ∈ S"), (#"a \times -b"#, "a × −b"),
  ])
  func texBecomesAFormula(_ tex: String, _ text: String) throws {
    let formula = try MathFormula(tex: tex, at: "a.swift:1")
    #expect(formula.text.replacing("\u{A0}", with: " ") == text)
  }

  /// What the paper's Table 1 prints, the forms of the curves, and the formulas of costs.
  @Test(arguments: [
    "hₜ = αₜ ∘ hₜ₋₁ + (1 − αₜ) ∘ vₜ", "Sₜ = Sₜ₋₁ ∘ (1 αₜ⊤) + vₜ kₜ⊤",
    "Sₜ = Sₜ₋₁ Diag(αₜ) + vₜ (1 − αₜ)⊤", "Sₜ = αₜ Sₜ₋₁ (I − βₜ kₜ kₜ⊤) + βₜ vₜ kₜ⊤",
    "oₜ = Sₜ qₜ", "y = a + b·log₂(1 + x/x₁), x₁ = 1/24", "y = a + b·(1 − exp(−x/c))",
    "y = a + b/(1 + exp(−k·(log₂ x − m)))", "y = a + b·min(x, knee)",
  ])
  func cellsSayWhatTheySaid(_ plain: String) throws {
    let formula = MathFormula(plain: plain)
    #expect(formula.text.replacing("\u{A0}", with: " ") == plain)
  }

  @Test(arguments: [
    ("7*d_model^2/H", "7·d²model/H"), ("L^2*d_model", "L²·dmodel"),
    ("y = a + b·xᶜ", "y = a + b·xc"),
  ])
  func typedSignsBecomeReal(_ plain: String, _ text: String) throws {
    let formula = MathFormula(plain: plain)
    #expect(formula.text == text)
  }

  @Test(arguments: [
    (#"S_t = \alpha_t k_t^\top"#, "S_(t) = α_(t) k_(t)^(⊤)"),
    (#"\frac{a + b}{H}"#, "(a + b) / (H)"), (#"d_{\text{model}}"#, #"d_("model")"#),
    (#"\operatorname{Diag}(\beta)"#, #"op("Diag") \( β \)"#),
    (#"\mathbf{S}, x"#, #"bold("S") \, x"#),
  ])
  func typstHasTheSameTree(_ tex: String, _ typst: String) throws {
    let formula = try MathFormula(tex: tex, at: "a")
    #expect(formula.typst == "#formula(\(TypstText.string(formula.text)), $\(typst)$)")
  }

  @Test func mathMLHasTheSameTree() throws {
    let formula = try MathFormula(tex: #"\mathbf{S}_t = \frac{k_t^\top}{2} < x"#, at: "a")
    #expect(
      formula.mathML()
        == "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mrow><msub><mi>\u{1D412}</mi>"
        + "<mi class=\"var\">t</mi></msub><mo>=</mo><mfrac><msubsup><mi class=\"var\">k</mi><mi class=\"var\">t</mi><mo>⊤</mo></msubsup>"
        + "<mn>2</mn></mfrac><mo>&lt;</mo><mi class=\"var\">x</mi></mrow></math>")
    let displayed = try MathFormula(tex: "x", isDisplayed: true, at: "a")
    #expect(displayed.mathML().contains("display=\"block\""))
  }

  @Test(arguments: [
    "0.42", "x = 42", #"\unknown"#, "{a", "a}", "x^", #"\frac{a}"#, #"\text{12}"#,
    String(repeating: "{", count: 5000),
  ])
  func whatCannotBeReadIsAFaultWithItsLine(_ tex: String) {
    let fault = #expect(throws: Fault.self) { _ = try MathFormula(tex: tex, at: "a.swift:7") }
    #expect(fault?.location == "a.swift:7")
  }

  @Test func anyTextIsAPlainFormula() {
    var random = RandomStream(seed: 5)
    let signs = [
      "a", "Diag", "_", "^", "{", "}", "₁", "²", "⊤", "(", "-", "7", "\\", "\n", "é", " ",
    ]
    for _ in 0..<300 {
      let text = (0..<30).map { _ in signs[random.index(below: signs.count)] }.joined()
      let formula = MathFormula(plain: text)
      #expect(!formula.mathML().isEmpty)
      #expect(formula.typst.hasPrefix("#formula("))
    }
  }
}

@Suite struct MathMarksTests {
  private func sources(_ text: String) -> [String] {
    MathMarks.split(text).compactMap {
      if case .formula(let source, _) = $0 { source } else { nil }
    }
  }

  @Test func dollarsAroundMathematicsAreFound() {
    #expect(sources("so $a_t$, and $$b$$.") == ["a_t", "b"])
    #expect(sources("costs $5 and $6") == [])
    #expect(sources(#"\$a\$ `$b$` ``x ` $c$`` $ d$ $e $"#) == [])
    #expect(sources("```\n$a$\n```\n$b$ and $c\nd$") == ["b"])
    #expect(sources("${{x}}$ $a$5 $$") == [])
  }

  @Test func proseHoldsFormulas() throws {
    let prose = Prose(#"Let $S_t = a_*b_*$, `$x$`, [$y$](http://a/$b$) *now*."#, file: "f", line: 1)
    guard case .paragraph(let inlines)? = try ProseParser.blocks(of: prose).first else {
      Issue.record("no paragraph")
      return
    }
    #expect(inlines.dropFirst().first == .formula(try MathFormula(tex: "S_t = a_*b_*", at: "f:1")))
    #expect(inlines.contains(.code("$x$")))
    #expect(inlines.contains(.emphasis([.text("now")])))
    let y = Inline.formula(try MathFormula(tex: "y", at: "f:1"))
    #expect(inlines.contains(.link([y], target: "http://a/$b$")))
  }

  @Test func indentedCodeKeepsItsDollars() throws {
    let blocks = try ProseParser.blocks(of: Prose("    cp $a/$b\n", file: "f", line: 1))
    #expect(blocks == [.code("cp $a/$b\n")])
  }

  @Test func aFormulaIsNoWayAroundTheAudit() throws {
    let typed = try ProseResolver.typed("Gain $x_1 = 2 y$ here", at: "f:1")
    #expect(!typed.contains { $0.isNumber })
    #expect(throws: Fault.self) { _ = try ProseResolver.typed("Gain $0.42$", at: "f:1") }
    let document = Fixture.document([Fixture.prose("So $x = 2 y$.")])
    try ReportAudit.check(markdown: try MarkdownWriter.render(document), of: document)
    #expect(ReportAudit.unexplained(in: "So 2 of them", of: document).count == 1)
  }

  @Test func markdownPassesFormulasOn() throws {
    let document = Fixture.document(
      [Fixture.prose(#"So $S_t = \alpha_t$ and {{a}}."#)], values: [Fixture.value("a", "$5")])
    let text = try MarkdownWriter.render(document)
    #expect(text.contains(#"So $S_t = \alpha_t$ and \$5."#))
  }

  @Test(.enabled(if: PDFTools.canRead(with: "pdftotext"), PDFTools.missing))
  func pagesShowFormulas() throws {
    let text = #"So $S_t = \alpha_t S_{t-1}$ holds."# + "\n\n" + #"$$o_t = S_t q_t$$"#
    let document = Fixture.document([Fixture.prose(text)])
    let words = try PDFTools.words(of: PDFTools.render(document))
    // Letters of formulas have code points of their own.
    let plain = words.decomposedStringWithCompatibilityMapping
    #expect(plain.contains(/So St ?= ?αt ?St−1 ?holds\./), "\(plain)")
    #expect(plain.contains(/ot ?= ?St ?qt/), "\(plain)")
  }
}

/// The formulas of the notebooks can be read, and Typst sets all of them.
@Suite struct NotebookFormulaTests {
  private static let analyses = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("analyses")

  @Test(
    .enabled(if: PDFTools.typst != nil, PDFTools.missing),
    arguments: [("mixers", 10), ("costs", 7)])
  func canBeSet(_ name: String, _ count: Int) throws {
    let file = Self.analyses.appendingPathComponent("\(name)/main.swift").resolvingSymlinksInPath()
    let prose = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("// ") }.joined(separator: "\n")
    let formulas = try MathMarks.formulas(of: prose, at: name)
    #expect(formulas.count == count)
    let document = Fixture.document(formulas.map { Fixture.prose("Let $\($0.source)$ hold.") })
    #expect(try PDFTools.render(document).starts(with: Data("%PDF-".utf8)))
  }
}
