import CCairo
import Core
import Foundation

/// Pictures of pixels.
public enum PNGSurface {
  /// Draws a picture of `size` points and returns it as PNG.
  /// - Parameter scale: pixels in a point.
  public static func render(
    size: Size, scale: Double = 2, background: Color = .white, draw: (Canvas) throws -> Void
  ) throws -> Data {
    let pixels = Size(
      width: (size.width * scale).rounded(.up), height: (size.height * scale).rounded(.up))
    try checkSize(pixels, at: "PNG")
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, Int32(clamping: pixels.width), Int32(clamping: pixels.height))
    else { throw Fault("no memory for the picture", at: "PNG") }
    defer { cairo_surface_destroy(surface) }
    let canvas = Canvas(surface: surface, textIsShapes: true)
    canvas.scale(x: scale, y: scale)
    canvas.fill(Rect(x: 0, y: 0, width: size.width + 1, height: size.height + 1), background)
    try draw(canvas)
    try canvas.check(at: "PNG")
    return try encode(surface)
  }

  private static func encode(_ surface: OpaquePointer) throws -> Data {
    let sink = ByteSink()
    let status = withExtendedLifetime(sink) {
      cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.closure)
    }
    try checkCairo(status, at: "PNG")
    return sink.data
  }
}

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

/// Memory that a surface writes its bytes to. The owner keeps it alive until the surface is done.
final class ByteSink {
  private(set) var data = Data()

  /// What Cairo passes back to `write`.
  var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let write: cairo_write_func_t = { closure, bytes, count in
    guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
      .data.append(bytes, count: Int(count))
    return CAIRO_STATUS_SUCCESS
  }
}

/// Refuses a size that a surface cannot have.
func checkSize(_ size: Size, at place: String) throws {
  let isFine = [size.width, size.height].allSatisfy { $0.isFinite && $0 > 0 && $0 <= 14_400 }
  guard isFine else {
    throw Fault(
      "the size cannot be drawn", at: place, expected: "more than 0, at most 14400 points",
      found: "\(size.width) × \(size.height)")
  }
}
