import CPango
import Core
import Foundation

/// The pinned fonts. They are found and handed to fontconfig once per process, before the first
/// text is measured; the fonts of the system, and its fontconfig settings, never matter.
public enum Fonts {
  /// The folders that hold the loaded files, in a fixed order, for programs that are told where to look.
  /// - Throws: `Fault` when a font is not installed.
  public static func folders() throws -> [String] {
    try paths().map { ($0 as NSString).deletingLastPathComponent }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  static func engine() throws -> FontEngine { try shared.get() }

  /// All files of all typefaces.
  static func paths() throws -> [String] {
    try Typeface.allCases.flatMap { try paths(of: $0, in: $0.folders) }
  }

  /// The file of one weight and slant; Libertine shows regular for medium.
  static func path(of typeface: Typeface, weight: FontWeight, italic: Bool) throws -> String {
    let stem = typeface.fileStem(weight: weight, italic: italic)
    let all = try paths(of: typeface, in: typeface.folders)
    guard
      let path = all.first(where: {
        (($0 as NSString).lastPathComponent as NSString).deletingPathExtension == stem
      })
    else { throw Fault("the typeface has no such face", found: stem) }
    return path
  }

  /// The files of a typeface in the first of `folders` that has them all.
  static func paths(of typeface: Typeface, in folders: [String]) throws -> [String] {
    for folder in folders {
      let found = typeface.fileStems.compactMap { file($0, in: folder) }
      if found.count == typeface.fileStems.count { return found }
    }
    throw Fault(
      "the font \(typeface.family) is not installed, or not whole",
      at: folders.joined(separator: ", "),
      expected: typeface.fileStems.joined(separator: ", "),
      hint: "`make setup` installs it (package \(typeface.package))")
  }

  private static func file(_ stem: String, in folder: String) -> String? {
    ["otf", "ttf"].map { "\(folder)/\(stem).\($0)" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }

  private static let shared = Result { try FontEngine(paths: try paths()) }
}

/// Pango's font map over a private fontconfig configuration, and the lock that guards it.
///
/// Pango's objects may be used by one thread at a time. All that touch this font map hold `lock`,
/// which is what makes the class, and the layouts made from it, safe to share.
final class FontEngine: @unchecked Sendable {
  let context: OpaquePointer
  private let lock = NSRecursiveLock()
  private let map: UnsafeMutablePointer<PangoFontMap>

  init(paths: [String]) throws {
    guard let config = FcConfigCreate() else { throw Fault("fontconfig cannot start") }
    for path in paths where FcConfigAppFontAddFile(config, path) == FcFalse {
      throw Fault("the font cannot be read", at: path, hint: "reinstall it: `make setup`")
    }
    guard FcConfigSetCurrent(config) == FcTrue, let map = pango_cairo_font_map_new() else {
      throw Fault("fontconfig refused the fonts of this project")
    }
    self.map = map
    context = pango_font_map_create_context(map)
    Self.makeExact(context)
  }

  /// Runs `body` while no other thread uses the font map.
  func locked<T>(_ body: () throws -> T) rethrows -> T {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  /// One point is one unit, and neither outlines nor metrics nor positions are rounded: text has
  /// the same size on every surface.
  private static func makeExact(_ context: OpaquePointer) {
    pango_cairo_context_set_resolution(context, 72)
    pango_context_set_round_glyph_positions(context, 0)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }
}
