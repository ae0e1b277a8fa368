import Report

/// An analysis that has nothing to show before runs are trained, and what stands in its place until then.
package struct Placeholder {
  package let analysis: String
  /// The profile whose runs it shows.
  package let profile: String
  /// Whether some of the runs have a result.
  package let isBegun: Bool
  package let title: String

  package init(analysis: String, profile: String, isBegun: Bool, title: String) {
    (self.analysis, self.profile) = (analysis, profile)
    (self.isBegun, self.title) = (isBegun, title)
  }

  package var section: Section {
    let state = isBegun ? "Not all of these runs are trained yet" : "These runs are not trained yet"
    let text = """
      **\(state).** This is the first edition of the report. It is published before the runs of the \
      profile `\(profile)` are trained, so this section has no results. `interleave reproduce` trains them \
      next and then publishes the report again, with this section in full. If it was stopped, the same command \
      resumes the training.
      """
    return Section(
      id: analysis, title: title, blocks: [.prose(Prose(text, file: analysis, line: 1))])
  }
}
