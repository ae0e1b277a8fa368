import Core
import Paper

// Claims of the tests, made with what everybody can use: adding one is a file like this.

extension Claim {
  /// Judged by a number of Table 7.
  static let fixture = Claim(
    "fixture", of: 3, section: "4.2", kind: .difference,
    "GLA \"6:1\" recalls < 0.5 & more than 'none'"
  ) { evidence in
    let value = try evidence.recall("GLA", "6:1")
    return Judgement(
      value.value < 0.5 ? .supported : .contradicted, "It recalls \(value.valueText) < 1 & > 0.",
      effect: Effect(
        "recall", value.value, interval: ClaimInterval(0.25, 0.5, kind: "made up")),
      n: 1, unit: "model")
  }

  /// Another paper says it, of numbers that this project has.
  static let ofAnotherPaper = Claim(
    "rnns-need-attention", paper: "waleffe2024empirical", of: 1, section: "3.2", kind: .difference,
    "Gated DeltaNet recalls more at 3:1 than without attention"
  ) { evidence in
    let (pure, hybrid) = try (
      evidence.recall("GatedDeltaNet", "pure"), evidence.recall("GatedDeltaNet", "3:1")
    )
    return Judgement(
      hybrid.value > pure.value ? .supported : .contradicted,
      "It recalls \(pure.valueText) pure and \(hybrid.valueText) at 3:1.",
      effect: Effect("gain", hybrid.value - pure.value), n: 1, unit: "family")
  }

  /// Nobody printed what it needs.
  static let unprinted = Claim(
    "unprinted", of: 4, section: "4.3", kind: .difference, "RetNet recalls nothing"
  ) { evidence in
    Judgement(.supported, "\(try evidence.recall("RetNet", "3:1").value).")
  }

  /// Table 7 has five numbers of GLA, and this asks for the one.
  static let unreadable = Claim(
    "unreadable", of: 3, section: "4.2", kind: .difference, "GLA has one recall"
  ) { evidence in
    _ = try evidence.quote("kv-factor")
    return Judgement(
      .supported,
      "\(try evidence.value("ruler_average", in: PaperTable.seven.path, family: "GLA").value).")
  }
}
