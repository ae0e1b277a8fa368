/// Names for the headings within a section, in their order.
struct HTMLHeadings {
  let section: String
  private var count = 0

  init(section: String) { self.section = section }

  mutating func next() -> String {
    count += 1
    return "\(section)-\(count)"
  }

  /// The headings that the contents list: those of level two, with their names.
  static func listed(in section: Section) -> [(name: String, title: [Inline])] {
    var headings = HTMLHeadings(section: section.id)
    var listed: [(String, [Inline])] = []
    for case .prose(let prose) in section.blocks {
      for case .heading(let level, let title) in (try? ProseParser.blocks(of: prose)) ?? [] {
        let name = headings.next()
        if level <= 2 { listed.append((name, title)) }
      }
    }
    return listed
  }
}
