import Core
import Foundation

/// What code cells made, as outputs of a notebook.
struct JupyterOutputs {
  let blocks: MarkdownBlocks
  let pictures: FigurePictures

  /// A figure or table comes with its caption as an output of its own.
  func outputs(of block: Block) throws -> [JupyterOutput] {
    switch block {
    case .figure(let figure): return [try picture(figure), text(try blocks.caption(of: figure))]
    case .table(let table): return [try rows(table), text(try blocks.caption(of: table))]
    case .prose(let prose): return [text(try blocks.prose(prose))]
    case .source, .explorer: return []
    }
  }

  private func text(_ markdown: String) -> JupyterOutput {
    JupyterOutput(forms: ["text/markdown": markdown, "text/plain": markdown])
  }

  private func picture(_ figure: Figure) throws -> JupyterOutput {
    let picture = try pictures.picture(of: figure)
    let alternative = JSONValue.string(VisibleText.of(figure.scene.altText))
    var metadata = self.metadata(.figure, figure.id)
    metadata["image/png"] = [
      "alt": alternative, "height": .integer(picture.pixels.height),
      "width": .integer(picture.pixels.width),
    ]
    metadata["image/svg+xml"] = ["alt": alternative]
    let words = [blocks.name(.figure, figure.id) + ". " + figure.title, figure.scene.altText]
    return JupyterOutput(
      forms: [
        "image/png": picture.png.base64EncodedString(),
        "image/svg+xml": picture.ownSVG,
        "text/plain": words.map { VisibleText.of($0) }.joined(separator: "\n"),
      ], metadata: .object(metadata))
  }

  private func rows(_ table: Table) throws -> JupyterOutput {
    let heading = try blocks.heading(of: table)
    let plain = "\(blocks.name(.table, table.id)). \(table.title)"
    return JupyterOutput(
      forms: [
        "text/html": try TableHTML(blocks: blocks).render(table),
        "text/markdown": "\(heading)\n\n\(try blocks.rows(of: table))",
        "text/plain":
          "\(try resolved(plain, table))\n\n\(try TableText(blocks: blocks).render(table))",
      ], metadata: .object(metadata(.table, table.id)))
  }

  private func resolved(_ title: String, _ table: Table) throws -> String {
    try ProseResolver(blocks.numbering).resolve(title, file: "table \(table.id)", line: 1)
  }

  private func metadata(_ kind: CrossReference.Kind, _ id: String) -> [String: JSONValue] {
    let number = blocks.numbering.number(of: CrossReference(kind: kind, id: id)) ?? 0
    return [
      "interleave": [
        "id": .string(id), "kind": .string(kind.rawValue), "number": .integer(number),
      ]
    ]
  }
}
