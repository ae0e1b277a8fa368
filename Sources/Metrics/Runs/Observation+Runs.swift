import Core

extension Observation {
  /// A mean over training runs of our own, for a quantity of the paper's that it stands in for.
  /// - Parameter source: where the runs stand
  public static func mean(
    ofRuns source: String, task: String, value: Double, family: String, attentionLayers: Int,
    layers: Int
  ) -> Observation {
    let identity = ModelIdentity(
      family: family, scale: "toy", attentionLayers: attentionLayers, totalLayers: layers)
    return Observation(
      model: identity.model(named: source), task: task, metric: "accuracy", value: value,
      valueText: NumberText.fixed(value, 3), resolution: 0, standardError: nil, n: nil,
      unit: .fraction, higherIsBetter: true, locator: "", path: source, line: nil, citation: "",
      scope: .project)
  }
}
