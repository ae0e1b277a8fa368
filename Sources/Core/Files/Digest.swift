import CGLib
import Foundation

/// SHA-256 of bytes, by GLib's `GChecksum`, as 64 lower-case hexadecimal digits.
public enum Digest {
  public static func sha256(_ data: Data) -> String {
    data.withUnsafeBytes { bytes in
      let start = bytes.bindMemory(to: guchar.self).baseAddress
      guard let text = g_compute_checksum_for_data(G_CHECKSUM_SHA256, start, gsize(bytes.count))
      else { preconditionFailure("GLib was built without SHA-256") }
      defer { g_free(text) }
      return String(cString: text)
    }
  }

  public static func sha256(_ text: String) -> String { sha256(Data(text.utf8)) }
}

/// SHA-256 of bytes that come in pieces.
public struct DigestStream: ~Copyable {
  private let state: OpaquePointer

  public init() {
    guard let state = g_checksum_new(G_CHECKSUM_SHA256) else {
      preconditionFailure("GLib was built without SHA-256")
    }
    self.state = state
  }

  deinit { g_checksum_free(state) }

  /// Takes the next bytes.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.bindMemory(to: guchar.self).baseAddress else { return }
    g_checksum_update(state, start, gssize(bytes.count))
  }

  /// Takes the bytes of a text.
  public func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// The digest as 64 lower-case hexadecimal digits; nothing can be added after it.
  public consuming func finish() -> String { String(cString: g_checksum_get_string(state)) }
}
