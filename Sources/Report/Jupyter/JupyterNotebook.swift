import Core
import Foundation

/// A notebook of nbformat 4.5, as Jupyter keeps it in an `.ipynb` file.
///
/// Nothing in it changes by itself: no execution counts, no times, ids that are given. The format:
/// https://nbformat.readthedocs.io/en/latest/format_description.html
public struct JupyterNotebook: Sendable, Equatable {
  /// Readers show it as the notebook's name.
  public var title: String
  public var cells: [JupyterCell]

  public init(title: String, cells: [JupyterCell]) {
    self.title = title
    self.cells = cells
  }

  /// The file's bytes, the same as Jupyter writes when it saves the notebook.
  public var data: Data { Data((JupyterJSON.text(json) + "\n").utf8) }

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
public struct JupyterCell: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case markdown
    case code(outputs: [JupyterOutput])
  }

  /// 1 to 64 letters, digits, hyphens and underscores; unique in a notebook.
  public var id: String
  public var kind: Kind
  public var source: String
  /// Words that tools find the cell by.
  public var tags: [String]
  /// Whether JupyterLab folds the source until the reader opens it.
  public var hidesSource: Bool

  public init(
    id: String, kind: Kind, source: String, tags: [String] = [], hidesSource: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.source = source
    self.tags = tags
    self.hidesSource = hidesSource
  }

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
public struct JupyterOutput: Sendable, Equatable {
  /// Text by MIME type; bytes (`image/png`) in base64.
  public var forms: [String: String]
  public var metadata: JSONValue

  public init(forms: [String: String], metadata: JSONValue = [:]) {
    self.forms = forms
    self.metadata = metadata
  }

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
