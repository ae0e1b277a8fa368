import CCairo
import CPango
import Core

/// A surface to draw on, in points from the top left corner.
///
/// Drawing does not throw: Cairo keeps the first error, and the surface reports it when it is
/// finished. A canvas is valid within the closure that receives it.
public final class Canvas {
  let context: OpaquePointer
  /// Whether letters are drawn as shapes. Cairo rounds the letters of an image to whole pixels, which
  /// spaces small text unevenly; shapes are placed exactly.
  let textIsShapes: Bool

  init(surface: OpaquePointer, textIsShapes: Bool = false) {
    context = cairo_create(surface)
    self.textIsShapes = textIsShapes
  }

  deinit { cairo_destroy(context) }

  /// The first error of Cairo on this canvas, if there was one.
  func check(at place: String) throws {
    try checkCairo(cairo_status(context), at: place)
  }
}

// MARK: - State

extension Canvas {
  /// Draws within `body` and undoes its clips and moves afterwards.
  public func isolated<T>(_ body: () throws -> T) rethrows -> T {
    cairo_save(context)
    defer { cairo_restore(context) }
    return try body()
  }

  /// Moves what is drawn from now on, by points.
  public func translate(x: Double, y: Double) { cairo_translate(context, x, y) }

  /// Scales what is drawn from now on.
  public func scale(x: Double, y: Double) { cairo_scale(context, x, y) }

  /// Hides what is drawn from now on outside `rect` (points).
  public func clip(to rect: Rect) {
    rectangle(rect)
    cairo_clip(context)
  }
}

/// Throws when Cairo reports an error.
func checkCairo(_ status: cairo_status_t, at place: String) throws {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw Fault("drawing failed", at: place, found: String(cString: cairo_status_to_string(status)))
}

// MARK: - Paths

extension Canvas {
  /// Starts a new stretch of the path, at a place in points.
  public func move(to point: Point) { cairo_move_to(context, point.x, point.y) }

  /// Adds a straight line to the path.
  public func line(to point: Point) { cairo_line_to(context, point.x, point.y) }

  /// Joins the path's end with the start of its last stretch.
  public func closePath() { cairo_close_path(context) }

  /// Adds a rectangle to the path.
  public func rectangle(_ rect: Rect) {
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
  }

  /// Adds a circle to the path; lengths in points.
  public func circle(center: Point, radius: Double) {
    cairo_new_sub_path(context)
    cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
    cairo_close_path(context)
  }

  /// Fills the path, and forgets it unless it is kept.
  public func fill(_ color: Color, keepsPath: Bool = false) {
    setSource(color)
    keepsPath ? cairo_fill_preserve(context) : cairo_fill(context)
  }

  /// Draws the path's line, and forgets the path unless it is kept.
  public func stroke(_ stroke: Stroke, keepsPath: Bool = false) {
    setSource(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
    cairo_set_line_join(context, stroke.isMitred ? CAIRO_LINE_JOIN_MITER : CAIRO_LINE_JOIN_ROUND)
    keepsPath ? cairo_stroke_preserve(context) : cairo_stroke(context)
  }
}

// MARK: - Whole shapes

extension Canvas {
  /// Draws a straight line.
  public func line(from start: Point, to end: Point, _ stroke: Stroke) {
    move(to: start)
    line(to: end)
    self.stroke(stroke)
  }

  /// Fills a rectangle.
  public func fill(_ rect: Rect, _ color: Color) {
    rectangle(rect)
    fill(color)
  }
}

// MARK: - Text

extension Canvas {
  /// Draws a line of text with its baseline's left end at `origin`.
  func draw(_ line: UnsafeMutablePointer<PangoLayoutLine>, at origin: Point) {
    move(to: origin)
    if textIsShapes {
      drawShapes(line, at: origin)
    } else {
      pango_cairo_show_layout_line(context, line)
    }
    cairo_new_path(context)
  }

  /// Pango paints runs in their own colours only when it shows text, so shapes are filled run by
  /// run.
  private func drawShapes(_ line: UnsafeMutablePointer<PangoLayoutLine>, at origin: Point) {
    var x = origin.x
    var node = line.pointee.runs
    while let current = node {
      let run = current.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self)
      let font = run.pointee.item.pointee.analysis.font
      let rise = Double(run.pointee.y_offset) / Double(PANGO_SCALE)
      move(to: Point(x: x, y: origin.y - rise))
      pango_cairo_glyph_string_path(context, font, run.pointee.glyphs)
      fill(runColor(run.pointee.item.pointee))
      x += Double(pango_glyph_string_get_width(run.pointee.glyphs)) / Double(PANGO_SCALE)
      node = current.pointee.next
    }
  }

  private func runColor(_ item: PangoItem) -> Color {
    var color = Color.black
    var node = item.analysis.extra_attrs
    while let current = node {
      let attribute = current.pointee.data.assumingMemoryBound(to: PangoAttribute.self)
      if attribute.pointee.klass.pointee.type == PANGO_ATTR_FOREGROUND {
        let parts = UnsafeRawPointer(attribute).assumingMemoryBound(to: PangoAttrColor.self)
          .pointee.color
        color.red = Double(parts.red) / 65535
        color.green = Double(parts.green) / 65535
        color.blue = Double(parts.blue) / 65535
      } else if attribute.pointee.klass.pointee.type == PANGO_ATTR_FOREGROUND_ALPHA {
        let value = UnsafeRawPointer(attribute).assumingMemoryBound(to: PangoAttrInt.self)
        color.alpha = Double(value.pointee.value) / 65535
      }
      node = current.pointee.next
    }
    return color
  }

  private func setSource(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }
}
