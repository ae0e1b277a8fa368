import CCairo
import Core
import Foundation

/// Pictures of lines. Text becomes outlines, so they look the same in every browser.
public enum SVGSurface {
  /// Draws a picture of `size` points and returns it as SVG. The same drawing gives the same
  /// bytes, always.
  /// - Parameters:
  ///   - title: a short name, read out by screen readers.
  ///   - description: what can be seen, for those who cannot.
  public static func render(
    size: Size, title: String, description: String, draw: (Canvas) throws -> Void
  ) throws -> Data {
    try checkSize(size, at: "SVG")
    let sink = ByteSink()
    guard
      let surface = cairo_svg_surface_create_for_stream(
        ByteSink.write, sink.closure, size.width, size.height)
    else { throw Fault("no memory for the picture", at: "SVG") }
    defer {
      withExtendedLifetime(sink) {
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
      }
    }
    // Cairo 1.18 writes pixels where nothing is asked for, and the picture would be a quarter smaller.
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
    let canvas = Canvas(surface: surface)
    try draw(canvas)
    try canvas.check(at: "SVG")
    cairo_surface_finish(surface)
    try checkCairo(cairo_surface_status(surface), at: "SVG")
    let text = String(decoding: sink.data, as: UTF8.self)
    return Data(try describe(renumber(text), title, description).utf8)
  }

  /// Cairo numbers surfaces per process; here they count from 1 in each file.
  static func renumber(_ svg: String) -> String {
    var numbers: [Substring: Int] = [:]
    return svg.replacing(/(surface|image)([0-9]+)/) { match in
      let number = numbers[match.output.0, default: numbers.count + 1]
      numbers[match.output.0] = number
      return "\(match.output.1)\(number)"
    }
  }

  /// Puts title and description behind the opening tag of the root.
  private static func describe(_ svg: String, _ title: String, _ description: String) throws
    -> String
  {
    guard let root = svg.range(of: "<svg "), let end = svg[root.upperBound...].firstIndex(of: ">")
    else { throw Fault("Cairo wrote no SVG", at: "SVG") }
    let text = """

      <title id="title">\(XMLText.escaped(title))</title>
      <desc id="desc">\(XMLText.escaped(description))</desc>
      """
    return svg[..<root.upperBound] + "role=\"img\" aria-labelledby=\"title desc\" "
      + svg[root.upperBound...end] + text + svg[svg.index(after: end)...]
  }
}
