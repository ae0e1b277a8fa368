import Core
import Foundation
import Notebook

/// Everything that a run of an analysis depends on.
struct RunInputs {
  private let reproduction: Reproduction
  /// What is the same for all analyses of a report.
  private let common: RecordCache.Inputs
  private let hashes: FileHashes

  /// - Parameters:
  ///   - fingerprint: of the store that the analyses read
  ///   - reruns: what they are told of recorded runs that were trained again
  ///   - hashes: those of files that were read before
  init(
    _ reproduction: Reproduction, fingerprint: String, reruns: Data? = nil,
    hashes: FileHashes = FileHashes()
  ) {
    (self.reproduction, self.hashes) = (reproduction, hashes)
    var common = [
      "data": fingerprint,
      // Notebooks read profiles themselves, past the store.
      "profiles": Self.profiles(reproduction.project, hashes),
      "runs": Self.database(reproduction.runs, hashes),
      "results": Self.database(reproduction.results, hashes),
      "machine": Machine.state,
    ]
    if let reruns { common["reruns"] = Digest.sha256(reruns) }
    if !reproduction.trained.isEmpty {
      common["trained profiles"] = reproduction.trained.joined(separator: " ")
    }
    if let file = reproduction.ablations { common["ablations"] = hashes.hash(file.path) ?? "none" }
    self.common = common
  }

  /// The inputs of an analysis.
  func of(_ name: String) -> RecordCache.Inputs {
    let source = reproduction.project.analyses.appendingPathComponent("\(name)/main.swift").path
    let program = reproduction.executables.appendingPathComponent(name).path
    return common.merging([
      "source": hashes.hash(source) ?? "none", "program": hashes.hash(program) ?? "none",
    ]) { $1 }
  }

  private static func profiles(_ project: Project, _ hashes: FileHashes) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: project.profiles.path)) ?? []
    let lines = names.sorted().map { name in
      "\(name) \(hashes.hash(project.profiles.appendingPathComponent(name).path) ?? "none")"
    }
    return Digest.sha256(lines.joined(separator: "\n"))
  }

  /// A database is its file and what is still in its journal; an empty journal holds nothing.
  private static func database(_ url: URL, _ hashes: FileHashes) -> String {
    let empty = Digest.sha256(Data())
    let parts = ["", "-wal"].map { suffix in
      hashes.hash(url.path + suffix).flatMap { $0 == empty ? nil : $0 } ?? "none"
    }
    return Digest.sha256(parts.joined(separator: " "))
  }
}

/// What a file's directory entry says: two equal ones are of a file that was not written in between.
struct FileStamp: Equatable, Codable {
  private let size: Int
  private let inode: UInt64
  /// Modification and change: an editor may set the first, nobody the second.
  private let times: [Int]

  /// Whether the file may have been written within the last seconds: a further write could leave the same
  /// stamp.
  var isFresh: Bool { Double(times[2]) > Date().timeIntervalSince1970 - 2 }

  /// - Returns: nil where there is no plain file.
  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    size = Int(facts.st_size)
    inode = UInt64(facts.st_ino)
    times = [
      facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec,
    ]
  }
}

/// Hashes of files, each computed again only where the file's stamp has changed.
final class FileHashes {
  private struct Entry: Codable {
    var stamp: FileStamp
    var hash: String
  }

  private var known: [String: Entry] = [:]
  private let file: URL?
  private var hasNew = false

  /// - Parameter file: keeps the hashes from one process to the next
  init(keptIn file: URL? = nil) {
    self.file = file
    guard let file, let data = try? InputFile.data(at: file) else { return }
    known = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  /// SHA-256 of a file's bytes; nil where there is no readable plain file.
  func hash(_ path: String) -> String? {
    guard let stamp = FileStamp(path) else {
      known[path] = nil
      return nil
    }
    if let entry = known[path], entry.stamp == stamp { return entry.hash }
    let url = URL(fileURLWithPath: path)
    guard let data = try? InputFile.data(at: url) else { return nil }
    let hash = Digest.sha256(data)
    known[path] = Entry(stamp: stamp, hash: hash)
    hasNew = true
    return hash
  }

  /// Keeps what is known. What cannot be kept is computed again.
  func keep() {
    guard let file, hasNew,
      let data = try? JSONEncoder().encode(known.filter { !$0.value.stamp.isFresh })
    else { return }
    try? AtomicFile.write(data, to: file)
    hasNew = false
  }
}

/// What a program's results depend on besides its own bytes: the same binary may give other bits on another
/// CPU, or with other libraries.
enum Machine {
  /// A hash over the CPU, the shared libraries that this process has loaded (the analyses load the same
  /// ones), and the variables that choose kernels.
  static let state = Digest.sha256(
    (cpu + libraries + variables(ProcessInfo.processInfo.environment)).joined(separator: "\n"))

  /// Model and instruction sets, by which libraries choose among variants of a function.
  private static var cpu: [String] {
    let first = text("/proc/cpuinfo").split(separator: "\n\n", maxSplits: 1).first ?? ""
    return first.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("model name") || $0.hasPrefix("flags") || $0.hasPrefix("Features") }
  }

  private static var libraries: [String] {
    let paths = Set(
      text("/proc/self/maps").split(separator: "\n").compactMap { line in
        line.firstIndex(of: "/").map { String(line[$0...]) }
      })
    return paths.filter { $0.contains(".so") }.sorted().map { path in
      var facts = stat()
      guard stat(path, &facts) == 0 else { return "\(path) gone" }
      return "\(path) \(facts.st_size) \(facts.st_mtim.tv_sec)"
    }
  }

  /// A file of the kernel's. The list of mappings changes with each allocation, so none is made while it is
  /// read: it comes in pieces.
  private static func text(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var length = 0
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.withUnsafeMutableBytes { buffer in
      while length < buffer.count {
        let count = read(file, buffer.baseAddress?.advanced(by: length), buffer.count - length)
        guard count > 0 else { return }
        length += count
      }
    }
    return String(decoding: bytes[..<length], as: UTF8.self)
  }

  static func variables(_ environment: [String: String]) -> [String] {
    let prefixes = ["OPENBLAS_", "INTERLEAVE_CORETYPE", "GLIBC_TUNABLES"]
    return environment.filter { entry in prefixes.contains { entry.key.hasPrefix($0) } }
      .map { "\($0.key)=\($0.value)" }.sorted()
  }
}
