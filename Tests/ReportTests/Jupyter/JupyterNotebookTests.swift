import Core
import Foundation
import Testing

@testable import Report

@Suite struct JupyterNotebookTests {
  @Test func aNotebookIsLaidOutAsJupyterSavesIt() {
    let output = JupyterOutput(forms: ["text/plain": "é\n\"b\"", "image/png": "QUJD\n"])
    let notebook = JupyterNotebook(
      title: "T",
      cells: [
        JupyterCell(id: "a", kind: .markdown, source: "# T\n\nWords\n"),
        JupyterCell(
          id: "b", kind: .code(outputs: [output]), source: "", tags: ["x"], hidesSource: true),
      ])
    #expect(String(decoding: notebook.data, as: UTF8.self) == Self.expected)
  }

  @Test func controlCharactersAreEscaped() {
    #expect(
      JupyterJSON.text(.string("\u{1}\u{1F}\t\r\u{8}\u{C}\\/\u{7F}"))
        == #""\u0001\u001f\t\r\b\f\\/"# + "\u{7F}\"")
  }

  @Test(arguments: ["", "a", "a\n", "\n", "a\n\nb", "\r\na\u{2028}\n"])
  func linesJoinToTheText(_ text: String) throws {
    let data = Data(JupyterJSON.text(JupyterJSON.lines(text)).utf8)
    #expect(try JSONDecoder().decode([String].self, from: data).joined() == text)
  }

  private static let expected = """
    {
     "cells": [
      {
       "cell_type": "markdown",
       "id": "a",
       "metadata": {},
       "source": [
        "# T\\n",
        "\\n",
        "Words\\n"
       ]
      },
      {
       "cell_type": "code",
       "execution_count": null,
       "id": "b",
       "metadata": {
        "jupyter": {
         "source_hidden": true
        },
        "tags": [
         "x"
        ]
       },
       "outputs": [
        {
         "data": {
          "image/png": "QUJD\\n",
          "text/plain": [
           "é\\n",
           "\\"b\\""
          ]
         },
         "metadata": {},
         "output_type": "display_data"
        }
       ],
       "source": []
      }
     ],
     "metadata": {
      "kernelspec": {
       "display_name": "Swift",
       "language": "swift",
       "name": "swift"
      },
      "language_info": {
       "file_extension": ".swift",
       "mimetype": "text/x-swift",
       "name": "swift"
      },
      "title": "T"
     },
     "nbformat": 4,
     "nbformat_minor": 5
    }

    """
}
