import Core
import Testing
import TestSupport

@testable import Importers
@testable import Results

@Suite struct WideCSVImporterTests {
  static let fuzzSeeds = [
    ImportSample("wide-csv", "gla_losses.csv", plain),
    ImportSample("wide-csv", "metrics.csv", lightning),
    ImportSample("wide-csv", "german.csv", semicolons),
    ImportSample("wide-csv", "excel.txt", bytes: utf16(plain, isBigEndian: false)),
    ImportSample("wide-csv", "run-gla-tag-loss.csv", download),
    ImportSample("wide-csv", "long.csv", tagged),
  ]

  static let plain = """
    step,train_loss,val loss,note
    0,10.5,10.25,start
    250,5.5,,
    500,4.25,4.5,

    """

  static let lightning = """
    epoch,step,train_loss,val_accuracy
    0,49,9.5,
    0,99,8.25,
    0,99,,0.125

    """

  static let semicolons = "Iteration;train_loss;lr\r\n10;5,25;1e-3\r\n20;4,5;0,0005\r\n"

  static let download =
    "Wall time,Step,Value\n1764500000.5,10,9.5\n1764500012.5,20,NaN\n1764500013,30,8.5\n"

  static let tagged = """
    run,tag,step,value
    gla,train/loss,1,2.5
    gla,val/loss,1,2.75
    gdn,train/loss,1,3.5

    """

