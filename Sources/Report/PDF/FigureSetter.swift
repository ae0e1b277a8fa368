import Canvas
import Plot

/// Sets a figure: the scene, and the caption below it. The scene draws its own title.
struct FigureSetter {
  let inline: InlineSetter
  let figure: Figure
  let number: Int

  /// What the highest figure leaves free on its page, so that a heading can stand above it.
  private static let headingRoom = 72.0

  /// Shares of its size that a figure may be shrunk to.
  private static let shrinkage = [0.96, 0.92, 0.88]

  /// One box that may move to a later page.
  func box() throws -> Box {
    let caption = try self.caption()
    var box = self.box(caption, shrunkBy: 1)
    box.smaller = Self.shrinkage.map { self.box(caption, shrunkBy: $0) }
    return box
  }

  private func box(_ caption: TextLayout, shrunkBy share: Double) -> Box {
    let gap = 7.0
    let room = PageStyle.block.height - Self.headingRoom - caption.size.height - gap
    let (scene, alternative) = (figure.scene, figure.title)
    let scale =
      share * min(1, PageStyle.block.width / scene.size.width, room / scene.size.height)
    let height = scene.size.height * scale
    return Box(
      kind: .float, height: height + gap + caption.size.height, above: PageStyle.floatGap,
      below: PageStyle.floatGap + 2, anchors: [anchor],
      draw: { canvas, place, _ in
        try canvas.element(.figure, alternative: alternative) {
          try canvas.isolated {
            canvas.translate(x: place.x, y: place.y)
            canvas.scale(x: scale, y: scale)
            try scene.draw(on: canvas)
          }
        }
        canvas.element(.caption) {
          caption.draw(on: canvas, at: Point(x: place.x, y: place.y + height + gap))
        }
      })
  }

  private var anchor: Anchor {
    Anchor(name: "figure-\(figure.id)", title: "Figure \(number) · \(figure.title)", level: 3)
  }

  private func caption() throws -> TextLayout {
    let style = PageStyle.small
    let label = TextRun("Figure \(number)\u{2002}", style.with(weight: .bold))
    let text = try inline.caption(figure.caption, style, of: "figure \(figure.id)")
    return try TextLayout(
      [label] + text, width: PageStyle.block.width, leading: PageStyle.smallLeading)
  }
}
