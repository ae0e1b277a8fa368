import Core
import Dispatch
import Foundation
import Synchronization

/// The SHA-256 of a file, or of the members of a run one after another, computed beside the work that reads it.
final class FileDigest: Sendable {
  private struct Cancelled: Error {}

  private let result = Mutex<Result<String, any Error>?>(nil)
  private let isCancelled = Mutex(false)
  private let done = DispatchGroup()

  /// Starts at once.
  init(_ file: ImportFile) {
    DispatchQueue.global().async(group: done) { [self] in
      let outcome = Result { try compute(file) }
      result.withLock { $0 = outcome }
    }
  }

  /// The digest, once it is there.
  /// - Throws: `Fault` where the file cannot be read.
  func wait() throws -> String {
    done.wait()
    guard let outcome = result.withLock({ $0 }) else { throw Cancelled() }
    return try outcome.get()
  }

  /// Stops the work; nobody asks for its result.
  func cancel() { isCancelled.withLock { $0 = true } }

  private func compute(_ file: ImportFile) throws -> String {
    let stream = DigestStream()
    for part in file.members.isEmpty ? [file] : file.members {
      try part.forEachChunk { chunk, _ in
        if isCancelled.withLock({ $0 }) { throw Cancelled() }
        stream.update(chunk)
      }
    }
    return stream.finish()
  }
}
