import Core

extension PaperAudit {
  /// A list of {id, where, what, printed, recomputed, tolerance, status, ...}; numbers that a
  /// finding does not have are null.
  public var json: JSONValue { .array(findings.map(\.json)) }
}

extension AuditFinding {
  var json: JSONValue {
    .object([
      "id": .string(id), "where": .string(place), "what": .string(what),
      "printed": .finite(comparison?.printed),
      "recomputed": .finite(comparison?.recomputed),
      "tolerance": .finite(comparison?.tolerance),
      "status": .string(status.rawValue), "sentence": .string(sentence),
      "exhibits": .array(exhibits.map { .string($0) }),
      "reads": .array(reads.map { .string($0) }),
    ])
  }
}
