import Core

// Statement 9, sections 4.3 and 4.4: what the recipe saves. A hybrid keeps keys and values in its
// attention layers only, so the factor is all layers over attention layers, and depends on what
// `r:1` counts.

extension Claim {
  static let cacheFactor = Claim(
    "kv-cache-factor", of: 9, section: "4.3", kind: .cost,
    "At 3:1 the KV cache shrinks by a factor of 4, as r:1 reads in the text"
  ) { evidence in try factor(.linearToFull, evidence) }

  static let cacheFactorOfCheckpoints = Claim(
    "kv-cache-factor-checkpoints", of: 9, section: "4.3", scope: .independent, kind: .cost,
    "At 3:1 the KV cache shrinks by a factor of 4, as the released checkpoints are built"
  ) { evidence in try factor(.oneInR, evidence) }

  static let cacheRange = Claim(
    "kv-cache-range", of: 9, section: "4.4", kind: .cost,
    "Between 3:1 and 6:1 the KV cache shrinks by 4 to 7 times, as r:1 reads in the text"
  ) { evidence in
    let quote = try evidence.quote("kv-range")
    let factors = try ["3:1", "6:1"].map { try saving($0, .linearToFull) }
    let other = try ["3:1", "6:1"].map { try saving($0, .oneInR) }
    func verdict(_ values: [Double]) -> Verdict {
      [quote.low, quote.high].compactMap { $0 } == values ? .supported : .contradicted
    }
    return Judgement(
      verdict(factors),
      "Layers over attention layers are \(Judging.text(factors[0], 0)) and "
        + "\(Judging.text(factors[1], 0)) where r linear layers go with one of attention, and "
        + "\(Judging.text(other[0], 0)) and \(Judging.text(other[1], 0)) in the released checkpoints.",
      effect: Effect("factor at 6:1", factors[1], decimals: 0), n: factors.count, unit: "ratios",
      sensitivity: [
        Sensitivity("as the released checkpoints are built", verdict(other), effect: other[1])
      ])
  }

  private static func saving(_ ratio: String, _ convention: RatioConvention) throws -> Double {
    guard let fraction = RatioLabel(ratio).flatMap(convention.attentionFraction) else {
      throw Unprinted("\(ratio) has no meaning under \(convention.rawValue)")
    }
    return 1 / fraction
  }

  private static func factor(
    _ convention: RatioConvention, _ evidence: Evidence
  ) throws -> Judgement {
    let quote = try evidence.quote("kv-factor")
    let value: Double
    if convention == .oneInR {
      let layout = try evidence.layout("3:1")
      value = Double(layout.totalLayers) / Double(layout.attentionLayers)
    } else {
      value = try saving("3:1", convention)
    }
    return Judgement(
      quote.range.contains(value) ? .supported : .contradicted,
      "Layers over attention layers are \(Judging.text(value, 0)), where the paper says "
        + "“\(quote.text)”.",
      effect: Effect("factor at 3:1", value, decimals: 0), n: 1, unit: "ratio")
  }
}
