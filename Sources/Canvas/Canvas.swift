import CCairo
import CPango
import Core

/// Something to draw on, in points from the top left corner.
///
/// Drawing does not throw: Cairo keeps the first error, and the surface reports it when it is
/// finished. A canvas is valid within the closure that receives it.
public final class Canvas {
  /// What differs between surfaces.
  struct Traits: Sendable {
    /// Whether links and destinations mean something.
    var hasLinks = false
    /// Whether elements of a structure mean something.
    var isTagged = false
    /// Whether letters are drawn as shapes. Cairo rounds the letters of an image to whole
    /// pixels, which spaces small text unevenly; shapes are placed exactly.
    var textIsShapes = false
  }

  let context: OpaquePointer
  let traits: Traits
  private(set) var destinations: [String] = []
  private(set) var linkedDestinations: [String] = []
  /// What stands in place of each figure, in the order in which they are drawn.
  private(set) var alternatives: [String] = []

  init(surface: OpaquePointer, traits: Traits) {
    context = cairo_create(surface)
    self.traits = traits
  }

  deinit { cairo_destroy(context) }

  /// The first error of Cairo on this canvas, if there was one.
  func check(at place: String) throws {
    try checkCairo(cairo_status(context), at: place)
  }

  func note(destination: String) { destinations.append(destination) }
  func note(alternative: String) { alternatives.append(alternative) }
  func note(linkTo destination: String) { linkedDestinations.append(destination) }
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

// MARK: - Links

extension Canvas {
  /// Names a place (points) that links and the outline can lead to. Only PDF knows of it.
  public func destination(_ name: String, at place: Point) {
    guard traits.hasLinks else { return }
    note(destination: name)
    let spot = device(place)
    let attributes = "name='\(quoted(name))' x=\(spot.x) y=\(spot.y)"
    cairo_tag_begin(context, CAIRO_TAG_DEST, attributes)
    cairo_tag_end(context, CAIRO_TAG_DEST)
  }

  /// Makes `rect` (points) clickable. Only PDF knows of it.
  /// - Parameter target: `#name` for a destination in the same file, else a URI.
  public func link(_ rect: Rect, to target: String) {
    guard traits.hasLinks else { return }
    let corner = device(Point(x: rect.x, y: rect.y))
    let far = device(Point(x: rect.maxX, y: rect.maxY))
    let box = "rect=[\(corner.x) \(corner.y) \(far.x - corner.x) \(far.y - corner.y)]"
    if target.hasPrefix("#") { note(linkTo: String(target.dropFirst())) }
    cairo_tag_begin(context, CAIRO_TAG_LINK, "\(box) \(linkAttribute(target))")
    cairo_tag_end(context, CAIRO_TAG_LINK)
  }

  private func device(_ place: Point) -> Point {
    var (x, y) = (place.x, place.y)
    cairo_user_to_device(context, &x, &y)
    return Point(x: (x * 1000).rounded() / 1000, y: (y * 1000).rounded() / 1000)
  }
}

/// A link's target in Cairo's notation.
func linkAttribute(_ target: String) -> String {
  target.hasPrefix("#")
    ? "dest='\(quoted(String(target.dropFirst())))'" : "uri='\(quoted(target))'"
}

private func quoted(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    if scalar == "'" || scalar == "\\" { result += "\\" }
    result.unicodeScalars.append(scalar)
  }
}

/// Throws when Cairo reports an error.
func checkCairo(_ status: cairo_status_t, at place: String) throws {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw Fault("drawing failed", at: place, found: String(cString: cairo_status_to_string(status)))
}
