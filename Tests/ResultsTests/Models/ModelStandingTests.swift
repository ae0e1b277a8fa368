import Core
import Testing
import TestSupport

@testable import Published
@testable import Results

@Suite struct ModelStandingTests {
  private let families: [Family]

  init() throws {
    let temporary = try TemporaryFolder()
    families = try filledStore(in: temporary).families()
  }

  private static let name = "m-a-p/1.3B-100B-HGRN2-hybrid-3-1"

  private func config(_ family: String, _ attention: Int, of total: Int) -> ModelStatement {
    ModelStatement(
      .configuration, at: "config.json", family: family, ratioConvention: .stated,
      totalLayers: total, attentionLayers: attention)
  }

  private func standing(_ name: String, _ said: ModelStatement...) -> ModelStanding {
    ModelStanding(name: name, statements: said, families: families)
  }

  private func reason(_ standing: ModelStanding) -> String? {
    if case .unidentified(let reason) = standing { reason } else { nil }
  }

  @Test func aNameThatFollowsThePatternIsEnough() throws {
    let identity = try #require(standing(Self.name).identity)
    #expect(identity.family == "HGRN2" && identity.scale == "1.3B" && identity.ratioLabel == "3:1")
    #expect(identity.origins == [.name] && identity.totalLayers == nil)
  }

  @Test func nothingIsKnownOfAnyOtherName() {
    #expect(reason(standing("mine")) == "nothing says what it is")
  }

  @Test func aConfigurationAddsTheLayersToTheName() throws {
    let identity = try #require(standing(Self.name, config("hgrn2", 8, of: 24)).identity)
    #expect(identity.attentionLayers == 8 && identity.totalLayers == 24)
    #expect(identity.scale == "1.3B" && identity.origins == [.name, .configuration])
    #expect(identity.places == ["config.json"])
  }

  @Test func contradictionsAreNotDecided() {
    let layers = reason(standing(Self.name, config("hgrn2", 6, of: 24)))
    #expect(layers == "its name says 3:1, config.json says 6 of 24 layers")
    let family = reason(standing(Self.name, config("gla", 8, of: 24)))
    #expect(family == "its family is said to be HGRN2 and GLA")
  }

  @Test func aMappingStandsAlone() throws {
    let mapping = ModelStatement(
      .mapping, at: "map.csv:2", family: "GLA", scale: "1B", ratioLabel: "6:1",
      ratioConvention: .linearToFull)
    let identity = try #require(
      standing(Self.name, config("hgrn2", 6, of: 24), mapping).identity)
    #expect(identity.family == "GLA" && identity.attentionFraction == 1.0 / 7)
    #expect(identity.ratioLabel == "7:1" && identity.origins == [.mapping])
  }

  @Test func whatIsNoFamilyOfOursIsNamed() {
    #expect(
      reason(standing("mine", config("nobody", 9, of: 18)))
        == "data/families.csv has no family nobody; a mapping file may name it")
  }

  @Test func aMappingMayNameAFamilyOfTheUsersOwn() throws {
    let mapping = ModelStatement(.mapping, at: "map.csv:2", family: "MyMixer", ratioLabel: "6:1")
    let identity = try #require(standing("mine", mapping).identity)
    #expect(identity.family == "MyMixer" && identity.attentionFraction == 1.0 / 6)
  }

  @Test func aCaveatSpeaksAgainst() {
    var said = config("gla", 4, of: 24)
    said.caveat = "its attention sees 512 tokens only, so it is not full attention"
    #expect(reason(standing("mine", said)) == said.caveat)
  }

  @Test(arguments: [
    (0, "pure"), (1, "24:1"), (8, "3:1"), (24, "full"), (5, "5 of 24"), (12, "2:1"),
  ])
  func labelsAreThoseOfTheCheckpoints(_ attention: Int, _ label: String) throws {
    let identity = try #require(standing("mine", config("gla", attention, of: 24)).identity)
    #expect(identity.ratioLabel == label)
    let model = identity.model(named: "mine")
    #expect(model.attentionFraction == Double(attention) / 24)
  }
}
