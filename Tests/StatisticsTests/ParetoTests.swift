import Core
import Testing

@testable import Statistics

@Suite struct ParetoTests {
  static let points = [
    ParetoPoint(name: "F", cost: 4, value: 0.47), ParetoPoint(name: "D", cost: 4, value: 0.45),
    ParetoPoint(name: "A", cost: 1, value: 0.40), ParetoPoint(name: "C", cost: 3, value: 0.44),
    ParetoPoint(name: "E", cost: 4, value: 0.47), ParetoPoint(name: "B", cost: 2, value: 0.45),
    ParetoPoint(name: "G", cost: 1, value: 0.40), ParetoPoint(name: "H", cost: 3, value: 0.45),
  ]

  @Test func frontAndWhoDominates() throws {
    let front = try ParetoFront(Self.points)
    #expect(front.front.map(\.name) == ["A", "G", "B", "E", "F"])
    #expect(front.dominated.map(\.point.name) == ["C", "H", "D"])
    #expect(front.dominated.map(\.by) == ["B", "B", "E"])
    #expect(front.contains("B") && !front.contains("C") && !front.contains("nobody"))
  }

  @Test func positions() throws {
    let front = try ParetoFront(Self.points)
    #expect(front.position(of: "A") == .cheapestEnd && front.position(of: "G") == .cheapestEnd)
    #expect(front.position(of: "B") == .middle)
    #expect(front.position(of: "E") == .dearestEnd && front.position(of: "F") == .dearestEnd)
    #expect(front.position(of: "C") == nil && front.position(of: "nobody") == nil)
  }

  @Test func margins() throws {
    let front = try ParetoFront(Self.points)
    #expect(abs(try #require(front.margin(of: "B")) - 0.05) < 1e-12)
    #expect(abs(try #require(front.margin(of: "C")) + 0.01) < 1e-12)
    #expect(abs(try #require(front.margin(of: "D")) + 0.02) < 1e-12)
    #expect(front.margin(of: "H") == 0)
    #expect(front.margin(of: "A") == 0)
    #expect(front.margin(of: "nobody") == nil)
    let alone = try ParetoFront([ParetoPoint(name: "A", cost: 1, value: 1)])
    #expect(alone.margin(of: "A") == .infinity)
    #expect(alone.position(of: "A") == .cheapestEnd)
  }

  @Test func toleranceSparesWhatIsHardlyWorse() throws {
    // C lacks 0.01, which is 0.010000000000000009 in binary, and D 0.02.
    let one = try ParetoFront(Self.points, tolerance: 0.01)
    #expect(one.front.map(\.name) == ["A", "G", "B", "C", "H", "E", "F"])
    #expect(one.dominated.map(\.point.name) == ["D"])
    #expect(abs(try #require(one.margin(of: "D")) + 0.01) < 1e-12)
    let two = try ParetoFront(Self.points, tolerance: 0.02)
    #expect(two.dominated.isEmpty)
  }

  @Test(arguments: [0, 0.15])
  func agreesWithTheDefinition(_ tolerance: Double) throws {
    var stream = RandomStream(seed: 8, named: "test/front")
    for _ in 0..<50 {
      // Coarse values, so that ties come up.
      let points = (0..<12).map {
        ParetoPoint(
          name: "p\($0)", cost: Double(stream.index(below: 6)),
          value: Double(stream.index(below: 6)) / 10)
      }
      let front = try ParetoFront(points, tolerance: tolerance)
      for point in points {
        let isDominated = points.contains { other in
          let gain = other.value - point.value
          return other.cost <= point.cost
            && (gain > tolerance || tolerance == 0 && gain == 0 && other.cost < point.cost)
        }
        #expect(front.contains(point.name) == !isDominated)
        let margin = try #require(front.margin(of: point.name))
        #expect(isDominated ? margin <= 0 : margin >= 0)
      }
      #expect(front.dominated.allSatisfy { front.contains($0.by) })
    }
  }

  @Test func refusesNonsense() {
    #expect(throws: Fault.self) { try ParetoFront([]) }
    #expect(throws: Fault.self) { try ParetoFront(Self.points + [Self.points[0]]) }
    #expect(throws: Fault.self) { try ParetoFront(Self.points, tolerance: -1) }
    #expect(throws: Fault.self) {
      try ParetoFront([ParetoPoint(name: "A", cost: .nan, value: 1)])
    }
  }
}
