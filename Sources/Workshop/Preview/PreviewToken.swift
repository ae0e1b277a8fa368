import Foundation

/// A random word that is part of the preview's address, a new one for each preview.
struct PreviewToken: Sendable {
  /// How every path begins: `/0123456789abcdef0123456789abcdef/`.
  let prefix: String

  init() {
    var generator = SystemRandomNumberGenerator()
    let halves = (0..<2).map { _ in String(format: "%016lx", generator.next()) }
    prefix = "/\(halves.joined())/"
  }

  /// The path in the report: `/figures/front.svg`; nil for a request without the token.
  func path(of requested: String) -> String? {
    let (given, own) = (Array(requested.utf8), Array(prefix.utf8))
    guard given.count >= own.count else { return nil }
    // All bytes are looked at, so that the time says nothing of where they differ.
    let difference = zip(given, own).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) }
    return difference == 0 ? "/" + String(decoding: given[own.count...], as: UTF8.self) : nil
  }
}
