import Results

extension ResultStore {
  /// Reads a file of any known format into the store, as `importFile(_:by:naming:)` does.
  /// - Throws: `Fault` where the file is of no known format.
  @discardableResult
  public func importFile(_ file: ImportFile, naming name: String? = nil) throws -> ImportOutcome {
    try importFile(file, by: try ImporterRegistry.importer(for: file), naming: name)
  }
}
