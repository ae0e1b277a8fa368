import Core
import Testing

@testable import Paper
@testable import Published

/// Numbers to put in place of printed ones, by table, family and ratio.
struct Replacement {
  let table: PaperTable
  let task: String
  var values: [(family: String, ratio: String, value: Double)] = []

  static func recall(_ values: (String, String, Double)...) -> Replacement {
    Replacement(table: .seven, task: "ruler_average", values: values)
  }

  static func lm(_ values: (String, String, Double)...) -> Replacement {
    Replacement(table: .six, task: "lm_average", values: values)
  }

  /// The evidence with these numbers.
  func applied() throws -> EvidenceBase {
    var places: [String: Double] = [:]
    for (family, ratio, value) in values {
      places[try Printed.row(table, task, family, ratio).provenance] = value
    }
    return try Printed.base().replacing(places)
  }
}

extension Claim {
  /// The registered claim with an identity.
  static func named(_ id: String) throws -> Claim {
    try #require(ClaimRegistry.all.first { $0.id == id }, "there is no claim \(id)")
  }
}

/// The verdict of a registered claim on some evidence.
func verdict(_ id: String, _ base: EvidenceBase) throws -> Verdict? {
  try Claim.named(id).result(base).verdict
}
