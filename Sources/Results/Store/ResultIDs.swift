import GRDB

/// The ids of what has come up in an import: models, series or keys. Asks the database once for each,
/// and makes those that are not there.
struct ResultIDs<Key: NameLike> {
  private let find: RawStatement
  private let make: RawStatement
  private let bind: (Key, RawStatement) -> Void
  private var known: [Key: Int] = [:]
  private var entries: [Entry] = []
  private var last = 0
  private var budget = NameBudget()
  /// The greatest id before this import.
  private let newestBefore: Int64
  private var seen = IDSet()

  private struct Entry {
    let key: Key
    let id: Int64
    /// The entry that came after this one, when it came last: most files go through the same keys
    /// for each model, in the same order.
    var next: Int
  }

  /// Memory stays bounded: a file with more keys than this asks the database again.
  static var mostKnown: Int { 1 << 18 }

  init(
    _ db: Database, table: String, find: String, make: String,
    bind: @escaping (Key, RawStatement) -> Void
  ) throws {
    self.find = try RawStatement(db, find)
    self.make = try RawStatement(db, make)
    self.bind = bind
    newestBefore = try Int64.fetchOne(db, sql: "SELECT max(id) FROM \(table)") ?? 0
  }

  /// How many different ones have come up.
  var count: Int { seen.count }

  /// Those that have come up, ascending.
  func forEachSeen(_ body: (Int64) throws -> Void) rethrows { try seen.forEach(body) }

  /// Whether this one was made by this import.
  func isNew(_ id: Int64) -> Bool { id > newestBefore }

  mutating func id(_ key: Key) throws -> Int64 {
    if !entries.isEmpty {
      if entries[last].key == key { return entries[last].id }
      let next = entries[last].next
      if entries[next].key == key {
        last = next
        return entries[next].id
      }
    }
    return try search(key)
  }

  private mutating func search(_ key: Key) throws -> Int64 {
    let place = try known[key] ?? fetch(key)
    entries[last].next = place
    last = place
    return entries[place].id
  }

  private mutating func fetch(_ key: Key) throws -> Int {
    if entries.count >= Self.mostKnown || !budget.takes(key.nameBytes) { forget() }
    let id = try stored(key) ?? made(key)
    known[key] = entries.count
    entries.append(Entry(key: key, id: id, next: 0))
    seen.insert(id)
    return entries.count - 1
  }

  private mutating func forget() {
    known.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    last = 0
    budget = NameBudget()
  }

  private func stored(_ key: Key) throws -> Int64? {
    defer { find.reset() }
    bind(key, find)
    return try find.step() ? find.int64(0) : nil
  }

  private func made(_ key: Key) throws -> Int64 {
    defer { make.reset() }
    bind(key, make)
    _ = try make.step()
    return make.int64(0)
  }
}

extension ResultIDs where Key == String {
  /// Ids of a table of names.
  static func names(_ db: Database, _ table: String) throws -> ResultIDs {
    try ResultIDs(
      db, table: table, find: "SELECT id FROM \(table) WHERE name = ?",
      make: "INSERT INTO \(table) (name) VALUES (?) RETURNING id"
    ) { $1.bind(1, $0) }
  }
}

extension ResultIDs where Key == ResultKey {
  /// Ids of keys.
  static func keys(_ db: Database) throws -> ResultIDs {
    try ResultIDs(
      db, table: "result_key",
      find: """
        SELECT id FROM result_key WHERE task = ?1 AND metric = ?2 AND filter = ?3
          AND coalesce(shots, -1) = coalesce(?4, -1)
          AND coalesce(task_version, '') = coalesce(?5, '')
          AND unit = ?6 AND coalesce(higher_is_better, -1) = coalesce(?7, -1)
          AND settings = ?8 AND coalesce(seed, -1) = coalesce(?9, -1)
        """,
      make: """
        INSERT INTO result_key (\(ResultKey.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """
    ) { $0.bind(to: $1) }
  }
}

/// A set of row ids, which are small and dense: a bit each.
struct IDSet {
  private var words: [UInt64] = []
  private(set) var count = 0

  mutating func insert(_ id: Int64) {
    let (word, bit) = (Int(id >> 6), UInt64(1) << UInt64(id & 63))
    if word >= words.count {
      words += Array(repeating: 0, count: max(64, word + 1 - words.count))
    }
    guard words[word] & bit == 0 else { return }
    words[word] |= bit
    count += 1
  }

  /// All ids, ascending.
  func forEach(_ body: (Int64) throws -> Void) rethrows {
    for (place, word) in words.enumerated() where word != 0 {
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { try body(Int64(place * 64 + bit)) }
    }
  }
}
