import Core
import Foundation
import TestSupport

@testable import Notebook
@testable import Workshop

/// A checkout with one analysis, `toy`, whose program and builder are scripts: the builder fails on a source
/// with the word `broken` in it, and else makes a program that puts the source's `word: ...` into the record.
final class PreviewFixture {
  let root = FileManager.default.temporaryDirectory
    .appendingPathComponent("preview-\(UUID().uuidString)")
  var project: Project { Project(root: root) }
  var programs: URL { root.appendingPathComponent("programs/debug") }
  var builder: URL { root.appendingPathComponent("builder") }
  var source: URL { root.appendingPathComponent("analyses/toy/main.swift") }

  init() throws {
    try AtomicFile.write(
      "let analyses = [\n  \"toy\",\n]\n", to: root.appendingPathComponent("Package.swift"))
    try FileManager.default.copyItem(
      at: NotebookFixture.project.data, to: root.appendingPathComponent("data"))
    let cells = "// %% [markdown]\n// # Toy\n// The word is PLACEHOLDER.\n\n// %%\nfinish()\n"
    let record = try NotebookFixture(cells).notebook().makeRecord()
    try record.write(to: root.appendingPathComponent("base.json"))
    try AtomicFile.makeFolder(programs)
    try save("word: first")
    try script(
      """
      echo build >> '\(root.path)/built'
      if grep -q broken '\(source.path)'; then
        echo "\(source.path):1:1: error: cannot find 'broken' in scope" >&2
        exit 1
      fi
      word=$(sed -n 's/.*word: //p' '\(source.path)')
      sed "s/PLACEHOLDER/$word/" '\(root.path)/base.json' > '\(root.path)/made.json'
      cat > '\(programs.path)/toy.new' <<END
      #!/bin/sh
      # $word
      echo run >> '\(root.path)/ran'
      if [ "$word" = fails ]; then echo 'main.swift:2: no' >&2; exit 1; fi
      while [ \\$# -gt 0 ]; do
        if [ "\\$1" = --record ]; then cp '\(root.path)/made.json' "\\$2"; fi
        shift
      done
      END
      chmod 755 '\(programs.path)/toy.new'
      mv '\(programs.path)/toy.new' '\(programs.path)/toy'
      """, to: builder)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func save(_ text: String) throws {
    try AtomicFile.write("// %%\n// \(text)\n", to: source)
  }

  private func script(_ text: String, to url: URL) throws {
    try AtomicFile.write("#!/bin/bash\n" + text + "\n", to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }

  func session(_ interruption: Interruption, log: @escaping (String) -> Void) throws
    -> PreviewSession
  {
    try PreviewSession(
      project, folder: root.appendingPathComponent(".build/preview"), executables: programs,
      runs: project.runs, results: project.results, command: [builder.path],
      interruption: interruption, tell: log)
  }

  /// How often the builder, or the program, was started.
  func count(_ name: String) -> Int {
    let text = try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    return text?.split(separator: "\n").count ?? 0
  }
}
