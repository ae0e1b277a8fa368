import Foundation
import Testing

@testable import interleave

/// `interleave preview` as a process, asked over a socket, on a checkout of one analysis whose builder is a
/// script.
@Suite(.serialized) struct PreviewCommandTests {
  private let root = FileManager.default.temporaryDirectory
    .appendingPathComponent("previewed-\(UUID().uuidString)")

  private func write(_ text: String, _ path: String, executable: Bool = false) throws {
    let url = root.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
    guard executable else { return }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }

  /// The notebook's own source with a remark at its end.
  private func writeSource(_ remark: String) throws {
    let path = "analyses/costs/main.swift"
    let source = EvidenceRun.root.appendingPathComponent(path)
    try write(String(contentsOf: source, encoding: .utf8) + "// \(remark)\n", path)
  }

  /// The builder makes the analysis `costs` out of the one that was built with the tests, unless the source
  /// says that it is broken.
  private func start() throws -> (process: Process, address: URL) {
    let built = EvidenceRun.executable.deletingLastPathComponent()
    EvidenceRun.lendTypst()
    try write("let analyses = [\n  \"costs\",\n]\n", "Package.swift")
    try writeSource("fine")
    try FileManager.default.copyItem(
      at: EvidenceRun.root.appendingPathComponent("data"), to: root.appendingPathComponent("data"))
    try write(
      """
      #!/bin/sh
      if grep -q broken '\(root.path)/analyses/costs/main.swift'; then
        echo 'main.swift:1:1: error: no' >&2; exit 1
      fi
      cp '\(built.path)/costs' '\(root.path)/bin/costs.new'
      mv '\(root.path)/bin/costs.new' '\(root.path)/bin/costs'
      """, "builder", executable: true)
    try write("", "bin/.keep")
    try FileManager.default.copyItem(
      at: EvidenceRun.executable, to: root.appendingPathComponent("bin/interleave"))
    let process = Process()
    process.executableURL = root.appendingPathComponent("bin/interleave")
    process.arguments = [
      "preview", "--project", root.path, "--port", "0", "--builder", root.path + "/builder",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let address = try #require(URL(string: line.trimmingCharacters(in: .whitespacesAndNewlines)))
    return (process, address)
  }

  private func curl(_ address: URL, _ path: String, _ options: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["curl", "-s", "--max-time", "10", "--path-as-is"] + options
      + [address.absoluteString + path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private func wait(_ seconds: Double = 60, until holds: () throws -> Bool) throws -> Bool {
    let end = ProcessInfo.processInfo.systemUptime + seconds
    while ProcessInfo.processInfo.systemUptime < end {
      if try holds() { return true }
      usleep(100_000)
    }
    return false
  }

  @Test func itFollowsWhatIsSavedAndEndsOnCtrlC() throws {
    let (process, address) = try start()
    defer {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      try? FileManager.default.removeItem(at: root)
    }
    #expect(address.host() == "127.0.0.1")
    #expect(try wait { try curl(address, "version").hasPrefix("1-") })
    #expect(try curl(address, "report.md").contains("<a id="))
    #expect(try curl(address, "").contains("\"preview.js\""))
    let bare = try #require(URL(string: "http://127.0.0.1:\(address.port ?? 0)/"))
    #expect(try curl(bare, "", "-o", "/dev/null", "-w", "%{http_code}") == "403")
    #expect(
      try curl(address, "x/../../Package.swift", "-o", "/dev/null", "-w", "%{http_code}")
        == "404")
    #expect(
      try curl(address, "", "-H", "Host: example.org", "-o", "/dev/null", "-w", "%{http_code}")
        == "403")
    try writeSource("broken")
    #expect(try wait { try curl(address, "status").contains("build of costs") })
    #expect(try curl(address, "version").hasPrefix("1-"))
    try writeSource("fine again")
    #expect(try wait { try curl(address, "status").contains("\"problems\":[]") })
    let table = root.appendingPathComponent("data/paper/table7.csv")
    let text = try String(contentsOf: table, encoding: .utf8)
    try text.replacingOccurrences(of: ",0.417,", with: ",0.418,").write(
      to: table, atomically: true, encoding: .utf8)
    #expect(try wait { try curl(address, "status").contains("interleave seal") })
    #expect(try wait { try !curl(address, "version").hasPrefix("1-") })
    kill(process.processIdentifier, SIGINT)
    #expect(try wait(10) { !process.isRunning })
    #expect(process.terminationStatus == 0)
    #expect(
      !FileManager.default.fileExists(atPath: root.appendingPathComponent("reports").path))
  }
}
