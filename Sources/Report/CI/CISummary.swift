import Core

/// A report on the page of a build, as Markdown within a limit: what failed, the verdicts, the
/// summary, then the sections folded, while they fit; and at the end, in words, what did not.
///
/// Every piece goes in as a whole or stays out, so that the text is valid at any limit.
public struct CISummary: Sendable {
  /// GitHub shows nothing of a job summary that has more bytes.
  public static let gitHubLimit = 1 << 20
  /// What is used of GitHub's limit.
  public static let pageBudget = 900 * 1024
  /// A comment on GitHub has at most 65,536 characters.
  public static let commentBudget = 60 * 1024
  /// With less than this even the counts may not fit, bytes.
  public static let leastBudget = 1024

  let report: CIReport
  let section: CISection?
  /// Kept for the words on what is left out.
  static let reserve = 480

  /// - Throws: `Fault` where two parts of the document have one name.
  public init(_ report: CIReport) throws {
    self.report = report
    section = try report.document.map { try CISection($0, pages: report.pages) }
  }

  /// The Markdown, of at most `budget` bytes of UTF-8.
  /// - Parameter budget: at least `leastBudget`; less counts as that
  public func markdown(budget: Int) -> String {
    var page = BudgetedText(budget: max(budget, Self.leastBudget))
    page.reserve = Self.reserve
    page.add(heading)
    page.add(counts)
    let failures = report.failures.count { !page.add(failure($0)) }
    let drift = addDrift(&page)
    let verdicts = addVerdicts(&page)
    let sections = (report.document?.readingOrder ?? []).filter(isShown)
    let left = sections.filter { !page.add(text(of: $0)) }
    page.reserve = 0
    close(
      &page,
      Rest(failures: failures, drift: drift, verdicts: verdicts, sections: left))
    return page.text
  }

  private var heading: String {
    "## \(report.isAsExpected ? "✓" : "✗") \(report.headline)"
  }

  private var counts: String {
    let verdicts = (Verdict.allCases + [nil]).filter { report.count($0) > 0 }
      .map { "\(report.count($0)) \($0?.rawValue ?? "unreadable")" }.joined(separator: ", ")
    let drift =
      report.drift.isEmpty
      ? (report.verdicts.isEmpty ? "" : "All verdicts are those on record.")
      : "<strong>\(CIText.count(report.drift.count, "verdict is not the one", "verdicts are not those")) on record.</strong>"
    let failed =
      report.failures.isEmpty
      ? "" : "<strong>\(CIText.count(report.failures.count, "step", "steps")) failed.</strong>"
    return [verdicts.isEmpty ? "" : "Verdicts: \(verdicts).", failed, drift]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func failure(_ failure: CIFailure) -> String {
    let lines = failure.message.split(separator: "\n")
    let first = MarkdownText.escaped(CIText.cut(lines.first.map(String.init) ?? "", bytes: 400))
    let name = MarkdownText.escaped(CIText.cut(failure.name, bytes: 200))
    let line = "✗ <strong>\(name)</strong> failed: \(first)"
    guard lines.count > 1 else { return line }
    let words = CIText.cut(failure.message, bytes: 4000)
    return line + "\n\n" + CIText.folded("What it said", CIText.preformatted(words))
  }

  /// The verdicts that are not on record, as a list.
  /// - Returns: how many did not fit.
  private func addDrift(_ page: inout BudgetedText) -> Int {
    let lines = report.drift.map {
      "- " + MarkdownText.escaped(CIText.cut($0.sentence, bytes: 300))
    }
    return lines.count - add(lines, under: "### Not as on record\n", to: &page)
  }

  /// The table of verdicts.
  /// - Returns: how many did not fit.
  private func addVerdicts(_ page: inout BudgetedText) -> Int {
    guard !report.verdicts.isEmpty else { return 0 }
    let drifted = Set(report.drift.map(\.id))
    let table = MarkdownTable(
      headers: ["", "claim", "verdict", "effect", "interval"],
      isRight: [true, false, false, true, true],
      rows: report.verdicts.map { row($0, isDrifted: drifted.contains($0.id)) })
    let rows = add(table.lines, under: table.head, to: &page)
    return report.verdicts.count - rows
  }

  private func row(_ verdict: CIVerdict, isDrifted: Bool) -> [String] {
    let look = verdict.verdict?.text ?? verdict.word
    let words = [verdict.label, verdict.statement, look, verdict.effectText, verdict.intervalText]
      .map { MarkdownText.escaped(CIText.cut($0, bytes: CISection.longestCell)) }
    return words.enumerated().map {
      $0.offset == 2 && isDrifted ? "<strong>\($0.element)</strong>" : $0.element
    }
  }

  /// Adds `head` and as many of `lines` as fit into half of what is left, as one piece.
  /// - Returns: how many fit.
  private func add(_ lines: [String], under head: String, to page: inout BudgetedText) -> Int {
    var piece = head
    var count = 0
    for line in lines {
      guard piece.utf8.count + line.utf8.count + 1 <= page.left / 2 else { break }
      piece += "\n" + line
      count += 1
    }
    guard count > 0, page.add(piece) else { return 0 }
    return count
  }

  /// What failed stands at the top already.
  private func isShown(_ section: Section) -> Bool {
    !report.failures.contains { $0.section == section.id }
  }

  private func text(of part: Section) -> String {
    let body = section?.body(part) ?? ""
    guard part.role == .chapter else {
      return "### \(MarkdownText.escaped(part.title))\n\n\(body)"
    }
    return CIText.folded(part.title, body)
  }
}

extension CISummary {
  /// The items that do not fit on a page.
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
    return "<a href=\"\(HTMLText.escaped(link))\">the artifact of this job</a>"
  }
}
