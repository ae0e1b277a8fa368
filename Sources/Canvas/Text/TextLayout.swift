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

  /// Draws all lines with the layout's top left corner at `place`.
  /// - Parameter halo: drawn around the letters first, so that they stand out from what is below.
  public func draw(on canvas: Canvas, at place: Point, halo: Stroke? = nil) {
    for (index, line) in lines.enumerated() {
      let corner = Point(x: place.x, y: place.y + line.top)
      draw(line: index, on: canvas, at: corner, halo: halo)
    }
  }

  /// Draws one line with the top left corner of its box at `place`, in points. `place.x` is the
  /// left edge of the layout: a centred line keeps its indent.
  private func draw(line index: Int, on canvas: Canvas, at place: Point, halo: Stroke?) {
    let line = lines[index]
    let origin = Point(x: place.x + line.x, y: place.y + line.baseline - line.top)
    engine.locked {
      guard let shape = pango_layout_get_line_readonly(layout, Int32(index)) else { return }
      canvas.draw(shape, at: origin, halo: halo)
    }
  }
}
