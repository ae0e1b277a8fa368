import Core
import Foundation
import Synchronization

/// What the preview's page is told: which build it shows, and what is wrong with the next one.
public final class PreviewStatus: Sendable {
  /// What did not work, and what was said.
  public struct Problem: Sendable, Equatable {
    public var what: String
    public var message: String
  }

  private struct State {
    var count = 0
    var digest = ""
    var work: String?
    var problems: [Problem] = []
    var notes: [String] = []
  }

  private let state = Mutex(State())

  public init() {}

  /// A text that changes with each finished build.
  public var version: String { state.withLock { "\($0.count)-\($0.digest)" } }
  /// What is wrong now.
  public var problems: [Problem] { state.withLock { $0.problems } }

  /// Something is under way: what is said of it.
  func begin(_ work: String) { state.withLock { $0.work = work } }

  /// It has ended.
  /// - Parameter digest: of the report that was published; nil where the last one stays
  func end(digest: String?, problems: [Problem], notes: [String] = []) {
    state.withLock { state in
      state.work = nil
      (state.problems, state.notes) = (problems, notes)
      guard let digest else { return }
      state.count += 1
      state.digest = String(digest.prefix(12))
    }
  }

  /// For the page: version, what is under way, what is wrong.
  var json: JSONValue {
    state.withLock { state in
      .object([
        "version": .string("\(state.count)-\(state.digest)"),
        "working": state.work.map { .string($0) } ?? .null,
        "problems": .array(
          state.problems.map {
            .object([
              "what": .string($0.what),
              "message": .string(VisibleText.of($0.message, keepingLines: true)),
            ])
          }),
        "notes": .array(state.notes.map { .string($0) }),
      ])
    }
  }
}
