import Core
import Foundation
import Plot
import Statistics
import Testing
import TestSupport

@testable import Importers
@testable import Lab
@testable import Notebook
@testable import Published
@testable import Results
@testable import Studies

/// What the analysis of a user's results draws, on values made for it.
@Suite struct UserChartTests {
  private static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"

  /// The only series of some rows `model,value,stderr,n`, mapped by `model,attention layers of 24`.
  private func points(_ rows: [(model: String, layers: Int, value: Double)], n: String = "100")
    throws -> [UserPoint]
  {
    let fixture = try NotebookFixture("// %%\n")
    let catalog = try fixture.notebook().store
    let results = try ResultStore.open(at: fixture.root.appendingPathComponent("results.sqlite"))
    let file = fixture.root.appendingPathComponent("mine.csv")
    let lines = rows.map {
      "score,\($0.model),piqa,acc,none,0,1,,\($0.value),0.01,\(n),fraction,true\n"
    }
    try Data((Self.header + lines.joined()).utf8).write(to: file)
    try results.importFile(try ImportFile(file))
    try results.state(
      rows.map {
        (
          $0.model,
          ModelStatement(
            .mapping, at: "map.csv:2", family: String($0.model.prefix { $0 != "/" }),
            ratioConvention: .stated, totalLayers: 24, attentionLayers: $0.layers)
        )
      })
    return try #require(UserResults(results, catalog: catalog).series.first).points
  }

  @Test func sharesOfKnownItemsHaveWilsonIntervals() throws {
    let found = try points([("GLA/a", 0, 0.5)])
    let interval = try #require(try found[0].interval(level: 0.95, isShare: true))
    let wilson = try ProportionInterval(proportion: 0.5, trials: 100)
    #expect(interval == wilson.low...wilson.high)
    #expect(
      try found.intervalKind(level: 0.95, isShare: true)
        == "bars: 95\u{2009}% Wilson over items, without seeds")
  }

  @Test func othersHaveTheNormalIntervalOfTheirError() throws {
    let found = try points([("GLA/a", 0, 0.5)], n: "")
    let interval = try #require(try found[0].interval(level: 0.95, isShare: true))
    #expect(abs(interval.upperBound - 0.5196) < 1e-4)
    #expect(try found.intervalKind(level: 0.95, isShare: true).contains("normal over items"))
  }

  /// Any share of attention can be drawn: between the paper's ratios, beside them, beyond them.
  @Test(arguments: [[0, 1, 2, 4, 8, 24], [3, 5, 7, 9], [12, 23], [0], [24], [8, 11, 12]])
  func anyRatioHasAPlaceOnTheAxis(_ layers: [Int]) throws {
    let found = try points(
      layers.map { ("GLA/\($0)", $0, 0.4 + 0.01 * Double($0)) })
    let frame = try found.frame(level: 0.95, isShare: true)
    let chart = Chart(
      title: "All", subtitle: "All ratios.",
      panels: (0..<2).map { _ in
        Panel(
          x: HouseStyle.ratioAxis(of: found), y: Axis("fraction", LinearAxis()),
          marks: [PointMark(frame, x: "fraction", y: "value", series: "family", n: "n")])
      }, styles: [NamedStyle("GLA", Palette.style(2, label: "GLA"))], labels: .lastPanel)
    #expect(try !chart.scene().texts.isEmpty)
  }

  @Test func aLineGoesThroughTheMeanOfModelsThatRepeat() throws {
    let found = try points([("GLA/a", 8, 0.4), ("GLA/b", 8, 0.6), ("GLA/c", 0, 0.1)])
    let means = found.meansByRatio
    #expect(means.map(\.mean) == [0.1, 0.5] && means.map(\.models) == [1, 2])
  }

  private func curve(_ rise: Double, noise: Double = 0.01) throws -> UserCurve {
    let rows = ["GLA", "HGRN2", "RetNet"].enumerated().flatMap { place, family in
      [0, 1, 2, 4, 8, 24].map { layers in
        let wobble = noise * Double((layers * 7 + place * 5) % 3 - 1)
        let value = 0.4 + rise * Double(layers) / 24 + wobble + 0.02 * Double(place)
        return ("\(family)/\(layers)", layers, min(1, max(0, value)))
      }
    }
    let observations = try points(rows).map {
      $0.observation(task: "t", metric: "acc", unit: .fraction, higherIsBetter: true)
    }
    return UserCurve(observations, plan: BootstrapPlan(draws: 400, seed: 1))
  }

  @Test func directionsAreThoseOfTheInterval() throws {
    let ways = try [0.5, -0.5, 0].map { try curve($0).direction(of: "recall", to: 1.0 / 3) }
    #expect(ways[0] == "recall rises with the share of full attention")
    #expect(ways[1] == "recall falls with the share of full attention")
    #expect(!ways[2].contains("rises") && !ways[2].contains("falls"))
  }

  @Test func fullAttentionIsNotOnTheCurve() throws {
    let study = try #require(try curve(0.5).study)
    #expect(study.fit.n == 15)
  }

  @Test func tooFewValuesHaveNoCurveAndSaySo() throws {
    let rows = try points([("GLA/a", 0, 0.4), ("GLA/b", 8, 0.5)]).map {
      $0.observation(task: "t", metric: "acc", unit: .fraction, higherIsBetter: true)
    }
    let curve = UserCurve(rows, plan: BootstrapPlan(draws: 100, seed: 1))
    #expect(curve.study == nil && curve.reason?.isEmpty == false)
    #expect(curve.direction(of: "recall", to: 0.3).contains("too few"))
  }

  /// The paper's families keep their looks; any number of others can be told apart by colour, marker and dash.
  @Test func everyFamilyHasALookOfItsOwn() throws {
    func family(_ key: String, _ role: Family.Role, _ position: Int) -> Family {
      Family(
        key: key, display: key, generation: nil, state: nil, role: role, position: position,
        aliases: [], reference: "")
    }
    let studied = [family("HGRN", .studied, 1), family("GLA", .studied, 3)]
    let others = (0..<12).map { family("own \($0)", .context, 20 + $0) }
    let drawn = Set((studied + others).map(\.key)).subtracting(["GLA"])
    let styles = HouseStyle.styles(studied + others, drawing: drawn)
    #expect(styles.map(\.series) == ["HGRN"] + others.map(\.key))
    #expect(styles[0].style == HouseStyle.style(of: studied[0]))
    let free = styles.dropFirst().prefix(5).map(\.style.color)
    #expect(!free.contains(styles[0].style.color))
    for (index, one) in styles.enumerated() {
      for other in styles[..<index] {
        #expect(
          (one.style.color, one.style.marker) != (other.style.color, other.style.marker)
            || one.style.dash != other.style.dash, "\(one.series) looks like \(other.series)")
      }
    }
  }
}
