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
