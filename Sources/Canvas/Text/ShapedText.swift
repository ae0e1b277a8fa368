import CPango
import Core

/// A Pango layout under construction: shaped, checked, and read back as lines. All of it happens
/// under the engine's lock. The layout belongs to the caller afterwards.
struct ShapedText {
  let layout: OpaquePointer
  private let runs: [TextRun]
  private let engine: FontEngine

  init(_ runs: [TextRun], _ width: Double?, _ alignment: TextAlignment, _ engine: FontEngine) throws
  {
    self.runs = runs
    self.engine = engine
    layout = pango_layout_new(engine.context)
    let text = runs.map(\.text).joined()
    pango_layout_set_text(layout, text, Int32(text.utf8.count))
    let attributes = makeAttributes(runs)
    pango_layout_set_attributes(layout, attributes)
    pango_attr_list_unref(attributes)
    pango_layout_set_width(layout, width.map { Int32(clamping: ($0 * pangoScale).rounded()) } ?? -1)
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_auto_dir(layout, 0)
    pango_layout_set_alignment(layout, alignment.pango)
    do {
      try checkGlyphs(layout, runs)
    } catch {
      g_object_unref(UnsafeMutableRawPointer(layout))
      throw error
    }
  }

  /// The lines as the layout broke them.
  func lines(leading: Double?) -> [TextLine] {
    guard let iterator = pango_layout_get_iter(layout) else { return [] }
    defer { pango_layout_iter_free(iterator) }
    let strut = leading.map { Strut(leading: $0, style: runs.first?.style, engine: engine) }
    var lines: [TextLine] = []
    repeat {
      lines.append(line(iterator, index: lines.count, strut: strut))
    } while pango_layout_iter_next_line(iterator) != 0
    return lines
  }

  private func line(_ iterator: OpaquePointer, index: Int, strut: Strut?) -> TextLine {
    var logical = PangoRectangle()
    pango_layout_iter_get_line_extents(iterator, nil, &logical)
    let naturalTop = Double(logical.y) / pangoScale
    let top = strut.map { Double(index) * $0.leading } ?? naturalTop
    let height = strut?.leading ?? Double(logical.height) / pangoScale
    let natural = Double(pango_layout_iter_get_baseline(iterator)) / pangoScale
    let x = Double(logical.x) / pangoScale
    let width = Double(logical.width) / pangoScale
    let shape = pango_layout_iter_get_line_readonly(iterator)
    let start = Int(shape?.pointee.start_index ?? 0)
    return TextLine(
      baseline: strut.map { top + $0.ascent } ?? natural, top: top, height: height, x: x,
      width: width, bytes: start..<(start + Int(shape?.pointee.length ?? 0)))
  }
}

/// A line box of fixed height: the first font's ascent and descent stand in its middle, so that
/// baselines keep their distance whatever else is on a line.
private struct Strut {
  let leading: Double
  let ascent: Double

  init(leading: Double, style: TextStyle?, engine: FontEngine) {
    self.leading = leading
    let description = makeFontDescription(style ?? TextStyle(.serif, leading / 1.2))
    defer { pango_font_description_free(description) }
    let metrics = pango_context_get_metrics(engine.context, description, nil)
    defer { pango_font_metrics_unref(metrics) }
    let up = Double(pango_font_metrics_get_ascent(metrics)) / pangoScale
    let down = Double(pango_font_metrics_get_descent(metrics)) / pangoScale
    ascent = (leading - up - down) / 2 + up
  }
}

extension TextAlignment {
  fileprivate var pango: PangoAlignment {
    switch self {
    case .left: PANGO_ALIGN_LEFT
    case .center: PANGO_ALIGN_CENTER
    case .right: PANGO_ALIGN_RIGHT
    }
  }
}
