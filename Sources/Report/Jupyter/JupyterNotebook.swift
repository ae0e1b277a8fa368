import Core
import Foundation

/// A notebook of nbformat 4.5, as Jupyter keeps it in an `.ipynb` file.
///
/// Nothing in it changes by itself: no execution counts, no times, ids that are given. The format:
/// https://nbformat.readthedocs.io/en/latest/format_description.html
struct JupyterNotebook: Sendable, Equatable {
  /// Readers show it as the notebook's name.
  var title: String
  var cells: [JupyterCell]

  /// The file's bytes, the same as Jupyter writes when it saves the notebook.
  var data: Data { Data((JupyterJSON.text(json) + "\n").utf8) }

  /// Everything that readers see as Markdown: prose, captions, and tables.
  var markdown: String {
    cells.flatMap { cell -> [String] in
      switch cell.kind {
      case .markdown: [cell.source]
      case .code(let outputs): outputs.compactMap { $0.forms["text/markdown"] }
      }
    }.joined(separator: "\n\n")
  }

  var json: JSONValue {
    [
      "cells": .array(cells.map(\.json)),
      "metadata": [
        "kernelspec": ["display_name": "Swift", "language": "swift", "name": "swift"],
        "language_info": [
          "file_extension": ".swift", "mimetype": "text/x-swift", "name": "swift",
        ],
        "title": .string(title),
      ],
      "nbformat": 4, "nbformat_minor": 5,
    ]
  }
}

/// A cell of a notebook: prose, or code with what it made.
struct JupyterCell: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case markdown
    case code(outputs: [JupyterOutput])
  }

  /// 1 to 64 letters, digits, hyphens and underscores; unique in a notebook.
  var id: String
  var kind: Kind
  var source: String
  /// Words that tools find the cell by.
  var tags: [String] = []
  /// Whether JupyterLab folds the source until the reader opens it.
  var hidesSource = false

  var json: JSONValue {
    var fields: [String: JSONValue] = [
      "id": .string(id), "metadata": metadata, "source": JupyterJSON.lines(source),
    ]
    switch kind {
    case .markdown: fields["cell_type"] = "markdown"
    case .code(let outputs):
      fields["cell_type"] = "code"
      fields["execution_count"] = nil as JSONValue
      fields["outputs"] = .array(outputs.map(\.json))
    }
    return .object(fields)
  }

  private var metadata: JSONValue {
    var fields: [String: JSONValue] = [:]
    if hidesSource { fields["jupyter"] = ["source_hidden": true] }
    if !tags.isEmpty { fields["tags"] = .array(tags.map { .string($0) }) }
    return .object(fields)
  }
}

/// Something that a code cell shows, in several forms: readers show the richest that they can.
struct JupyterOutput: Sendable, Equatable {
  /// Text by MIME type; bytes (`image/png`) in base64.
  var forms: [String: String]
  var metadata: JSONValue = [:]

  var json: JSONValue {
    [
      "data": .object(
        Dictionary(uniqueKeysWithValues: forms.map { ($0, Self.content($1, of: $0)) })),
      "metadata": metadata, "output_type": "display_data",
    ]
  }

  /// Texts are kept by line, as Jupyter does; base64 is one long line.
  private static func content(_ text: String, of type: String) -> JSONValue {
    type.hasPrefix("text/") || type == "image/svg+xml" ? JupyterJSON.lines(text) : .string(text)
  }
}

/// JSON laid out as Jupyter lays out its files: keys sorted, an indentation of one space, one item per
/// line, so that a notebook that is opened and saved again shows no difference.
enum JupyterJSON {
  static func text(_ value: JSONValue) -> String {
    var writer = Writer()
    writer.write(value, indent: 0)
    return writer.text
  }

  /// A text as the list of its lines, each with its line feed.
  static func lines(_ text: String) -> JSONValue {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
    lines[lines.count - 1].removeLast()
    if lines.last == "" { lines.removeLast() }
    return .array(lines.map { .string(String($0)) })
  }

  private struct Writer {
    var text = ""

    mutating func write(_ value: JSONValue, indent: Int) {
      switch value {
      case .null: text += "null"
      case .bool(let bool): text += bool ? "true" : "false"
      case .integer(let number): text += "\(number)"
      case .number(let number): text += "\(number)"
      case .string(let string): quote(string)
      case .array(let items):
        group("[", "]", items, indent) { $0.write($1, indent: indent + 1) }
      case .object(let fields):
        let sorted = fields.sorted {
          $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars)
        }
        group("{", "}", sorted, indent) {
          $0.quote($1.key)
          $0.text += ": "
          $0.write($1.value, indent: indent + 1)
        }
      }
    }

    private mutating func group<Item>(
      _ open: String, _ close: String, _ items: [Item], _ indent: Int,
      _ write: (inout Writer, Item) -> Void
    ) {
      text += open
      for (index, item) in items.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += String(repeating: " ", count: indent + 1)
        write(&self, item)
      }
      if !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
      text += close
    }

    private mutating func quote(_ string: String) { text += JSONValue.string(string).description }
  }
}
