import Core

/// Every bound value with its source: where the numbers in the text lead to.
struct HTMLValues {
  let values: [BoundValue]

  /// The name of a value's place on the page; its own name may hold any sign.
  static func anchor(_ value: BoundValue) -> String {
    "value-"
      + value.name.utf8.map { byte in
        let isPlain =
          (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2E
          || byte == 0x2D
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
