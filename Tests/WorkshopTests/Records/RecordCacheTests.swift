import Core
import Foundation
import Testing

@testable import Notebook
@testable import Workshop

@Suite struct RecordCacheTests {
  @Test func anEntryCountsOnlyWithAllItsInputs() throws {
    let fixture = try PreviewFixture()
    let cache = RecordCache(folder: fixture.root.appendingPathComponent("records"))
    let base = fixture.root.appendingPathComponent("base.json")
    let record = try Record.read(from: base)
    let inputs = ["source": "a", "data": "b"]
    #expect(cache.answer("toy", inputs) == .stale("not run before"))
    let hash = try cache.keep("toy", base, inputs)
    #expect(cache.answer("toy", inputs) == .record(record, hash: hash))
    #expect(cache.answer("toy", ["source": "a", "data": "c"]) == .stale("data changed"))
    #expect(cache.answer("toy", ["source": "x", "data": "c"]) == .stale("data and source changed"))
    #expect(cache.answer("toy", ["source": "a"]) == .stale("data changed"))
    let file = fixture.root.appendingPathComponent("records/toy.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    // A record that can be read, but is not the one that the entry is of.
    try AtomicFile.write(text.replacingOccurrences(of: "PLACEHOLDER", with: "forged"), to: file)
    #expect(cache.answer("toy", inputs) == .stale("the record kept of it cannot be read"))
  }
}

@Suite struct MachineTests {
  @Test func theVariablesThatChooseKernelsCount() {
    #expect(
      Machine.variables(["OPENBLAS_CORETYPE": "Haswell", "HOME": "/x", "INTERLEAVE_CORETYPE": "a"])
        == ["INTERLEAVE_CORETYPE=a", "OPENBLAS_CORETYPE=Haswell"])
    #expect(Machine.state.count == 64)
  }
}
