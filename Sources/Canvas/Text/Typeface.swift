/// One of the three font families that the project draws with. All come from Debian packages;
/// no other font of the system is ever used.
public enum Typeface: String, Sendable, Hashable, Codable, CaseIterable {
  /// Inter: charts, headings, tables.
  case sans
  /// Linux Libertine: running text.
  case serif
  /// JetBrains Mono: code and hashes.
  case mono

  private var names: (family: String, package: String, folder: String) {
    switch self {
    case .sans: ("Inter", "fonts-inter", "inter")
    case .serif: ("Linux Libertine O", "fonts-linuxlibertine", "linux-libertine")
    case .mono: ("JetBrains Mono", "fonts-jetbrains-mono", "jetbrains-mono")
    }
  }

  /// The family as fontconfig calls it.
  public var family: String { names.family }

  /// The typeface that supplies characters which this one lacks. Inter takes a few signs of
  /// mathematics (∈ ⊤ ⟨ ⟩ ⋯) from Libertine; the other two take signs (✓ ⅓) and narrow spaces
  /// from Inter. A character that both lack is a fault.
  public var second: Typeface { self == .sans ? .serif : .sans }

  /// What Pango is asked for.
  var familyList: String { "\(family),\(second.family)" }

  /// The Debian package that installs it.
  var package: String { names.package }

  /// Where Debian and Ubuntu releases put the files, newest first.
  var folders: [String] {
    ["opentype", "truetype"].map { "/usr/share/fonts/\($0)/\(names.folder)" }
  }

  /// File names without their extension: each weight and slant that a `TextStyle` can ask for.
  var fileStems: [String] {
    FontWeight.allCases.flatMap { weight in
      [false, true].map { fileStem(weight: weight, italic: $0) }
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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
public enum FontWeight: Int, Sendable, Hashable, Codable, CaseIterable {
  case regular = 400
  case medium = 500
  case semibold = 600
  case bold = 700
}
