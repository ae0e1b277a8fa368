import Core
import Foundation
import GRDB

/// SQLite's errors in words that a user can act on.
enum StoreFault {
  /// Runs `body`; an error of SQLite comes out as a `Fault`.
  static func mapped<Value>(_ url: URL, _ words: StoreWords, _ body: () throws -> Value)
    throws -> Value
  {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw fault(error, at: url, words)
    } catch let error where error is RowDecodingError || error is DecodingError {
      throw Fault("the store is damaged", at: url.path, found: "\(error)", hint: words.damaged)
    }
  }

  private static func fault(_ error: DatabaseError, at url: URL, _ words: StoreWords) -> Fault {
    let (what, hint) = explanation(error.resultCode, words)
    return Fault(what, at: url.path, found: error.message ?? "\(error.resultCode)", hint: hint)
  }

  private static func explanation(
    _ code: ResultCode, _ words: StoreWords
  ) -> (what: String, hint: String?) {
    switch code {
    case .SQLITE_NOTADB:
      ("the file is not a database", "choose another path, or delete the file")
    case .SQLITE_CORRUPT:
      ("the store is damaged", words.damaged)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
      ("the store cannot be opened", "check that you may write to the file and its folder")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      ("another process holds the store", "wait until it has finished, and try again")
    case .SQLITE_FULL, .SQLITE_IOERR:
      ("the store cannot be written", "free some space on this disk; nothing was changed")
    case .SQLITE_CONSTRAINT:
      ("the store refuses a value", "this is an error in the program: the loader let it through")
    default:
      ("the store failed", nil)
    }
  }
}
