/// The page's sidebar: contents, and what a reader can switch.
struct HTMLContents {
  let document: Document
  let numbering: Numbering
  /// The places of the series that some drawing shows.
  let drawn: [Int]
  /// The headings of each section.
  let headings: [HTMLHeadings]

  var text: String {
    """
    <p class="name"><a href="#main">\(HTMLText.escaped(document.title))</a></p>
    \(families)
    <fieldset class="theme"><legend>Page</legend>
    \(Self.theme("auto", "as the system", isChecked: true))
    \(Self.theme("light", "light"))
    \(Self.theme("dark", "dark"))
    </fieldset>
    <nav aria-label="Contents"><ol>
    \(document.chapters.map(entry).joined(separator: "\n"))
    </ol></nav>
    """
  }

  private func entry(_ section: Section) -> String {
    let listed = headings.first { $0.section == section.id }?.listed ?? []
    let parts = listed.map { heading in
      "<li><a href=\"#\(heading.name)\">\(HTMLText.escaped(plain(heading.title)))</a></li>"
    }
    let list = parts.isEmpty ? "" : "<ol>\(parts.joined())</ol>"
    return "<li><a href=\"#\(section.id)\">\(HTMLText.escaped(section.title))</a>\(list)</li>"
  }

  /// One checkbox per family; a family that is not checked is hidden in all charts.
  private var families: String {
    guard !drawn.isEmpty else { return "" }
    let boxes = drawn.map { index in
      let series = document.series[index]
      return "<label><input type=\"checkbox\" checked id=\"series-\(index)\"> "
        + "<span class=\"swatch k\(series.colorName)\"></span>\(HTMLText.escaped(series.label))</label>"
    }
    return
      "<fieldset class=\"families\"><legend>In all charts</legend>\n\(boxes.joined(separator: "\n"))\n</fieldset>"
  }

  private static func theme(_ name: String, _ label: String, isChecked: Bool = false) -> String {
    "<label><input type=\"radio\" name=\"theme\" id=\"theme-\(name)\"\(isChecked ? " checked" : "")> "
      + "\(label)</label>"
  }

  /// A heading's words.
  private func plain(_ inlines: [Inline]) -> String {
    inlines.map { inline -> String in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let parts), .strong(let parts), .link(let parts, _): plain(parts)
      case .value, .crossReference, .citation:
        (try? numbering.text(for: inline, at: "contents")) ?? ""
      case .formula(let formula): formula.text
      case .lineBreak: " "
      }
    }.joined()
  }
}

extension SeriesName {
  /// Its colour as classes name it: six digits.
  var colorName: String { String(color.opacity(1).hex.dropFirst().lowercased()) }
}

/// The headings within a section, named in their order.
struct HTMLHeadings {
  let section: String
  private var count = 0
  /// Those of level two, which the contents list.
  private(set) var listed: [(name: String, title: [Inline])] = []

  init(section: String) { self.section = section }

  /// The name of the next heading.
  mutating func add(level: Int, _ title: [Inline]) -> String {
    count += 1
    let name = "\(section)-\(count)"
    if level <= 2 { listed.append((name, title)) }
    return name
  }
}
