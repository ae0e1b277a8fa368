import CPango
import Core
import Foundation

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
