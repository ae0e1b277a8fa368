import Canvas
import Core

@testable import Plot

extension Scene {
  /// The scene as text, one line for each thing in it.
  var dump: String {
    let head = "scene \(number(size.width)) × \(number(size.height)) “\(title)”"
    return ([head] + items.flatMap { $0.dump(indent: "  ") }).joined(separator: "\n") + "\n"
  }
}

extension SceneItem {
  fileprivate func dump(indent: String) -> [String] {
    switch self {
    case .path(let path): [indent + path.dump]
    case .marker(let marker): [indent + marker.dump]
    case .text(let text): [indent + text.dump]
    case .group(let group):
      [indent + "group “\(group.name)”" + (group.clip.map { " clip \(numbers($0))" } ?? "")]
        + group.items.flatMap { $0.dump(indent: indent + "  ") }
    }
  }
}

extension ScenePath {
  fileprivate var dump: String {
    let places = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    let line = stroke.map { stroke in
      let dash =
        stroke.dash.isEmpty ? "" : " dash " + stroke.dash.map(number).joined(separator: ",")
      return " stroke \(stroke.color.hex) \(number(stroke.width))\(dash)"
    }
    let area = fill.map { " fill \($0.hex)" }
    return "path \(places)\(isClosed ? " close" : "")\(line ?? "")\(area ?? "")"
  }
}

extension SceneMarker {
  fileprivate var dump: String {
    let kind = isHollow ? "hollow" : "solid"
    return "marker \(kind) \(shape.rawValue) \(number(center.x)),\(number(center.y)) "
      + "size \(number(size)) \(color.hex)"
  }
}

extension SceneText {
  fileprivate var dump: String {
    let face = "\(style.typeface.rawValue) \(number(style.size)) \(style.weight.rawValue)"
    return "text “\(text)” \(numbers(box)) \(face) \(style.color.hex)"
  }
}

private func number(_ value: Double) -> String { NumberText.exact(rounded(value)) }

private func numbers(_ rect: Rect) -> String {
  [rect.x, rect.y, rect.width, rect.height].map(number).joined(separator: " ")
}
