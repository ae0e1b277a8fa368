import Core

extension Manifest {
  /// Checks what the types of the values cannot say.
  func check(path: String) throws {
    var seen: Set<String> = []
    for entry in files {
      do {
        try entry.check()
      } catch let fault as Fault {
        throw fault.located(at: "\(path): \(entry.file)")
      }
      guard seen.insert(entry.file).inserted else {
        throw Fault("the file is listed twice", at: "\(path): \(entry.file)")
      }
    }
  }
}

extension Manifest.Entry {
  fileprivate func check() throws {
    try checkPath()
    let isHash = sha256.count == 64 && sha256.allSatisfy { "0123456789abcdef".contains($0) }
    guard isHash || sha256.isEmpty else {
      throw Fault(
        "sha256 is not a SHA-256", expected: "64 hexadecimal digits in lower case, or nothing",
        found: sha256, hint: sealHint)
    }
    guard rows >= 0 else { throw Fault("rows is negative", found: "\(rows)") }
    guard !title.isEmpty else { throw Fault("title is empty") }
    guard [.references, .runs, .speeds].contains(kind) || !citation.isEmpty else {
      throw Fault("citation is empty")
    }
    try checkObservations()
  }

  private func checkPath() throws {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let strange = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    guard !strange else {
      throw Fault("file is not a path inside the data folder", found: "\"\(file)\"")
    }
  }

  private func checkObservations() throws {
    let isObservations = kind == .observations
    guard (ratioConvention != nil) == isObservations else {
      throw Fault(
        isObservations
          ? "ratio_convention is missing" : "only observations have a ratio_convention",
        expected: RatioConvention.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard units.isEmpty != isObservations else {
      throw Fault(isObservations ? "units is missing or empty" : "only observations have units")
    }
    for (label, text) in fractions.sorted(by: { $0.key < $1.key }) {
      guard StrictNumber.ratio(text) != nil else {
        throw Fault(
          "fractions of \"\(label)\" is not a fraction", expected: "two whole numbers, like 1/8",
          found: text)
      }
    }
  }
}

/// What to do after a change of a data file that is meant.
let sealHint =
  "if the change is meant, seal the data folder: that writes hashes and row counts anew"
