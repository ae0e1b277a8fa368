import Testing
import TestSupport

@Suite struct SealTests {
  let copy: DataCopy

  init() throws { copy = try DataCopy() }

  @Test func leavesASealedFolderAlone() throws {
    let before = try copy.text("manifest.json")
    #expect(try copy.folder.seal().isEmpty)
    #expect(try copy.text("manifest.json") == before)
  }

  @Test func theManifestIsInTheLayoutThatSealingWrites() throws {
    #expect(try copy.folder.manifest().text == copy.text("manifest.json"))
  }

  @Test func takesAChangeThatIsMeant() throws {
    try copy.editField("paper/table7.csv", 2, "value", "0.418")
    try copy.editLine("paper/table7.csv", 26) { _ in nil }
    #expect(try copy.folder.seal() == ["paper/table7.csv"])
    let entry = try copy.folder.manifest().files.first { $0.file == "paper/table7.csv" }
    #expect(entry?.rows == 24)
    _ = try copy.folder.load()
  }

  @Test func takesANewFile() throws {
    var manifest = try copy.folder.manifest()
    var entry = try #require(manifest.files.first { $0.file == "paper/table7.csv" })
    entry.file = "mine.csv"
    entry.sha256 = ""
    manifest.files.append(entry)
    try copy.write("manifest.json", manifest.text)
    try copy.write("mine.csv", copy.text("paper/table7.csv"))
    #expect(try fault { try copy.folder.load() }.expected == "an entry with a hash")
    #expect(try copy.folder.seal() == ["mine.csv"])
    _ = try copy.folder.load()
  }

  @Test func refusesWhatCannotBeRead() throws {
    let before = try copy.text("manifest.json")
    try copy.editField("paper/table7.csv", 2, "value", "NaN")
    #expect(try fault { try copy.folder.seal() }.location == "data/paper/table7.csv:2")
    #expect(try copy.text("manifest.json") == before)
  }
}
