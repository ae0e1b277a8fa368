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
