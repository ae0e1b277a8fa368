/// A kind of data file, by its word in the manifest.
public struct DataKind: RawRepresentable, CaseIterable, Codable, Sendable, Hashable {
  public let rawValue: String

  /// Nil for a word that is not in the registry.
  public init?(rawValue: String) {
    guard Self.registry.contains(where: { $0.word == rawValue }) else { return nil }
    self.rawValue = rawValue
  }

  private init(word: String) { rawValue = word }

  /// The registry: what reads the files of each kind, in the order in which kinds are read. A file may
  /// refer only to files of an earlier kind.
  private static let registry: [(word: String, reader: any DataRows.Type)] = [
    ("references", ReferenceRows.self),
    ("families", FactRows<Family>.self),
    ("layouts", FactRows<LayerLayout>.self),
    ("costs", FactRows<MixerCost>.self),
    ("tasks", FactRows<TaskInfo>.self),
    ("quotes", FactRows<Quote>.self),
    ("updates", FactRows<UpdateRule>.self),
    ("exhibits", FactRows<Exhibit>.self),
    ("averages", FactRows<AveragePart>.self),
    ("runs", RunRows.self),
    ("speeds", FactRows<StackSpeed>.self),
    ("observations", ObservationRows.self),
  ]

  public static let allCases = registry.map { DataKind(word: $0.word) }

  /// The kinds that decide what the models of observations are, and the observations themselves.
  static let families = DataKind(word: "families")
  static let layouts = DataKind(word: "layouts")
  static let observations = DataKind(word: "observations")

  var reader: any DataRows.Type {
    guard let entry = Self.registry.first(where: { $0.word == rawValue }) else {
      preconditionFailure("\(rawValue) is not in the registry")
    }
    return entry.reader
  }
}
