/// p values of several tests, raised so that the chance of any false alarm among them stays below the
/// level (Holm, Scand. J. Statist. 6, 1979). No assumption on how the tests hang together.
public func holmCorrected(_ pValues: [Double]) -> [Double] {
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  var corrected = pValues
  var least = 0.0
  for (rank, place) in order.enumerated() {
    least = max(least, min(1, pValues[place] * Double(pValues.count - rank)))
    corrected[place] = least
  }
  return corrected
}
