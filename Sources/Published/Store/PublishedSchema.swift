import Storage

extension Schema {
  /// The store of published numbers; its mark is `ILVE` in ASCII.
  static let metrics = Schema(
    applicationID: 0x494C_5645,
    steps: [
      Step(name: "1 tables", sql: SchemaTables.all), Step(name: "2 views", sql: SchemaViews.all),
      Step(name: "3 facts", sql: SchemaFacts.all),
      Step(name: "4 chance", sql: SchemaFacts.chance),
      Step(name: "5 averages", sql: SchemaFacts.averages),
      Step(name: "6 runs", sql: SchemaFacts.recordedRuns),
      Step(name: "7 speeds", sql: SchemaFacts.speeds),
    ], words: .metrics)
}

extension StoreWords {
  static let metrics = StoreWords(
    example: "metrics.sqlite", missing: "build it with: interleave ingest",
    newer: "update the program, or delete the store and import the data folder again",
    older: "import the data folder again; that brings the store up to date",
    damaged: "delete it and import the data folder again")
}
