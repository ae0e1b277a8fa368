extension AuditCheck {
  /// How many models the design makes: each family at each ratio and scale, and a Transformer a
  /// scale.
  public static let modelCount = AuditCheck(
    "model-count", title: "The number of models follows from the design"
  ) { bench in
    [
      try bench.finding(
        "models trained", ["Section 3"], at: "section 3, models trained",
        what: "families times ratios times scales, and a Transformer a scale"
      ) { evidence in
        let quote = try evidence.quote("models-trained")
        guard let printed = quote.low else { throw Unprinted("the count has no number") }
        let scales = [PaperTable.two, .three].filter { table in
          bench.base.observations.contains { $0.path == table.path }
        }.count
        guard scales > 0 else { throw Unprinted("no scale is printed") }
        let families = evidence.families(.studied).count
        let ratios = Evidence.ratios.count
        return .init(
          Comparison(
            printed: printed, recomputed: Double(scales * families * ratios + scales),
            tolerance: 0, decimals: 0),
          "\(scales) scales, \(families) families, \(ratios) ratios with pure; “\(quote.text)”.")
      }
    ]
  }
}
