import ArgumentParser
import Core
import Results

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Take imported results out of the file of results again.",
    discussion: """
      A file by the path that the import printed: everything that it brought in goes. A model by its name: \
      its values go, from whichever file, and what was said of it. Importing the file again brings it back.
      """)

  @Argument(help: ArgumentHelp("Paths of files, or names of models.", valueName: "file-or-model"))
  var names: [String]

  @OptionGroup var options: ResultsOptions

  func run() throws {
    // Where there is no store, none is made.
    let store = try ResultStore.open(at: ResultStore.openReadOnly(at: options.url).url)
    for name in names {
      let wasFile = try store.forget(path: name)
      let wasModel = try store.forget(model: name)
      guard wasFile || wasModel else {
        throw Fault(
          "the store knows no file and no model of this name", at: options.url.path, found: name,
          hint: "interleave ingest prints the paths of files, interleave list results the models")
      }
      Terminal.print("forgot \(VisibleText.of(name))")
    }
  }
}
