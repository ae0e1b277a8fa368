/// One of the three font families that the project draws with. All come from Debian packages;
/// no other font of the system is ever used.
public enum Typeface: String, Sendable, Hashable, Codable, CaseIterable {
  /// Inter: charts, headings, tables.
  case sans
  /// Linux Libertine: running text.
  case serif
  /// JetBrains Mono: code and hashes.
  case mono

  /// The family as fontconfig calls it.
  public var family: String {
    switch self {
    case .sans: "Inter"
    case .serif: "Linux Libertine O"
    case .mono: "JetBrains Mono"
    }
  }

  /// The typeface that supplies characters which this one lacks. Inter takes a few signs of
  /// mathematics (∈ ⊤ ⟨ ⟩ ⋯) from Libertine; the other two take signs (✓ ⅓) and narrow spaces
  /// from Inter. What both lack is a fault.
  public var second: Typeface {
    self == .sans ? .serif : .sans
  }

  /// What Pango is asked for.
  var familyList: String { "\(family),\(second.family)" }

  var package: String {
    switch self {
    case .sans: "fonts-inter"
    case .serif: "fonts-linuxlibertine"
    case .mono: "fonts-jetbrains-mono"
    }
  }

  /// Where Debian and Ubuntu releases put the files, newest first.
  var folders: [String] {
    let name =
      switch self {
      case .sans: "inter"
      case .serif: "linux-libertine"
      case .mono: "jetbrains-mono"
      }
    return ["opentype", "truetype"].map { "/usr/share/fonts/\($0)/\(name)" }
  }

  /// File names without their extension: each weight and slant that a `TextStyle` can ask for.
  var fileStems: [String] {
    switch self {
    case .serif:
      ["R", "RI", "RZ", "RZI", "RB", "RBI"].map { "LinLibertine_" + $0 }
    case .sans, .mono:
      [
        "Regular", "Italic", "Medium", "MediumItalic", "SemiBold", "SemiBoldItalic", "Bold",
        "BoldItalic",
      ].map { (self == .sans ? "Inter-" : "JetBrainsMono-") + $0 }
    }
  }

  /// The name of the file with one weight and slant.
  func fileStem(weight: FontWeight, italic: Bool) -> String {
    guard self != .serif else {
      let name =
        switch weight {
        case .regular, .medium: italic ? "RI" : "R"
        case .semibold: italic ? "RZI" : "RZ"
        case .bold: italic ? "RBI" : "RB"
        }
      return "LinLibertine_" + name
    }
    let name =
      switch weight {
      case .regular: italic ? "" : "Regular"
      case .medium: "Medium"
      case .semibold: "SemiBold"
      case .bold: "Bold"
      }
    return (self == .sans ? "Inter-" : "JetBrainsMono-") + name + (italic ? "Italic" : "")
  }
}

/// How heavy a text is, on the usual scale. Libertine has no medium and shows regular for it.
public enum FontWeight: Int, Sendable, Hashable, Codable {
  case regular = 400
  case medium = 500
  case semibold = 600
  case bold = 700
}
