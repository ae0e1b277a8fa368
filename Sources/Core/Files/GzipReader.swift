import CGLib
import Foundation

/// Reads what a gzip file holds, in pieces, by GLib's `GZlibDecompressor`. A file of several gzip members, as
/// appending makes it, holds what its members hold, one after another.
public final class GzipReader {
  private let handle: FileHandle
  private let path: String
  private let decompressor: OpaquePointer
  /// Packed bytes that wait.
  private var input: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var isBetweenMembers = true
  private var output = [UInt8](repeating: 0, count: 1 << 16)

  /// The first bytes of every gzip file.
  public static let mark: [UInt8] = [0x1F, 0x8B]

  /// - Parameters:
  ///   - handle: is read from where it stands.
  ///   - path: what errors call the file.
  public init(_ handle: FileHandle, path: String) {
    guard let decompressor = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP) else {
      preconditionFailure("GLib was built without zlib")
    }
    (self.handle, self.path, self.decompressor) = (handle, path, decompressor)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(decompressor)) }

  /// The next bytes; empty at the end.
  /// - Throws: `Fault` where the file is damaged or cut short.
  public func next() throws -> Data {
    while true {
      if position == input.count, !isAtEnd { try fill() }
      if isBetweenMembers, try !beginMember() { return Data() }
      let written = try convert()
      if written > 0 { return Data(output[..<written]) }
    }
  }

  private func fill() throws {
    let piece: Data?
    do { piece = try handle.read(upToCount: 1 << 16) } catch {
      throw Fault("the file cannot be read", at: path, found: "\(error)")
    }
    (input, position) = (Array(piece ?? Data()), 0)
    isAtEnd = input.isEmpty
  }

  /// Whether a member follows. Zeros at the end are the filling of a tape or a block.
  private func beginMember() throws -> Bool {
    while position < input.count, input[position] == 0 {
      position += 1
      if position == input.count { try fill() }
    }
    isBetweenMembers = position == input.count
    return !isBetweenMembers
  }

  /// Unpacks some of what waits.
  private func convert() throws -> Int {
    var (read, written) = (gsize(0), gsize(0))
    var error: UnsafeMutablePointer<GError>?
    let flags = isAtEnd ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS
    let result = input.withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
      return output.withUnsafeMutableBytes {
        g_converter_convert(
          decompressor, rest.baseAddress, gsize(rest.count), $0.baseAddress, gsize($0.count), flags,
          &read, &written, &error)
      }
    }
    if result == G_CONVERTER_ERROR { return try explain(error) }
    position += Int(read)
    if result == G_CONVERTER_FINISHED {
      g_converter_reset(decompressor)
      isBetweenMembers = true
    }
    return Int(written)
  }

  /// - Returns: 0 where the decompressor asks for more input and there may be some.
  private func explain(_ error: UnsafeMutablePointer<GError>?) throws -> Int {
    defer { free(error) }
    let needsInput = error?.pointee.code == gint(G_IO_ERROR_PARTIAL_INPUT.rawValue)
    if needsInput, !isAtEnd {
      try keepRestAndFill()
      return 0
    }
    throw Fault(
      needsInput ? "the gzip file is cut short" : "the gzip file is damaged", at: path,
      hint: "fetch it again; gzip -t tests it")
  }

  private func keepRestAndFill() throws {
    let rest = input[position...]
    try fill()
    guard !rest.isEmpty else { return }
    input = Array(rest) + input
    isAtEnd = false
  }

  private func free(_ error: UnsafeMutablePointer<GError>?) { if let error { g_error_free(error) } }
}
