import Core
import Testing

@testable import Lab

@Suite struct MixtureTests {
  private static let configs = [
    TaskConfig(task: "mqar", weight: 3), TaskConfig(task: "hmm", weight: 1),
    TaskConfig(task: "recite", weight: 0),
  ]

  private static func mixture() throws -> Mixture { try Mixture(configs, length: 64) }

  @Test func batchesArePureFunctionsOfSeedStepAndPlace() throws {
    let mixture = try Self.mixture()
    let batch = try mixture.trainingBatch(step: 5, batchSize: 16, seed: 1)
    #expect(try mixture.trainingBatch(step: 5, batchSize: 16, seed: 1) == batch)
    #expect(try mixture.trainingBatch(step: 6, batchSize: 16, seed: 1) != batch)
    #expect(try mixture.trainingBatch(step: 5, batchSize: 16, seed: 2) != batch)
    let half = try mixture.trainingBatch(step: 5, batchSize: 8, seed: 1)
    #expect(half.inputs == Array(batch.inputs.prefix(8 * 64)))
    #expect(Set((0..<16).map(batch.example)).count == 16)
  }

  @Test func tasksAreDrawnByWeight() throws {
    let mixture = try Self.mixture()
    var counts = [0, 0, 0]
    for step in 0..<100 {
      for part in try mixture.trainingBatch(step: step, batchSize: 16, seed: 9).tasks {
        counts[part] += 1
      }
    }
    #expect(counts[2] == 0)
    #expect(fits(Array(counts.prefix(2)), [0.75, 0.25]))
  }

  @Test(arguments: TaskRegistry.all.map { $0.name }.filter { $0 != "bytes" })
  func everyTaskKeepsItsSidesApart(_ name: String) throws {
    let mixture = try Mixture([TaskConfig(task: name)], length: 64)
    let training = try mixture.trainingBatch(step: 0, batchSize: 200, seed: 3)
    let sets = try mixture.evaluationBatches(task: 0, sequences: 50, batchSize: 20)
    #expect(sets.map(\.sequences) == [20, 20, 10])
    for set in sets + [training] {
      #expect(set.inputs.allSatisfy { (0..<Int32(mixture.vocabularySize)).contains($0) })
      let side: Split = set == training ? .training : .validation
      for number in 0..<set.sequences {
        let example = set.example(number)
        #expect(Split.side(of: example.inputs) == side)
        #expect(example.predictions > 0)
      }
    }
  }

  /// Sides are an eighth and the rest, also where tokens share their low bits.
  @Test func theHashDividesEvenly() {
    for factor in [1, 8, 64] {
      let sides = (0..<8000).map { Split.side(of: [Int32($0 * factor), 0, 7]) }
      let validation = sides.count { $0 == .validation }
      #expect(fits([validation, 8000 - validation], [0.125, 0.875]))
    }
  }

  @Test func evaluationSetsDependOnNothingButTheTask() throws {
    let alone = try Mixture([TaskConfig(task: "hmm", label: "language")], length: 64)
    let set = try alone.evaluationBatches(task: 0, sequences: 8, batchSize: 8)[0]
    let mixed = try Self.mixture().evaluationBatches(task: 1, sequences: 8, batchSize: 8)[0]
    #expect(set.inputs == mixed.inputs && set.targets == mixed.targets)
    #expect(mixed.tasks == Array(repeating: 1, count: 8))
  }

  @Test func theFloorIsTheMeanOverScoredPositions() throws {
    let mixture = try Self.mixture()
    let recall = try mixture.evaluationBatches(task: 0, sequences: 4, batchSize: 4)
    let language = try mixture.evaluationBatches(task: 1, sequences: 4, batchSize: 4)
    #expect(mixture.floor(of: recall) == 0)
    let floor = try #require(mixture.floor(of: language))
    let sum = (0..<4).compactMap { mixture.parts[1].task.bayesLoss(of: language[0].example($0)) }
    #expect(abs(floor - sum.reduce(0, +) / 256) < 1e-12)
    let both = try #require(mixture.floor(of: recall + language))
    #expect(abs(both - floor * 256 / (256 + 32)) < 1e-12)
  }

  /// A task with a handful of sequences, all of which may lie on one side.
  @Test func aTaskWithoutSequencesOfASideIsAFault() throws {
    let options: [String: JSONValue] = ["pairs": 1, "keys": 1, "values": 1]
    let mixture = try Mixture([TaskConfig(task: "recite", options: options)], length: 4)
    // There is one sequence, so that one of the two sides has none.
    let training = try? mixture.trainingBatch(step: 0, batchSize: 1, seed: 1)
    let validation = try? mixture.evaluationBatches(task: 0, sequences: 1, batchSize: 1)
    #expect((training == nil) != (validation == nil))
  }

  @Test func configurationsThatCannotBeUsedAreRefused() throws {
    for configs: [TaskConfig] in [
      [], [TaskConfig(task: "mqar", weight: 0)], [TaskConfig(task: "mqar", weight: -1)],
      [TaskConfig(task: "mqar", weight: .infinity)],
      [TaskConfig(task: "mqar"), TaskConfig(task: "mqar")],
    ] {
      #expect(throws: Fault.self) { try Mixture(configs, length: 64) }
    }
    let mixture = try Self.mixture()
    #expect(mixture.vocabularySize == 128)
    #expect(mixture.parts[0].config.options["pairs"] == 8)
  }
}
