import Report
import Statistics

extension CurveStudy {
  /// A form's cells in a table of forms: ΔAICc, leave-one-out error, leave-one-family-out error.
  public func cells(of form: CurveForm) throws -> [Table.Cell] {
    let row = try comparison.row(form.name)
    let numbers = [
      (row.deltaAICc, 1), (row.leaveOneOutRMSE, 4), (row.leaveOneGroupOutRMSE, 4),
    ]
    return numbers.map { value, decimals in
      value.map { .computed($0, decimals, sources: observations.provenance) }
        ?? .missing(reason: row.outcome.reason ?? "no refit")
    }
  }

  /// Why forms have no fit, as `form on task: reason`.
  public func reasons(task: String) -> [String] {
    let limits = comparison.limits
    return (limits.refused + limits.failed).map { "\($0.form) on \(task): \($0.reason)" }
  }
}
