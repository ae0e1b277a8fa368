import Canvas
import Core
import Foundation
import Plot
import Report

/// A report with everything that pages can hold. Its numbers are those of arXiv:2507.06457 where
/// they look like it, and made up elsewhere.
enum PDFFixture {
  static func document() throws -> Document {
    Document(
      title: "When does a hybrid need full attention?",
      subtitle: "An independent check of the recall and language modelling claims of a systematic "
        + "analysis of hybrid linear attention, from its published tables",
      author: "The Interleave authors", date: Date(timeIntervalSince1970: 1_782_907_200),
      sections: [try recall(), try audit()], values: values, references: references,
      vocabulary: ["GLA", "HGRN-2", "DeltaNet", "3:1"])
  }

  private static func recall() throws -> Report.Section {
    Section(
      id: "recall", title: "Recall rises with the share of full attention",
      blocks: [
        .prose(Prose(opening, file: "analyses/recall/main.swift", line: 3)),
        .source(SourceCell(code: code, file: "analyses/recall/main.swift", line: 41)),
        .figure(try figure("ratio-curves", "Recall rises, modelling stays flat", height: 150)),
        .prose(Prose(discussion, file: "analyses/recall/main.swift", line: 60)),
        .figure(try figure("modelling", "Language modelling hardly moves", height: 190)),
        .prose(Prose(paragraphs(4), file: "analyses/recall/main.swift", line: 90)),
        .table(table(id: "families", rows: 6)),
      ])
  }

  private static func audit() throws -> Report.Section {
    Section(
      id: "audit", title: "What the paper's tables say about each other",
      blocks: [
        .prose(Prose(audit1, file: "analyses/audit/main.swift", line: 1)),
        .table(table(id: "all", rows: 70)),
        .source(SourceCell(code: code + code, file: "analyses/audit/main.swift", line: 20)),
        .prose(Prose(paragraphs(3), file: "analyses/audit/main.swift", line: 80)),
      ])
  }

  static let values = [
    BoundValue(
      name: "recall.gain", text: "+0.284", number: 0.2842, unit: "fraction",
      sources: ["data/paper/table7.csv:4"], cell: "analyses/recall/main.swift:41"),
    BoundValue(
      name: "recall.interval", text: "0.25 to 0.31", sources: ["bootstrap over families"],
      cell: "analyses/recall/main.swift:44"),
  ]

  static let references = [
    BibliographyEntry(
      key: "hybrid",
      text: "Dustin Wang et al. A Systematic Analysis of Hybrid Linear Attention. Version 1, 2025.",
      url: "https://arxiv.org/abs/2507.06457"),
    BibliographyEntry(
      key: "ruler",
      text: "Cheng-Ping Hsieh et al. \"RULER: What's the Real Context Size of Your Long-Context "
        + "Language Models?\" COLM, 2024.", url: "https://arxiv.org/abs/2404.06654"),
    BibliographyEntry(
      key: "tufte", text: "Edward Tufte. The Visual Display of Quantitative Information."),
  ]

  private static let opening = """
    Adding full-attention layers raises recall by {{recall.gain}} on average (95 % interval \
    {{recall.interval}}, over families), and leaves language modelling where it was. The paper's \
    main claim [@hybrid] is therefore **supported** for recall, on the benchmark of *Hsieh et \
    al.* [@ruler]; {{figure:ratio-curves}} shows both, and {{table:families}} has the numbers.

    ## How the number was made

    We don't fit what we can't see: "pure" stacks have no ratio, and stand apart. The steps are

    1. read the rows of `data/paper/table7.csv`, with line numbers;
    2. convert each ratio label to a share of attention layers, in the convention that the \
    released checkpoints follow, since the text reads in another way than the files are built;
    3. fit in log₂ of that share.

    What this cannot show:

    - how much a *training run* varies, since each number stands on one run;
    - whether the order of families is stable;
      - neither within a ratio
      - nor between ratios
    - anything about models larger than those that were trained.

    > A claim is supported when its interval excludes the opposite, and contradicted when it \
    excludes the claim; all else is inconclusive.
    """

  private static let discussion = """
    ### On the two conventions

    \(sentence) See [the audit](#audit) for what follows from it, and \
    [the code](https://github.com/fla-org/flash-linear-attention) for how stacks are built.

    \(sentence) \(sentence)

    ```
    let share = 1 / (ratio + 1)   // as the text reads
    ```

    ## What is left open

    \(sentence) {{figure:modelling}} has the same axes. \(sentence)
    """

  private static let audit1 = """
    The tables agree with each other, but for the last digit. {{table:all}} lists all pairs. \
    \(sentence)
    """

  static let sentence = """
    The share of full attention is what costs memory at long contexts, so a reader who has to \
    choose a stack wants to know where the curve bends, and how sure one can be of that place. \
    Neither is answered by the average over families, which hides that some of them recall \
    little without help while others, with gates and the delta rule, need less of it.
    """

  private static func paragraphs(_ count: Int) -> String {
    (1...count).map { i in Array(repeating: sentence, count: i % 2 + 1).joined(separator: " ") }
      .joined(separator: "\n\n")
  }
}
