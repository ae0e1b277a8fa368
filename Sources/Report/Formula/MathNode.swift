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

  /// What keyboards lack.
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
