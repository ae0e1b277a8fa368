import Core

/// A table as HTML: a caption that says what it shows, numbers with their sources on hover.
struct HTMLTable {
  let numbering: Numbering
  let table: Table

  func text() throws -> String {
    let inline = HTMLInline(numbering: numbering)
    let title = try inline.caption(table.title, of: "table \(table.id)")
    let caption = try inline.caption(table.caption, of: "table \(table.id)")
    let link = HTMLText.dataURL(table.csv, type: "text/csv")
    return """
      <figure id="table-\(table.id)" class="table">
      <div class="scroll" tabindex="0" role="region" aria-labelledby="table-\(table.id)-title">
      <table><caption id="table-\(table.id)-title"><b>\(numbering.name(of: table.reference)).</b> \(title)</caption>
      <thead><tr>\(table.columns.map(head).joined())</tr></thead>
      <tbody>
      \(try table.rows.map(row).joined(separator: "\n"))
      </tbody></table></div>
      <figcaption>\(caption)\(reasons) \
      <a class="data" download="\(table.id).csv" href="\(link)">Data (CSV)</a></figcaption>
      </figure>
      """
  }

  private func head(_ column: Table.Column) -> String {
    let kind = column.alignment == .right ? " class=\"r\"" : ""
    let words = HTMLText.escaped(column.header)
    return column.header.isEmpty
      ? "<td\(kind)></td>" : "<th scope=\"col\"\(kind)>\(words)</th>"
  }

  /// The first cell names the row where it holds words.
  private func row(_ cells: [Table.Cell]) throws -> String {
    let texts = try cells.enumerated().map { index, cell in
      try self.cell(cell, isName: index == 0 && cell.isWords, table.columns[index].alignment)
    }
    return "<tr>\(texts.joined())</tr>"
  }

  private func cell(_ cell: Table.Cell, isName: Bool, _ alignment: Table.Alignment) throws
    -> String
  {
    let tag = isName ? "th" : "td"
    var attributes = isName ? " scope=\"row\"" : ""
    if alignment == .right { attributes += " class=\"r\"" }
    return "<\(tag)\(attributes)\(facts(cell))>\(try words(cell))</\(tag)>"
  }

  /// The number behind a cell, for sorting, and where it comes from.
  private func facts(_ cell: Table.Cell) -> String {
    switch cell {
    case .number(_, let value, let sources):
      " data-v=\"\(NumberText.exact(value))\"\(title(sources))"
    case .quoted(_, let sources): title(sources)
    case .missing(let reason): reason.isEmpty ? "" : " title=\"\(HTMLText.escaped(reason))\""
    case .text, .formula, .reference: ""
    }
  }

  private func title(_ sources: [String]) -> String {
    sources.isEmpty ? "" : " title=\"\(HTMLText.escaped(HTMLText.sources(sources)))\""
  }

  private func words(_ cell: Table.Cell) throws -> String {
    if case .reference(let target) = cell {
      return try HTMLInline(numbering: numbering).reference(target, at: "table \(table.id)")
    }
    if let look = Verdict(cell) {
      return "<span class=\"verdict \(look.rawValue)\">\(HTMLText.escaped(look.text))</span>"
    }
    if case .formula(let text) = cell, !text.isEmpty { return MathFormula(plain: text).mathML() }
    return HTMLText.escaped(cell.shown).replacing("\n", with: "<br>")
  }

  private var reasons: String {
    let reasons = table.reasons
    return reasons.isEmpty ? "" : HTMLText.escaped(" –: \(reasons.joined(separator: "; ")).")
  }
}

/// Every bound value with its source: where the numbers in the text lead to.
struct HTMLValues {
  let values: [BoundValue]

  /// The name of a value's place on the page; its own name may hold any sign.
  static func anchor(_ value: BoundValue) -> String {
    "value-"
      + value.name.utf8.map { byte in
        let isPlain = byte.isLetterOrDigit || byte == 0x2E || byte == 0x2D
        return isPlain ? String(UnicodeScalar(byte)) : "_\(byte)_"
      }.joined()
  }

  var text: String {
    guard !values.isEmpty else { return "" }
    return """
      <section id="values" aria-labelledby="values-title">
      <h2 id="values-title">Every value in the text, with its source</h2>
      <details class="values"><summary>\(values.count) values, in the order in which they were \
      bound</summary>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="values-title">
      <table><thead><tr><th scope="col">name</th><th scope="col" class="r">shown</th>\
      <th scope="col" class="r">in full</th><th scope="col">unit</th><th scope="col">sources</th>\
      <th scope="col">bound at</th></tr></thead>
      <tbody>
      \(values.map(row).joined(separator: "\n"))
      </tbody></table></div></details>
      </section>
      """
  }

  private func row(_ value: BoundValue) -> String {
    let number = value.number.map(NumberText.exact) ?? ""
    let interval = value.interval.map { "<br>\(HTMLText.escaped($0))" } ?? ""
    return "<tr id=\"\(Self.anchor(value))\" tabindex=\"-1\">"
      + "<th scope=\"row\"><code>\(HTMLText.escaped(value.name))</code></th>"
      + "<td class=\"r\">\(HTMLText.escaped(value.text))</td>"
      + "<td class=\"r\">\(number)</td><td>\(HTMLText.escaped(value.unit))\(interval)</td>"
      + "<td>\(SourceList.whole(value.sources).map(HTMLText.escaped).joined(separator: "<br>"))</td>"
      + "<td><code>\(HTMLText.escaped(value.cell))</code></td></tr>"
  }
}
