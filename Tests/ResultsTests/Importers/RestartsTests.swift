import Testing

@testable import Importers

@Suite struct RestartsTests {
  @Test func aRestartMakesVoidWhatIsBeforeItAtOrAboveItsStep() {
    var restarts = Restarts()
    #expect(restarts.isValid(5, at: 1))
    let isKept = restarts.note(step: 20, at: 10)
    #expect(isKept)
    #expect(restarts.isValid(19, at: 9))
    #expect(!restarts.isValid(20, at: 9))
    #expect(!restarts.isValid(90, at: 0))
    #expect(restarts.isValid(20, at: 10))
    #expect(restarts.isValid(90, at: 11))
  }

  /// Each position and step is checked against all restarts.
  @Test func manyRestartsAgreeWithThePlainRule() {
    let notes = [(2, 50), (3, 20), (5, 40), (6, 30), (9, 60), (12, 60), (13, 10), (15, 70)]
    var restarts = Restarts()
    for (position, step) in notes { _ = restarts.note(step: step, at: position) }
    for position in 0..<18 {
      for step in stride(from: 0, to: 80, by: 5) {
        let isVoid = notes.contains { $0.0 > position && $0.1 <= step }
        #expect(restarts.isValid(step, at: position) == !isVoid, "\(position) \(step)")
      }
    }
  }

  @Test func thereIsAnEndToHowManyAreKept() {
    var restarts = Restarts()
    for step in 0..<Restarts.limit { _ = restarts.note(step: step, at: step) }
    let isHigherKept = restarts.note(step: Restarts.limit, at: Restarts.limit)
    let isLowerKept = restarts.note(step: 0, at: Restarts.limit + 1)
    #expect(!isHigherKept && isLowerKept)
  }
}

/// Training logs of runs that were resumed.
@Suite struct TrainingLogRestartTests {
  private static let left =
    "the run resumed from an earlier step: what it logged before at or above that step is left out"

  private func log(_ lines: String...) throws -> Imported {
    try Imported("a.log", lines.map { $0 + "\n" }.joined())
  }

  @Test func theLaterTellingOfAStepCounts() throws {
    let file = try log(
      "step: 4 loss: 9", "step: 8 loss: 8", "step: 12 loss: nan", "step: 16 loss: 40",
      "step: 12 loss: 7", "step: 16 loss: 6")
    #expect(file.pointLines == ["loss 4 9.0", "loss 8 8.0", "loss 12 7.0", "loss 16 6.0"])
    #expect(file.summary.warnings == ["\(Self.left) (2 times, first: line 3)"])
  }

  /// Steps that the second branch never reaches or never tells are void too.
  @Test func stepsThatAreNotToldAgainAreDropped() throws {
    let file = try log(
      "step: 5 loss: 9", "validate step: 5 loss: 9.5", "step: 10 loss: 8",
      "validate step: 10 loss: 8.5", "step: 15 loss: 50", "step: 6 loss: 7")
    #expect(file.pointLines == ["loss 5 9.0", "validation/loss 5 9.5", "loss 6 7.0"])
  }

  /// The first step after the restart is not below the last one, but the log says where it starts.
  @Test func theLineThatSaysWhereTrainingStartsCounts() throws {
    let file = try log(
      "[rank0]:[titan] Training starts at step 1.", "[rank0]:[titan] step: 10 loss: 9",
      "[rank1]:[titan] Training starts at step 1.", "[rank0]:[titan] step: 20 loss: 80",
      "[rank0]:[titan] validate step: 30 loss: 70", "[rank0]:[titan] Training starts at step 11.",
      "[rank0]:[titan] step: 20 loss: 8", "[rank0]:[titan] validate step: 30 loss: 7")
    #expect(file.pointLines == ["loss 10 9.0", "loss 20 8.0", "validation/loss 30 7.0"])
    #expect(file.summary.warnings == ["\(Self.left) (2 times, first: line 4)"])
  }

  @Test func validationAtTheStepOfACheckpointIsNoRestart() throws {
    let file = try log("step: 10 loss: 9", "step: 20 loss: 8", "validate step: 10 loss: 9.5")
    #expect(file.pointLines == ["loss 10 9.0", "loss 20 8.0", "validation/loss 10 9.5"])
    #expect(file.summary.warnings.isEmpty)
  }

  @Test func aRunMayBeResumedSeveralTimes() throws {
    let file = try log(
      "step: 1 loss: 9", "step: 2 loss: 8", "step: 3 loss: 70", "step: 2 loss: 81",
      "step: 3 loss: 71", "step: 4 loss: 61", "step: 3 loss: 7", "step: 4 loss: 6")
    #expect(file.values("loss") == [9, 81, 7, 6])
  }

  /// srun numbers the processes; the lines of one that lags behind are no restart.
  @Test func otherProcessesOfSrunAreNotHeard() throws {
    let file = try log(
      "0: [rank0]:[titan] step: 1 loss: 9", "0: [rank0]:[titan] step: 2 loss: 8",
      "1: [rank1]:[titan] step: 1 loss: 9.5", "0: [rank0]:[titan] step: 3 loss: 7")
    #expect(file.values("loss") == [9, 8, 7])
    #expect(file.summary.warnings == ["other processes' lines are left out (line 3)"])
  }
}