  private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  @Test func aTableOfLosses() throws {
    let file = try Imported("gla-340M_losses.csv", Self.plain)
    #expect(file.format == "wide-csv" && file.points[0].run == "gla-340M")
    #expect(
      file.pointLines == [
        "train_loss 0 10.5", "val loss 0 10.25", "train_loss 250 5.5", "train_loss 500 4.25",
        "val loss 500 4.5",
      ])
    #expect(file.summary.warnings == ["note: values that are not numbers are left out (line 2)"])
  }

  @Test func lightningsMetricsAreCalledByTheirFolder() throws {
    let file = try Imported("gla-340M/version_3/metrics.csv", Self.lightning)
    #expect(file.points[0].run == "gla-340M/version_3")
    #expect(
      file.pointLines == ["train_loss 49 9.5", "train_loss 99 8.25", "val_accuracy 99 0.125"])
    #expect(
      file.summary.warnings == ["the column epoch is left out, since another column tells the step"]
    )
  }

  @Test func semicolonsComeWithDecimalCommas() throws {
    let file = try Imported("german.csv", Self.semicolons)
    #expect(
      file.pointLines == ["train_loss 10 5.25", "lr 10 0.001", "train_loss 20 4.5", "lr 20 0.0005"])
    #expect(file.summary.warnings.count == 1)
    #expect(try Imported("a.tsv", "step\tloss\n1\t2.5\n").pointLines == ["loss 1 2.5"])
  }

  @Test(arguments: [true, false]) func spreadsheetsWriteUTF16(_ isBigEndian: Bool) throws {
    let text = Self.plain.replacing("val loss", with: "π 😀")
    let file = try Imported("a.csv", bytes: Self.utf16(text, isBigEndian: isBigEndian))
    #expect(file.values("π 😀") == [10.25, 4.5] && file.values("train_loss").count == 3)
    let cut = Self.utf16(text, isBigEndian: isBigEndian).dropLast()
    #expect(
      try fault { try Imported("a.csv", bytes: cut) }.what
        == "the UTF-16 text ends in the middle of a character")
    let lone = Self.utf16("step,loss\n", isBigEndian: true) + [0xD8, 0x00, 0x00, 0x31]
    #expect(try fault { try Imported("a.csv", bytes: lone) }.what == "the text is not valid UTF-16")
    #expect(try Imported("a.csv", "\u{FEFF}step,loss\n1,2\n").pointLines == ["loss 1 2.0"])
  }

  @Test func aDownloadOfTensorBoardHasItsNamesInItsName() throws {
    let file = try Imported("run-gla_340M-tag-train_loss (1).csv", Self.download)
    #expect(file.format == "wide-csv" && file.points[0].run == "gla_340M")
    #expect(file.pointLines == ["train_loss 10 9.5", "train_loss 30 8.5"])
    #expect(file.summary.warnings.count == 1)
    let renamed = try Imported("gla/run/loss.csv", Self.download)
    #expect(renamed.points[0].run == "gla" && renamed.points[0].series == "loss")
    #expect(renamed.summary.warnings[0].hasPrefix("the file's name is not run-NAME-tag-TAG.csv"))
    #expect(try Imported("gla/run-.-tag-loss.csv", Self.download).points[0].run == "gla")
  }

  @Test func columnsMayNameRunAndSeries() throws {
    let file = try Imported("long.csv", Self.tagged)
    #expect(file.points.map(\.run) == ["gla", "gla", "gdn"])
    #expect(file.pointLines == ["train/loss 1 2.5", "val/loss 1 2.75", "train/loss 1 3.5"])
    let split = try Imported("s.csv", "step,split,loss\n1,train,2.5\n1,val,2.75\n")
    #expect(split.pointLines == ["train/loss 1 2.5", "val/loss 1 2.75"])
  }

  /// What the run logged of steps 20 to 40 before it was resumed at step 20 is void, told again or not.
  @Test func aResumedRunTellsTheTruthLater() throws {
    let text = "step,loss,val_loss\n10,5,\n20,4,\n30,9,\n40,8,8.5\n20,4.5,\n30,3.5,\n30,3,\n"
    let file = try Imported("a.csv", text)
    #expect(file.pointLines == ["loss 10 5.0", "loss 20 4.5", "loss 30 3.5"])
    #expect(
      file.summary.warnings == [
        "the run went back to an earlier step: what it logged before of later steps is left out (4 times, first: line 3)",
        "loss: a second value at one step is left out (line 8)",
      ])
    let history = "_step,loss,global_step\n0,5,10\n1,4,20\n2,6,10\n"
    #expect(try Imported("h.csv", history).pointLines == ["loss 10 6.0"])
  }

  @Test func epochsAreStepsWhereThereIsNoOther() throws {
    let file = try Imported("keras.csv", "epoch,loss,val_loss\n0,2.5,2.75\n1,2.25,2.5\n")
    #expect(file.values("val_loss") == [2.75, 2.5])
    #expect(file.summary.warnings == ["no column tells steps, so the steps are epochs"])
  }

  @Test func theBestNameIsTheStep() throws {
    let file = try Imported("a.csv", "iter,Global Step,loss\n1,100,2.5\n")
    #expect(file.pointLines == ["iter 100 1.0", "loss 100 2.5"])
  }

  @Test(arguments: ["step,loss\n", "step,loss\n0.5,2\n", "step,loss\n1,\n", "step,time\n1,2\n"])
  func aTableWithoutValuesIsRefused(_ text: String) throws {
    #expect(
      try fault { try Imported("a.csv", text) }.what == "no value of the file can be imported")
  }

  @Test(arguments: ["a,b\n1,2\n", "step\n1\n", "steps taken,loss\n1,2\n", "x,epoch\n1,2\n"])
  func otherTablesAreNotTaken(_ text: String) throws {
    #expect(try fault { try Imported("a.csv", text) }.what == "this file is of no known format")
  }

  @Test func theNamesOfThePathAreTheContext() throws {
    let folder = try TemporaryFolder()
    func context(_ name: String, _ text: String) throws -> String {
      let url = folder.url.appendingPathComponent(name)
      try AtomicFile.write(text, to: url)
      let file = try ImportFile(url)
      return try ImporterRegistry.importer(for: file).context(of: file)
    }
    #expect(try context("a.csv", Self.plain) == "a")
    #expect(try context("run-a-tag-b.csv", Self.download) == "a\nb")
    #expect(try context("h_history.csv", WandbImporterTests.table) == "h")
    #expect(try context("c.csv", WandbImporterTests.chart).isEmpty)
    #expect(try context("d-summary.json", WandbImporterTests.summary) == "d")
    #expect(try context("runs.csv", RunsTableTests.runs).isEmpty)
  }
}
