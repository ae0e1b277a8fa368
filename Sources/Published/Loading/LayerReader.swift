import Core

/// Finds out how many layers a model has and which are attention: from its row, else from a
/// known layout, else from what the label means under the convention of the file.
struct LayerReader {
  let row: TableRow
  let entry: Manifest.Entry
  let catalog: Catalog

  func read(label: String, _ convention: RatioConvention) throws -> LayerCount {
    var layers = try statedLayers()
    if convention == .stated {
      if layers.attention == nil { try useFraction(of: label, in: &layers) }
      return layers
    }
    let ratio = try row.ratio()
    if let attention = layers.attention, let total = layers.total {
      try row.check(attention: attention, of: total, against: ratio, convention)
    }
    try complete(&layers, ratio, convention)
    return layers
  }

  /// What the row itself says.
  private func statedLayers() throws -> LayerCount {
    let total = try row.natural("total_layers", atLeast: 1)
    var attention = try row.natural("attention_layers")
    let indices = try row.layers("attention_indices", below: total ?? 0)
    attention = attention ?? indices?.count
    if let attention {
      guard let total, attention <= total else {
        throw row.fault("total_layers", "is less than attention_layers", expected: "\(attention)")
      }
      guard indices == nil || indices?.count == attention else {
        throw row.fault("attention_indices", "has another length than attention_layers says")
      }
    }
    var layers = LayerCount(total: total, attention: attention, indices: indices)
    if let attention, let total {
      if attention == 0 || attention == total { layers.indices = Array(0..<attention) }
      layers.status = layers.indices == nil ? .countStated : .stated
    }
    return layers
  }

  /// Takes what the row leaves out from a layout, or computes it.
  private func complete(
    _ layers: inout LayerCount, _ ratio: RatioLabel, _ convention: RatioConvention
  ) throws {
    guard let total = layers.total else {
      layers.statedFraction = convention.attentionFraction(of: ratio)
      layers.status = .label
      return
    }
    let key = Catalog.LayoutKey(label: ratio, convention: convention, totalLayers: total)
    if let layout = catalog.layouts[key] {
      take(layout, into: &layers)
    } else if layers.attention == nil {
      try compute(&layers, total: total, ratio, convention)
    }
  }

  private func take(_ layout: LayerLayout, into layers: inout LayerCount) {
    if layers.attention == nil {
      layers.attention = layout.attentionLayers
      layers.indices = layout.attentionIndices
      layers.status = layout.status
    } else if layers.indices == nil, layers.attention == layout.attentionLayers {
      layers.indices = layout.attentionIndices
      layers.status = layout.status == .stated ? .stated : .countStated
    }
  }

  private func compute(
    _ layers: inout LayerCount, total: Int, _ ratio: RatioLabel, _ convention: RatioConvention
  ) throws {
    guard let fraction = convention.attentionFraction(of: ratio) else { return }
    let exact = fraction * Double(total)
    guard abs(exact - exact.rounded()) < 1e-9 else {
      throw row.fault(
        "attention_layers", "does not follow from the ratio",
        expected: "the number of attention layers of \(total)",
        hint: "\(ratio) under \(convention.rawValue) gives \(exact) layers; state the number")
    }
    layers.attention = Int(clamping: exact.rounded())
    layers.status = .computed
  }

  private func useFraction(of label: String, in layers: inout LayerCount) throws {
    guard let text = entry.fractions[label] else { return }
    layers.statedFraction = StrictNumber.ratio(text)
    layers.status = .label
  }
}
