import Foundation

/// A headless Chromium that a test drives over its own protocol (DevTools), by a pair of pipes.
///
/// There is one page. What it logs, throws or asks the network for is kept for the test to look at.
public final class Browser {
  /// Why there is no browser, for tests that say so when they skip.
  public struct Missing: Error, CustomStringConvertible {
    public var description: String
  }

  /// What the page said that it should not have: errors, exceptions, refused scripts.
  public private(set) var complaints: [String] = []
  /// What it asked for, beyond its own file.
  public private(set) var requests: [String] = []
  private let pipe: DevToolsPipe
  private var session = ""
  private var lastID = 0
  private var events: [String: Int] = [:]

  /// The browser's program, or nil where none is installed.
  public static let program: String? =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  public init(width: Int = 1280, height: Int = 900) throws {
    guard let program = Self.program else {
      throw Missing(description: "no Chromium; `make setup` installs it on Debian")
    }
    pipe = try DevToolsPipe(program: program, size: (width, height))
    let target = try call("Target.createTarget", ["url": "about:blank"])
    let attached = try call(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
    session = attached["sessionId"] as? String ?? ""
    for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
  }

  /// Shows a page and waits until it is loaded.
  public func open(_ url: URL) throws {
    let before = events["Page.loadEventFired", default: 0]
    try call("Page.navigate", ["url": url.absoluteString])
    while events["Page.loadEventFired", default: 0] == before {
      note(try pipe.receive(within: 60))
    }
    _ = try evaluate("document.fonts.ready.then(() => true)")
  }

  /// Shows `html` from a file in a folder of its own.
  public func show(_ html: String) throws {
    let folder = pipe.folder.appendingPathComponent("page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("report.html")
    try Data(html.utf8).write(to: file)
    try open(file)
  }

  /// What an expression of the page gives; promises are waited for.
  @discardableResult
  public func evaluate(_ script: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true])
    if let details = answer["exceptionDetails"] as? [String: Any] {
      throw Missing(description: "the script failed: \(details)")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// Presses and lets go of a key: `Tab`, `ArrowRight`, `Enter`.
  public func press(_ key: String) throws {
    let codes = ["Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39]
    for type in ["keyDown", "keyUp"] {
      try call(
        "Input.dispatchKeyEvent",
        ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": codes[key] ?? 0])
    }
  }

  /// Moves the pointer to the middle of the first element that `selector` finds.
  public func point(at selector: String) throws {
    let box = try evaluate(
      """
      (() => { const box = document.querySelector(\(selector.quoted)).getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2]; })()
      """)
    let place = (box as? [Any])?.compactMap { ($0 as? NSNumber)?.doubleValue } ?? [0, 0]
    try call("Input.dispatchMouseEvent", ["type": "mouseMoved", "x": place[0], "y": place[1]])
  }

  /// Whether scripts run on the pages that are opened next.
  public func setScripts(enabled: Bool) throws {
    try call("Emulation.setScriptExecutionDisabled", ["value": !enabled])
  }

  /// A picture of what is shown, as PNG.
  public func screenshot() throws -> Data {
    let answer = try call("Page.captureScreenshot", ["format": "png"])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  /// Calls a method of the protocol.
  @discardableResult
  public func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    if !session.isEmpty { message["sessionId"] = session }
    try pipe.send(message)
    while true {
      let answer = try pipe.receive(within: 60)
      guard answer["id"] as? Int == lastID else {
        note(answer)
        continue
      }
      if let error = answer["error"] { throw Missing(description: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// Keeps what an event says.
  private func note(_ event: [String: Any]) {
    guard let name = event["method"] as? String else { return }
    events[name, default: 0] += 1
    let facts = event["params"] as? [String: Any] ?? [:]
    switch name {
    case "Runtime.exceptionThrown": complaints.append("\(facts)")
    case "Runtime.consoleAPICalled":
      if ["error", "warning", "assert"].contains(facts["type"] as? String) {
        complaints.append("\(facts)")
      }
    case "Log.entryAdded":
      let entry = facts["entry"] as? [String: Any]
      if ["error", "warning"].contains(entry?["level"] as? String) {
        complaints.append("\(facts)")
      }
    case "Network.requestWillBeSent":
      let url = (facts["request"] as? [String: Any])?["url"] as? String ?? ""
      if !url.hasPrefix("file:") && !url.hasPrefix("data:") { requests.append(url) }
    default: break
    }
  }
}

extension String {
  /// As a string of JavaScript.
  var quoted: String {
    let data = (try? JSONSerialization.data(withJSONObject: [self])) ?? Data()
    return String(decoding: data, as: UTF8.self).dropFirst().dropLast().description
  }
}
