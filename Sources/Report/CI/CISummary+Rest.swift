import Core

extension CISummary {
  /// What a page has no room for.
  struct Rest {
    var failures: Int
    var drift: Int
    var verdicts: Int
    var sections: [Section]

    /// How many of each, in words; empty where all fits.
    var counts: [String] {
      [
        (failures, "failed step", "failed steps"), (drift, "changed verdict", "changed verdicts"),
        (verdicts, "verdict", "verdicts"), (sections.count, "section", "sections"),
        (tables, "table", "tables"),
      ].filter { $0.0 > 0 }.map { CIText.count($0.0, $0.1, $0.2) }
    }

    private var tables: Int {
      sections.flatMap(\.blocks).count { if case .table = $0 { true } else { false } }
    }
  }

  /// Says what is left out, with the names of the sections where these fit, and where the rest is.
  func close(_ page: inout BudgetedText, _ rest: Rest) {
    let place = artifact
    guard !rest.counts.isEmpty else {
      page.add("All files of the report are in \(place).")
      return
    }
    let words = "Left out, since this page is full: \(rest.counts.joined(separator: ", "))."
    let names = rest.sections.map { MarkdownText.escaped(CIText.cut($0.title, bytes: 80)) }
    let list = names.isEmpty ? "" : " The sections: \(names.joined(separator: "; "))."
    guard !page.add("\(words)\(list) All of it is in \(place).") else { return }
    guard !page.add("\(words) All of it is in \(place).") else { return }
    page.add("\(words) All of it is in the artifact of this job.")
  }

  private var artifact: String {
    guard let link = report.artifact else { return "the artifact of this job" }
    return "<a href=\"\(CIText.html(link))\">the artifact of this job</a>"
  }
}
