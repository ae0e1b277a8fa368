import Foundation
import Testing

@testable import Lab

@Suite("Parity with FLA") struct ParityTests {
  private static let folder = Bundle.module.resourceURL!.appendingPathComponent("Golden")

  @Test("the project's own copies of golden cases pass")
  func copies() throws {
    let cases = try GoldenCase.all(in: Self.folder)
    #expect(cases.count == 5)
    for url in cases {
      let result = ParityCheck.run(url)
      #expect(result.pass, "\(result)")
      #expect(result.logits != nil && result.longLogits != nil && result.worstGradient != nil)
    }
  }

  @Test("a parameter that is off by a little fails")
  func negativeControl() throws {
    let url = Self.folder.appendingPathComponent("gla.json")
    let golden = try GoldenCase(json: url)
    var tensors = golden.tensors
    let name = "param.model.layers.0.attn.gk_proj.1.bias"
    var values = try #require(tensors.tensors[name]?.floats)
    values[0] += 0.01
    tensors.tensors[name] = Safetensors.Tensor(values, shape: [values.count])
    let changed = GoldenCase(
      name: "changed", config: golden.config, loss: golden.loss, tensors: tensors, note: nil)
    #expect(try ParityCheck.compare(changed).pass == false)
  }

  @Test("a folder without cases is a fault") func empty() {
    #expect(throws: (any Error).self) {
      try GoldenCase.all(in: URL(fileURLWithPath: "/nonexistent"))
    }
  }

  @Test("every case of INTERLEAVE_GOLDEN passes, where it names a folder")
  func others() throws {
    guard let path = ProcessInfo.processInfo.environment["INTERLEAVE_GOLDEN"] else {
      print("INTERLEAVE_GOLDEN is not set: only the project's own cases were compared")
      return
    }
    for url in try GoldenCase.all(in: URL(fileURLWithPath: path)) {
      let result = ParityCheck.run(url)
      #expect(result.pass, "\(result)")
    }
  }
}
