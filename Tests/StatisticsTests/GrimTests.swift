import Testing

@testable import Statistics

@Suite struct GrimTests {
  /// The example of Brown and Heathers (2017): a mean of 5.19 of 28 people is impossible, the
  /// means next to it are 5.18 and 5.21. Whole numbers added do not matter.
  @Test func publishedExample() {
    #expect(!Grim.isPossible(0.19, resolution: 0.01, items: 28))
    #expect(Grim.nearest(0.19, resolution: 0.01, items: 28) == [0.18, 0.21])
    #expect(Grim.isPossible(0.18, resolution: 0.01, items: 28))
    #expect(Grim.isPossible(0.21, resolution: 0.01, items: 28))
  }

  @Test func fiveHundredItemsGiveEvenThousandths() {
    for step in 0...1000 {
      let value = Double(step) / 1000
      #expect(Grim.isPossible(value, resolution: 0.001, items: 500) == step.isMultiple(of: 2))
    }
    #expect(Grim.nearest(0.335, resolution: 0.001, items: 500) == [0.334, 0.336])
    #expect(Grim.nearest(0.336, resolution: 0.001, items: 500) == [0.336])
  }

  @Test func halvesMayGoEitherWay() {
    // 1/8 = 0.125 prints as 0.12 or 0.13.
    #expect(Grim.isPossible(0.12, resolution: 0.01, items: 8))
    #expect(Grim.isPossible(0.13, resolution: 0.01, items: 8))
    #expect(!Grim.isPossible(0.14, resolution: 0.01, items: 8))
  }

  @Test func onlyZeroToAllItemsAreCounts() {
    #expect(Grim.isPossible(1, resolution: 0.01, items: 3))
    #expect(!Grim.isPossible(1.33, resolution: 0.01, items: 3))
    #expect(!Grim.isPossible(-0.33, resolution: 0.01, items: 3))
    #expect(Grim.nearest(1.33, resolution: 0.01, items: 3) == [1])
    #expect(!Grim.isPossible(0, resolution: 0.01, items: 0))
    #expect(Grim.nearest(0.5, resolution: 0.01, items: 0) == [])
    #expect(!Grim.isPossible(.nan, resolution: 0.01, items: 3))
  }

  /// Impossible values among all that can be printed, counted with Python's fractions. The item
  /// counts are those of OpenBookQA, ARC-c, WinoGrande, PIQA, ARC-e, LAMBADA and HellaSwag.
  @Test(arguments: [
    (1000, 500, 500), (10_000, 500, 9500), (10_000, 1172, 8828), (10_000, 1267, 8733),
    (10_000, 1838, 8162), (10_000, 2376, 7624), (10_000, 5153, 4847), (10_000, 10_042, 0),
    (100, 3, 97), (1000, 1000, 0),
  ])
  func power(_ steps: Int, _ items: Int, _ impossible: Int) {
    let power = Grim.power(resolution: 1 / Double(steps), items: items)
    #expect(abs(power - Double(impossible) / Double(steps + 1)) < 1e-12)
  }
}
