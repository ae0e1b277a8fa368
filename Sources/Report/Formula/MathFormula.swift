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

/// A piece of a formula. Formats differ in how they set one, never in what it is.
indirect enum MathNode: Sendable, Equatable {
  /// A letter that stands for a quantity; set in italics.
  case variable(String)
  /// A word: `Diag`, `exp`; set upright.
  case name(String)
  case number(String)
  /// An operator, a relation or a bracket.
  case sign(String)
  case bold(String)
  case row([MathNode])
  case script(MathNode, sub: MathNode?, sup: MathNode?)
  case fraction(MathNode, MathNode)

  /// The piece as plain text, with scripts as Unicode has them where it does.
  var text: String { MathText.of(self) }

  /// Whether the piece is one letter, number or word, which no brackets are needed around.
  var isSimple: Bool {
    switch self {
    case .variable, .name, .number, .bold: true
    case .script(let base, _, _): base.isSimple
    case .row(let parts): parts.count == 1 && parts[0].isSimple
    case .sign, .fraction: false
    }
  }
}

/// The signs of formulas.
enum MathSigns {
  static let relations: Set<String> = ["=", "≤", "≥", "≠", "≈", "<", ">", "∈", "←", "→", "∝"]
  static let operators: Set<String> = ["+", "−", "·", "×", "∘", "⊙", "⊗", "±"]
  static let opening: Set<String> = ["(", "[", "{", "|"]
  static let closing: Set<String> = [")", "]", "}", "|", ","]
  static let large: Set<String> = ["∑", "∏"]

  /// Signs that keyboards lack, by their stand-ins.
  static let typed: [Character: String] = ["-": "−", "*": "·"]

  /// The commands of TeX that formulas may use, but for those with arguments.
  static let commands: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ", "Omega": "Ω",
    "top": "⊤", "cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "circ": "∘", "pm": "±",
    "in": "∈", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "propto": "∝", "leftarrow": "←", "to": "→", "sum": "∑", "prod": "∏",
    "ldots": "…", "dots": "…", "lbrace": "{", "rbrace": "}",
  ]

  /// Commands that are words.
  static let names: Set<String> = [
    "exp", "log", "min", "max", "arg", "Pr", "dim", "lim", "ln", "sin", "cos", "tanh",
  ]

  static let subscripts = Dictionary(uniqueKeysWithValues: zip("0123456789+−t", "₀₁₂₃₄₅₆₇₈₉₊₋ₜ"))
  static let superscripts = Dictionary(uniqueKeysWithValues: zip("0123456789+−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"))
  /// Letters and signs behind what stands lowered or raised in plain text.
  static let lowered = Dictionary(
    uniqueKeysWithValues: zip("₀₁₂₃₄₅₆₇₈₉₊₋ₜᵢⱼₖₘₙ", "0123456789+−tijkmn"))
  static let raised = Dictionary(uniqueKeysWithValues: zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᶜ", "0123456789+−c"))
}
