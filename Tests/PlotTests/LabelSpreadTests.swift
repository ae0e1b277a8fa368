import Core
import Testing

@testable import Plot

@Suite struct LabelSpreadTests {
  typealias Wish = LabelSpread.Wish

  @Test func labelsWithRoomStay() {
    let wishes = [Wish(middle: 50, height: 8), Wish(middle: 10, height: 8)]
    #expect(LabelSpread.spread(wishes, within: 0...60) == [50, 10])
  }

  @Test func aPairMovesApartEvenly() {
    let wishes = [Wish(middle: 30, height: 8), Wish(middle: 30, height: 8)]
    #expect(LabelSpread.spread(wishes, within: 0...60) == [26, 34])
  }

  @Test func edgesHold() {
    let wishes = [Wish(middle: -20, height: 10), Wish(middle: 0, height: 10)]
    #expect(LabelSpread.spread(wishes, within: 0...60) == [5, 15])
    #expect(LabelSpread.spread([Wish(middle: 90, height: 10)], within: 0...60) == [55])
  }

  @Test func tooManyDoNotFit() {
    let wishes = Array(repeating: Wish(middle: 5, height: 8), count: 3)
    #expect(LabelSpread.spread(wishes, within: 0...23) == nil)
    #expect(LabelSpread.spread(wishes, within: 0...24) == [4, 12, 20])
    #expect(LabelSpread.spread([], within: 0...1) == [])
  }

  @Test func nothingOverlapsWhateverIsWished() throws {
    var random = RandomStream(seed: 7)
    for _ in 0..<500 {
      let wishes = (0..<(1 + random.index(below: 8))).map { _ in
        Wish(middle: random.uniform() * 140 - 20, height: 6 + random.uniform() * 6)
      }
      let middles = try #require(LabelSpread.spread(wishes, within: 0...100))
      let boxes = zip(wishes, middles).map { ($1 - $0.height / 2, $1 + $0.height / 2) }
        .sorted { $0.0 < $1.0 }
      #expect(boxes[0].0 > -1e-9 && boxes[boxes.count - 1].1 < 100 + 1e-9)
      for (a, b) in zip(boxes, boxes.dropFirst()) { #expect(a.1 <= b.0 + 1e-9) }
      for i in wishes.indices {
        for j in wishes.indices where wishes[i].middle < wishes[j].middle {
          #expect(middles[i] < middles[j], "the order is kept")
        }
      }
    }
  }
}
