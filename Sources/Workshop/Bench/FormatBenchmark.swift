import Paper
import Report

/// Times the formats that a document is rendered to.
struct FormatBenchmark {
  let document: Document
  let typst: TypstCompiler

  func run(repetitions: Int) throws -> [Benchmark.Result.Row] {
    let count = document.sections.count
    let jobs: [(String, () throws -> Void)] = [
      ("PDF", { _ = try PDFWriter.render(document, with: typst) }),
      ("HTML", { _ = try HTMLWriter.render(document) }),
      ("Markdown", { _ = try MarkdownWriter.render(document) }),
    ]
    return try jobs.map { name, job in
      .init(
        job: "\(name), \(count) chapters of two pages",
        seconds: try Benchmark.best(of: repetitions, job))
    }
  }
}
