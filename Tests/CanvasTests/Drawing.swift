import Canvas
import Foundation

/// A drawing that uses most of what a canvas can do.
func drawSample(_ canvas: Canvas) throws {
  canvas.fill(Rect(x: 5, y: 5, width: 40, height: 20), Color(hex: 0x0299FD, alpha: 0.2))
  canvas.line(
    from: Point(x: 0, y: 50), to: Point(x: 100, y: 50),
    Stroke(.black, width: 0.5, dash: [3, 2], cap: .round))
  canvas.isolated {
    canvas.clip(to: Rect(x: 50, y: 0, width: 20, height: 100))
    canvas.circle(center: Point(x: 50, y: 30), radius: 10)
    canvas.fill(Color(hex: 0xFF5692), keepsPath: true)
    canvas.stroke(Stroke(.black, width: 1))
  }
  let style = TextStyle(.sans, 9, color: Color(hex: 0x32406F))
  let runs = [TextRun("α ≤ 24:1 ", style), TextRun("linked", style, link: "https://example.org/")]
  try TextLayout(runs).draw(on: canvas, at: Point(x: 5, y: 60), halo: Stroke(.white, width: 2))
}

let sampleSize = Size(width: 120, height: 90)

/// 1 July 2026, noon, in UTC.
let sampleDate = Date(timeIntervalSince1970: 1_782_907_200)

/// Runs a program of the system on a file of these bytes. `nil` when it is not installed.
func runTool(_ name: String, _ arguments: [String], on data: Data) throws -> (
  status: Int32, output: String
)? {
  let path = "/usr/bin/\(name)"
  guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
  let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).pdf")
  try data.write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments.map { $0 == "FILE" ? file.path : $0 }
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

func hasTool(_ name: String) -> Bool {
  FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)")
}
