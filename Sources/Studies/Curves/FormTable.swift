import Notebook
import Report
import Statistics

extension CurveStudy {
  /// Columns of a table of forms: ΔAICc under a header, leave-one-out error, leave-one-family-out error.
  public func columns(_ header: String) -> [Column<CurveForm>] {
    [
      column(header, ".1", \.deltaAICc), column("LOO", ".4", \.leaveOneOutRMSE),
      column("LOFO", ".4", \.leaveOneGroupOutRMSE),
    ]
  }

  private func column(
    _ header: String, _ format: CellLook, _ value: @escaping (ComparisonRow) -> Double?
  ) -> Column<CurveForm> {
    Column(header) { form in
      let row = try comparison.row(form.name)
      return value(row)?.cell(format, sources)
        ?? .missing(reason: row.outcome.reason ?? "no refit")
    }
  }

  /// Why forms have no fit, as `form on task: reason`.
  public func reasons(task: String) -> [String] {
    let limits = comparison.limits
    return (limits.refused + limits.failed).map { "\($0.form) on \(task): \($0.reason)" }
  }
}
