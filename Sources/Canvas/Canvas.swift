import CCairo
import CPango
import Core

/// Something to draw on, in points from the top left corner.
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
  /// Draws within `body` and takes back its clips, moves and turns afterwards.
  public func isolated<T>(_ body: () throws -> T) rethrows -> T {
    save()
    defer { restore() }
    return try body()
  }

  /// Remembers clip, moves and turns. `isolated` is the safer form.
  public func save() { cairo_save(context) }

  /// Takes back what happened to clip, moves and turns since `save`.
  public func restore() { cairo_restore(context) }

  /// Moves what is drawn from now on, by points.
  public func translate(x: Double, y: Double) { cairo_translate(context, x, y) }

  /// Scales what is drawn from now on.
  public func scale(x: Double, y: Double) { cairo_scale(context, x, y) }

  /// Turns what is drawn from now on, clockwise, by an angle in radians.
  public func rotate(by radians: Double) { cairo_rotate(context, radians) }

  /// Hides what is drawn from now on outside `rect` (points).
  public func clip(to rect: Rect) {
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    cairo_clip(context)
  }
}

/// Throws when Cairo reports an error.
func checkCairo(_ status: cairo_status_t, at place: String) throws {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw Fault("drawing failed", at: place, found: String(cString: cairo_status_to_string(status)))
}
