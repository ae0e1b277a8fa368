/// The kinds of data files, in the order in which they are read: a file may refer only to files
/// of an earlier kind.
public enum DataKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Works that numbers were read from.
  case references
  /// Families of token mixers.
  case families
  /// Where attention layers sit, by ratio label.
  case layouts
  /// What token mixers cost.
  case costs
  /// What tasks are: their items, above all.
  case tasks
  /// Numbers that the paper's sentences quote.
  case quotes
  /// How families update their state.
  case updates
  /// The paper's figures and tables, and what covers them.
  case exhibits
  /// What the paper's averages are made of.
  case averages
  /// Training runs of the project's own that were kept.
  case runs
  /// How fast stacks of the project's own trained and decoded.
  case speeds
  /// Measured values.
  case observations
}

extension DataKind {
  /// The registry: what reads the files of each kind and puts them into the store.
  var reader: any DataRows.Type {
    switch self {
    case .references: ReferenceRows.self
    case .families: FactRows<Family>.self
    case .layouts: FactRows<LayerLayout>.self
    case .costs: FactRows<MixerCost>.self
    case .tasks: FactRows<TaskInfo>.self
    case .quotes: FactRows<Quote>.self
    case .updates: FactRows<UpdateRule>.self
    case .exhibits: FactRows<Exhibit>.self
    case .averages: FactRows<AveragePart>.self
    case .runs: RunRows.self
    case .speeds: FactRows<StackSpeed>.self
    case .observations: ObservationRows.self
    }
  }
}
