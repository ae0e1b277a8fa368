import Core

extension TableRow {
  /// The ratio label, in one of the forms that have a meaning under a convention.
  func ratio() throws -> RatioLabel {
    guard let ratio = RatioLabel(self["ratio_label"]) else {
      throw fault(
        "ratio_label", "is not a ratio", expected: "24:1, 24-1, pure or full",
        hint: "a file whose labels are free text takes the ratio_convention \"stated\"")
    }
    return ratio
  }

  /// Throws unless `attention` of `total` layers is what `ratio` means under `convention`.
  ///
  /// Where the convention gives no whole number, both of its neighbours pass.
  func check(
    attention: Int, of total: Int, against ratio: RatioLabel, _ convention: RatioConvention
  ) throws {
    guard let fraction = convention.attentionFraction(of: ratio) else { return }
    let exact = fraction * Double(total)
    let slack = abs(exact - exact.rounded()) < 1e-9 ? 1e-9 : 1
    guard abs(Double(attention) - exact) < slack else {
      throw fault(
        "attention_layers", "does not go with the ratio",
        expected: "\(ratio) under \(convention.rawValue): "
          + "\(exact.rounded(.down) == exact ? "\(Int(clamping: exact))" : "about \(exact)") of \(total)",
        hint: "check the label, the counts and the file's ratio_convention")
    }
  }
}
