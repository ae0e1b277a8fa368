@testable import Published

/// A store with the repository's data.
package func filledStore(in folder: TemporaryFolder) throws -> Store {
  let store = try Store.open(at: folder.storeURL)
  try store.importData(try DataFolder(dataRoot).load())
  return store
}
