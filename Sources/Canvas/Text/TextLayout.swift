import CPango
import Core

/// A line of a laid-out text, in points from the top left corner of the layout.
public struct TextLine: Sendable, Hashable {
  /// The line on which the letters stand.
  public let baseline: Double
  /// Top of the line's box.
  public let top: Double
  /// Height of the line's box: the leading where one was asked for.
  public let height: Double
  /// Left edge of the text.
  public let x: Double
  /// Width of the text.
  public let width: Double
  /// Which bytes of the text's UTF-8 stand on it.
  public let bytes: Range<Int>
}

/// Text that has been broken into lines and measured.
public final class TextLayout: @unchecked Sendable {
  /// Width (the one asked for, else that of the widest line) and height, in points.
  public let size: Size
  public let lines: [TextLine]
  private let engine: FontEngine
  private let layout: OpaquePointer

  /// Lays out `runs`, one after the other; `\n` starts a new line.
  /// - Parameters:
  ///   - width: where lines break, in points; `nil` for no limit.
  ///   - leading: distance of baselines, in points; `nil` for what the fonts ask for.
  /// - Throws: `Fault` for a missing font, or a character that the fonts lack.
  public init(
    _ runs: [TextRun], width: Double? = nil, alignment: TextAlignment = .left,
    leading: Double? = nil
  ) throws {
    let engine = try Fonts.engine()
    let shaped = try engine.locked { try ShapedText(runs, width, alignment, engine) }
    self.engine = engine
    layout = shaped.layout
    lines = engine.locked { shaped.lines(leading: leading) }
    let widest = lines.map { $0.x + $0.width }.max() ?? 0
    let bottom = lines.last.map { $0.top + $0.height } ?? 0
    size = Size(width: width ?? widest, height: bottom)
  }

  deinit {
    engine.locked { g_object_unref(UnsafeMutableRawPointer(layout)) }
  }

  /// Draws all lines with the layout's top left corner at `place`, in points.
  public func draw(on canvas: Canvas, at place: Point) {
    engine.locked {
      for (index, line) in lines.enumerated() {
        guard let shape = pango_layout_get_line_readonly(layout, Int32(index)) else { continue }
        canvas.draw(shape, at: Point(x: place.x + line.x, y: place.y + line.baseline))
      }
    }
  }
}

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
