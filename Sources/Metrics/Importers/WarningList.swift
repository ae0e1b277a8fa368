/// Warnings of one file, in order. A damaged file may give rise to any number of them, so only the
/// first are kept and the rest is counted.
struct WarningList {
  private var texts: [String] = []
  private var dropped = 0
  private static let most = 100

  mutating func add(_ text: String) {
    if texts.count < Self.most { texts.append(text) } else { dropped += 1 }
  }

  var all: [String] { dropped == 0 ? texts : texts + ["and \(dropped) warnings more"] }
}

extension String {
  /// At most 80 characters, for names from files that may be of any length.
  var clipped: String { count > 80 ? prefix(79) + "…" : self }
}
