import Canvas
import Foundation

/// A drawing that uses most of what a canvas can do.
func drawSample(_ canvas: Canvas) throws {
  canvas.fill(Rect(x: 5, y: 5, width: 40, height: 20), Color(hex: 0x0299FD, alpha: 0.2))
  canvas.line(
    from: Point(x: 0, y: 50), to: Point(x: 100, y: 50),
    Stroke(.black, width: 0.5, dash: [3, 2]))
  canvas.isolated {
    canvas.clip(to: Rect(x: 50, y: 0, width: 20, height: 100))
    canvas.circle(center: Point(x: 50, y: 30), radius: 10)
    canvas.fill(Color(hex: 0xFF5692), keepsPath: true)
    canvas.stroke(Stroke(.black, width: 1))
  }
  let style = TextStyle(.sans, 9, color: Color(hex: 0x32406F))
  let runs = [TextRun("α ≤ 24:1 ", style), TextRun("linked", style)]
  try TextLayout(runs).draw(on: canvas, at: Point(x: 5, y: 60))
}

let sampleSize = Size(width: 120, height: 90)
