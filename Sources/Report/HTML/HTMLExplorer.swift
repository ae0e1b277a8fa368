import Core
import Foundation
import Plot

/// The ratio explorer: the numbers for the script, and a table for readers without one.
struct HTMLExplorer {
  let numbering: Numbering
  let explorer: RatioExplorer
  let series: [SeriesName]

  func text(_ markup: inout SceneMarkup) throws -> String {
    for name in series { markup.use(name.color) }
    let inline = HTMLInline(numbering: numbering)
    let place = "explorer \(explorer.id)"
    return """
      <div class="explorer" id="explorer-\(explorer.id)" data-explorer>
      <h3 id="explorer-\(explorer.id)-title">\(try inline.caption(explorer.title, of: place))</h3>
      <div class="controls" hidden></div>
      <div class="answer" aria-live="polite"></div>
      <div class="drawing"></div>
      <p class="note">\(try inline.caption(explorer.caption, of: place))</p>
      <details class="stacks"><summary>The numbers it chooses from</summary>
      \(table)
      </details>
      <script type="application/json">\(try HTMLText.json(Numbers(explorer, series)))</script>
      </div>
      """
  }

  private var table: String {
    let readings = explorer.readings.map {
      "<th scope=\"col\" class=\"r\">recall, \(HTMLText.escaped($0.label))</th>"
    }
    let length = explorer.contextLengths.firstIndex(of: explorer.defaultLength) ?? 0
    let rows = explorer.stacks.enumerated().map { index, stack -> String in
      let title = HTMLText.escaped(HTMLText.sources(stack.sources))
      let recall = explorer.readings.map { reading in
        "<td class=\"r\" title=\"\(title)\">\(NumberText.fixed(reading.recall[index], 3)) "
          + "(\(NumberText.interval(reading.low[index], reading.high[index], 3)))</td>"
      }
      let share = stack.cacheBytes[length] / explorer.fullCacheBytes[length]
      return "<tr><th scope=\"row\">\(HTMLText.escaped("\(stack.label) \(stack.ratio)"))</th>"
        + "\(recall.joined())<td class=\"r\">\(NumberText.percent(share, 1))</td></tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="The stacks"><table><thead><tr>\
      <th scope="col">stack</th>\(readings.joined())<th scope="col" class="r">cache at \
      \(explorer.contextLengths[length]) tokens, of the Transformer’s</th></tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
      <p class="note">In brackets: \(HTMLText.escaped(explorer.readings.map { "\($0.label): \($0.interval)" }
        .joined(separator: "; "))).</p>
      """
  }
}

/// The numbers that the script reads.
private struct Numbers: Encodable {
  struct Family: Encodable {
    var key: String
    var label: String
    var color: String
  }
  struct Reading: Encodable {
    var name: String
    var label: String
    var recall: [Double]
    var low: [Double]
    var high: [Double]
    var interval: String
    /// How many draws, and their numbers in the machine's order of bytes: little-endian float32.
    var count: Int
    var draws: String
  }

  var lengths: [Int]
  var fullCacheBytes: [Double]
  var baseline: Double
  var defaultLength: Int
  var defaultMargin: Double
  var stacks: [RatioExplorer.Stack]
  var families: [Family]
  var readings: [Reading]

  init(_ explorer: RatioExplorer, _ series: [SeriesName]) {
    lengths = explorer.contextLengths
    fullCacheBytes = explorer.fullCacheBytes
    baseline = explorer.baseline
    defaultLength = explorer.defaultLength
    defaultMargin = explorer.defaultMargin
    stacks = explorer.stacks
    var seen: Set<String> = []
    families = explorer.stacks.filter { seen.insert($0.family).inserted }.map { stack in
      let color = series.first { $0.key == stack.family }?.colorName
      return Family(key: stack.family, label: stack.label, color: color.map { "k\($0)" } ?? "ink")
    }
    readings = explorer.readings.map { reading in
      var bytes = Data()
      for value in reading.draws.joined() {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
      return Reading(
        name: reading.name, label: reading.label, recall: reading.recall, low: reading.low,
        high: reading.high, interval: reading.interval, count: reading.draws.count,
        draws: bytes.base64EncodedString())
    }
  }
}
