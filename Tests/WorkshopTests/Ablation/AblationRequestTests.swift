import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Studies
@testable import Workshop

@Suite struct AblationRequestTests {
  private func profile(
    _ changes: [String], family: String = "gla", layout: String = "3:1", seeds: Int = 2,
    base: String = "smoke", name: String? = nil
  ) throws -> Profile {
    let request = AblationRequest(
      base: base, family: family, layout: layout, changes: changes, seeds: seeds, name: name)
    return try Profile(json: request.profile(), at: "the ablation") {
      try Profile.named($0, in: NotebookFixture.project)
    }
  }

  @Test func aQuestionIsAProfile() throws {
    let profile = try profile(["interleave_gate=learned,fixed,off", "use_short_conv=false,true"])
    #expect(profile.name == "gla-interleave-gate-use-short-conv")
    #expect(profile.seeds == [1, 2])
    #expect(
      profile.comparisons.map { $0.variants.map(\.name) } == [
        ["learned", "fixed", "off"], ["false", "true"],
      ])
    let runs = try profile.runs()
    #expect(runs.count == 10)
    #expect(runs.allSatisfy { $0.model.layout == .oneIn(4) })
    #expect(runs[8].model.options["use_short_conv"] == true)
  }

  @Test func familiesGoByTheirMixersNamesToo() throws {
    let base = NotebookFixture.project.profiles.appendingPathComponent("six-layers.json").path
    let profile = try profile(
      ["use_short_conv=true,false"], family: "deltanet", layout: "pure", base: base, name: "My own!"
    )
    #expect(profile.comparisons[0].family == "delta_net")
    #expect(profile.name == "My-own")
    #expect(try profile.runs().count == 4)
  }

  @Test func listsAreValuesAndMayHoldCommas() throws {
    let profile = try profile(["layout=[0],[0,1],pure"])
    #expect(profile.comparisons[0].variants.map(\.name) == ["layers 0", "layers 0 1", "pure"])
  }

  @Test(arguments: [
    ("use_short_conv", "this is not a change"), ("=a,b", "this is not a change"),
    ("use_short_conv=true", "a change needs a baseline and at least one other value"),
    ("use_short_conv=", "a change needs a baseline and at least one other value"),
    ("use_short_conv=true,", "a change needs a baseline and at least one other value"),
  ])
  func whatIsNoChangeIsQuoted(text: String, what: String) throws {
    do {
      _ = try profile([text])
      Issue.record("it was taken")
    } catch let fault as Fault {
      #expect(fault.what == what && fault.found == text)
    }
  }

  @Test func whatCannotBeUsedIsRefused() {
    #expect(throws: Fault.self) { try profile(["steps=1,2"], family: "mamba") }
    #expect(throws: Fault.self) { try profile(["steps=1,2"], layout: "half") }
    #expect(throws: Fault.self) { try profile(["steps=1,2"], seeds: 0) }
    #expect(throws: Fault.self) { try profile(["steps=1,2"], base: "nothing") }
    #expect(throws: Fault.self) { try profile(["colour=red,blue"]).checkModels() }
  }
}
