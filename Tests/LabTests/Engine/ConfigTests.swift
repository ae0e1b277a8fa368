import Core
import CKernels
import Foundation
import Testing

@testable import Lab

@Suite("Model configuration") struct ConfigTests {
  @Test("FLA's rule for the width of the MLP") func intermediate() {
    #expect(ModelConfig.intermediateSize(hidden: 128, ratio: 4) == 512)
    #expect(ModelConfig.intermediateSize(hidden: 1024, ratio: 4) == 2816)
  }

  @Test("an option that nobody reads is refused by name") func unknown() throws {
    let config = try EngineFixture.config("gla", ["expand_q": 2])
    #expect {
      try LanguageModel(config, sequences: 1, length: 4)
    } throws: { "\($0)".contains("expand_q") }
  }

  @Test("JSON goes there and back") func roundTrip() throws {
    for (type, options) in EngineFixture.variants {
      let config = try EngineFixture.config(type, options)
      let data = try JSONEncoder().encode(config)
      #expect(try JSONDecoder().decode(ModelConfig.self, from: data) == config)
    }
  }

  @Test("layouts: every n-th from the end of its group, and r to one") func layouts() throws {
    func layers(_ layout: StackLayout) throws -> [Int] {
      try layout.attentionLayers(of: 24, at: "test")
    }
    #expect(try layers(.oneIn(3)) == [2, 5, 8, 11, 14, 17, 20, 23])
    #expect(try layers(.linearToFull(3)) == [3, 7, 11, 15, 19, 23])
    for n in [25, 0, -1, Int.max, Int.min] {
      #expect(throws: Fault.self) { try layers(.oneIn(n)) }
      #expect(throws: Fault.self) { try layers(.linearToFull(n == 0 ? 24 : n)) }
    }
  }

  @Test("parameters start as FLA's do") func initial() throws {
    let model = try LanguageModel(
      EngineFixture.config("gated_deltanet", ["num_heads": 64, "head_dim": 4]), sequences: 1,
      length: 4)
    model.initialise(seed: 3)
    func values(_ name: String) throws -> [Float] {
      let p = try #require(model.parameters["model.layers.0.attn.\(name)"])
      return (0..<p.count).map { p.value[$0] }
    }
    let weights = try values("q_proj.weight")
    let sd = (weights.reduce(0) { $0 + $1 * $1 } / Float(weights.count)).squareRoot()
    #expect(abs(sd - 0.02) < 0.001)
    let high = try values("A_log").filter { $0 > 2.7726 }
    #expect(high.isEmpty)
    for bias in try values("dt_bias") {
      let step = log(1 + exp(Double(bias)))
      #expect(step > 0.00099 && step < 0.1001)
    }
    let moved = try values("o_norm.weight").filter { $0 != 1 }
    #expect(moved.isEmpty)
  }
}

@Suite("C kernels") struct KernelTests {
  @Test("exp and log sigmoid are exact to float32") func functions() {
    let xs = stride(from: Float(-100), through: 88, by: 0.037).map { $0 }
    var y = [Float](repeating: 0, count: xs.count)
    ck_exp(&y, xs, xs.count)
    for (x, found) in zip(xs, y) where x > -87 {
      let exact = exp(Double(x))
      #expect(abs(Double(found) - exact) <= 4e-7 * exact, "exp \(x)")
    }
    ck_log_sigmoid(&y, xs, xs.count, 1, xs.count, 1)
    for (x, found) in zip(xs, y) {
      let exact = x < 0 ? Double(x) - log1p(exp(Double(x))) : -log1p(exp(-Double(x)))
      #expect(abs(Double(found) - exact) <= 5e-7 * abs(exact) + 1e-37, "log sigmoid \(x)")
    }
  }

  @Test("a sum of squares is that of Double") func squares() {
    let xs = (0..<1003).map { Float($0) * 0.01 - 5 }
    let exact = xs.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(ck_sum_squares(xs, xs.count) - exact) < 1e-9 * exact)
  }
}

@Suite("Safetensors") struct SafetensorsTests {
  private let file = Safetensors(
    tensors: [
      "a": .init([1.5, -2] as [Float], shape: [2, 1]),
      "ids": .init([3, 4, 5] as [Int32], shape: [3]),
    ], metadata: ["step": "7"])

  @Test("what is written is read") func roundTrip() throws {
    let read = try Safetensors.decode(file.encoded(), at: "memory")
    #expect(read.tensors == file.tensors && read.metadata == file.metadata)
  }

  @Test("a file that is cut anywhere is refused") func cut() throws {
    let data = try file.encoded()
    for count in 0..<data.count {
      #expect(throws: Fault.self) { try Safetensors.decode(data.prefix(count), at: "cut") }
    }
  }

  @Test("headers that lie are refused") func lies() {
    for entry in [
      #"{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}"#,
      #"{"a":{"dtype":"F32","shape":[9223372036854775807,8],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775800,9223372036854775804]}}"#,
    ] {
      var data = Data()
      withUnsafeBytes(of: UInt64(entry.utf8.count).littleEndian) { data.append(contentsOf: $0) }
      data.append(Data(entry.utf8) + Data(repeating: 0, count: 4))
      #expect(throws: Fault.self) { try Safetensors.decode(data, at: "lie") }
    }
  }
}
