import Canvas
import Testing

@Suite struct GeometryTests {
  let box = Rect(x: 10, y: 20, width: 30, height: 40)

  @Test func edges() {
    #expect(box.maxX == 40 && box.maxY == 60 && box.midX == 25 && box.midY == 40)
  }

  @Test func touchingIsNotIntersecting() {
    #expect(!box.intersects(Rect(x: 40, y: 20, width: 5, height: 5)))
    #expect(box.intersects(Rect(x: 39.9, y: 20, width: 5, height: 5)))
    #expect(!box.intersects(Rect(x: 10, y: 60, width: 30, height: 1)))
  }

  @Test func containsItself() {
    #expect(box.contains(box))
    #expect(!box.contains(box.offset(by: Point(x: 0.1, y: 0))))
    #expect(box.contains(box.inset(dx: 1, dy: 1)))
  }
}
