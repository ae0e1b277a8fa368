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
