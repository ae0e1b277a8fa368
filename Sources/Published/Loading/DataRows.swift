import GRDB

/// What a kind of data file can do. A new kind conforms to this and takes a line in `DataKind`.
protocol DataRows: Sendable {
  /// Reads a file strictly, with what files of earlier kinds have said.
  init(_ content: FileContent, knowing catalog: Catalog) throws
  /// How many records were read.
  var count: Int { get }
  /// Adds what later files may refer to.
  func register(in catalog: inout Catalog)
  /// Puts the records into the store under the id of their source.
  func insert(into db: Database, source: Int64) throws
}
