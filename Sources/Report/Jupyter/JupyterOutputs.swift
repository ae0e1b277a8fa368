import Core
import Foundation
import Plot

// What code cells made, as outputs of a notebook.

extension JupyterCellSetter {
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
    var metadata = self.metadata(figure.reference)
    metadata["image/png"] = [
      "alt": alternative, "height": .integer(picture.pixels.height),
      "width": .integer(picture.pixels.width),
    ]
    metadata["image/svg+xml"] = ["alt": alternative]
    let words = [
      blocks.numbering.name(of: figure.reference) + ". " + figure.title, figure.scene.altText,
    ]
    return JupyterOutput(
      forms: [
        "image/png": picture.png.base64EncodedString(),
        "image/svg+xml": picture.ownSVG,
        "text/plain": words.map { VisibleText.of($0) }.joined(separator: "\n"),
      ], metadata: .object(metadata))
  }

  private func rows(_ table: Table) throws -> JupyterOutput {
    let plain = try ProseResolver(blocks.numbering).resolve(
      "\(blocks.numbering.name(of: table.reference)). \(table.title)", file: "table \(table.id)",
      line: 1)
    return JupyterOutput(
      forms: [
        "text/html": try JupyterTable(blocks: blocks, table: table).html(),
        "text/markdown": "\(try blocks.heading(of: table))\n\n\(try blocks.rows(of: table))",
        "text/plain": "\(plain)\n\n\(try JupyterTable(blocks: blocks, table: table).text())",
      ], metadata: .object(metadata(table.reference)))
  }

  private func metadata(_ reference: CrossReference) -> [String: JSONValue] {
    [
      "interleave": [
        "id": .string(reference.id), "kind": .string(reference.kind.rawValue),
        "number": .integer(blocks.numbering.number(of: reference) ?? 0),
      ]
    ]
  }
}

/// A figure as files hold it: outlines and pixels, rendered once for all formats.
struct FigurePicture: Sendable {
  let svg: Data
  let png: Data
  /// The SVG with names that no other picture on a page has: some readers put all of them into one page,
  /// where a name must mean one thing.
  let ownSVG: String
  /// Width and height on a page of 96 pixels to the inch.
  let pixels: (width: Int, height: Int)

  init(_ figure: Figure) throws {
    let margin = 8.0
    svg = try SceneRenderer.svg(figure.scene, margin: margin)
    ownSVG = Self.svg(svg, named: figure.id)
    png = try SceneRenderer.png(figure.scene, margin: margin)
    let size = figure.scene.size
    func length(_ points: Double) -> Int {
      Int(clamping: ((points + 2 * margin) * 96 / 72).rounded())
    }
    pixels = (length(size.width), length(size.height))
  }

  private static func svg(_ svg: Data, named name: String) -> String {
    var text = String(decoding: svg, as: UTF8.self)
    for (mark, new) in [
      (" id=\"", " id=\"\(name)-"), ("href=\"#", "href=\"#\(name)-"), ("url(#", "url(#\(name)-"),
      ("aria-labelledby=\"title desc\"", "aria-labelledby=\"\(name)-title \(name)-desc\""),
    ] {
      text = text.replacingOccurrences(of: mark, with: new, options: .literal)
    }
    return text
  }
}

/// The figures of a document, rendered.
struct FigurePictures: Sendable {
  private var pictures: [String: FigurePicture] = [:]

  init(_ figures: [Figure]) throws {
    for (figure, picture) in zip(figures, try Parallel.map(figures) { try FigurePicture($0) }) {
      pictures[figure.id] = picture
    }
  }

  func picture(of figure: Figure) throws -> FigurePicture {
    try pictures[figure.id] ?? FigurePicture(figure)
  }
}
