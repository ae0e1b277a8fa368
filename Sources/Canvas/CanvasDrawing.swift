import CCairo
import CPango

// MARK: - Paths

extension Canvas {
  /// Starts a new stretch of the path, at a place in points.
  public func move(to point: Point) { cairo_move_to(context, point.x, point.y) }

  /// Adds a straight line to the path.
  public func line(to point: Point) { cairo_line_to(context, point.x, point.y) }

  /// Adds a cubic Bézier curve to the path.
  public func curve(to end: Point, control1: Point, control2: Point) {
    cairo_curve_to(context, control1.x, control1.y, control2.x, control2.y, end.x, end.y)
  }

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
    cairo_set_line_cap(context, stroke.cap.cairo)
    cairo_set_line_join(context, stroke.join.cairo)
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
  func draw(_ line: UnsafeMutablePointer<PangoLayoutLine>, at origin: Point, halo: Stroke?) {
    if let halo {
      move(to: origin)
      pango_cairo_layout_line_path(context, line)
      stroke(halo)
    }
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

extension LineCap {
  fileprivate var cairo: cairo_line_cap_t {
    switch self {
    case .butt: CAIRO_LINE_CAP_BUTT
    case .round: CAIRO_LINE_CAP_ROUND
    case .square: CAIRO_LINE_CAP_SQUARE
    }
  }
}

extension LineJoin {
  fileprivate var cairo: cairo_line_join_t {
    switch self {
    case .miter: CAIRO_LINE_JOIN_MITER
    case .round: CAIRO_LINE_JOIN_ROUND
    case .bevel: CAIRO_LINE_JOIN_BEVEL
    }
  }
}
