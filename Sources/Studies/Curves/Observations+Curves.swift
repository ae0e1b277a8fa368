import Core
import Published
import Statistics

/// Store rows as points of a curve: the only place where Metrics and Statistics meet.
extension Array where Element == Observation {
  /// The observations at their attention fraction, grouped by family.
  ///
  /// - Parameter convention: reads the ratio labels under this convention instead of the layout
  ///   that the store knows; `nil` takes the layout.
  /// - Throws: `Fault` naming the row of a model without an attention fraction.
  public func curvePoints(under convention: RatioConvention? = nil) throws -> [CurvePoint] {
    try map { observation in
      let model = observation.model
      let read = convention.flatMap { c in model.ratio.flatMap { c.attentionFraction(of: $0) } }
      guard let x = convention == nil ? model.attentionFraction : read else {
        throw Fault(
          "the model's attention fraction is not known", at: observation.provenance,
          found: "\(model.name), ratio '\(model.ratioLabel)'",
          hint: "give its attention_layers and total_layers, or a layout")
      }
      return CurvePoint(group: model.family, x: x, y: observation.value)
    }
  }

  /// Where they were read, as `file:line`, in order.
  public var provenance: [String] { map(\.provenance) }
}
