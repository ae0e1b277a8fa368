import CCairo
import Core
import Foundation

/// Where a surface writes its bytes: memory. The owner keeps it alive until the surface is done.
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

/// Refuses a size that no surface can have.
func checkSize(_ size: Size, at place: String) throws {
  let isFine = [size.width, size.height].allSatisfy { $0.isFinite && $0 > 0 && $0 <= 14_400 }
  guard isFine else {
    throw Fault(
      "the size cannot be drawn", at: place, expected: "more than 0, at most 14400 points",
      found: "\(size.width) × \(size.height)")
  }
}
