import Core
import GRDB

/// Numbers that the paper's sentences quote.
struct QuoteRows: DataRows {
  static let header = ["id", "section", "text", "quantity", "low", "high", "unit"]

  let quotes: [Quote]
  var count: Int { quotes.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    try rows.checkUnique("id")
    quotes = try rows.map(Quote.init)
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO quote
          (source_id, line, id, section, text, quantity, low, high, resolution, unit)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for quote in quotes {
      try statement.execute(arguments: [
        source, quote.line, quote.id, quote.section, quote.text, quote.quantity, quote.low,
        quote.high, quote.resolution, quote.unit,
      ])
    }
  }
}

extension Quote {
  fileprivate init(_ row: TableRow) throws {
    let ends = (low: try row.decimal("low"), high: try row.decimal("high"))
    guard let decimals = [ends.low, ends.high].compactMap({ $0?.decimals }).max() else {
      throw row.fault("low", "and high are both empty", expected: "the quoted number")
    }
    if let low = ends.low?.value, let high = ends.high?.value, low > high {
      throw row.fault("high", "is below low", expected: "\(low) or more")
    }
    self.init(
      id: try row.text("id"), section: try row.text("section"), text: try row.text("text"),
      quantity: try row.text("quantity"), low: ends.low?.value, high: ends.high?.value,
      resolution: DeterministicMath.pow(10, -Double(decimals)), unit: try row.quoteUnit(),
      path: row.path, line: row.line)
  }
}

extension TableRow {
  fileprivate func quoteUnit() throws -> String {
    guard Quote.units.contains(self["unit"]) else {
      throw fault(
        "unit", "is not one of the known words", expected: Quote.units.joined(separator: ", "))
    }
    return self["unit"]
  }
}
