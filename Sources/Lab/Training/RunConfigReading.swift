import Core

extension RunConfig {
  /// Reads a run's configuration as a person writes it: what is missing takes its default, and what
  /// is unknown is refused.
  ///
  ///     {"model": {...}, "sequenceLength": 64, "tasks": [{"task": "mqar"}],
  ///      "training": {"steps": 2000}, "seed": 1}
  ///
  /// - Throws: `Fault` at `place` naming the field.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    let model = try fields.required(fields.value("model"), "model")
    let tasks = try fields.required(fields.value("tasks"), "tasks")
    guard case .array(let items) = tasks, !items.isEmpty else {
      throw fields.wrong("tasks", "a list of at least one task", tasks)
    }
    let training = fields.value("training") ?? .object([:])
    let seed = try fields.integer("seed") ?? 0
    guard seed >= 0 else { throw Fault("seed must not be negative", at: place, found: "\(seed)") }
    guard seed <= Bounds.seed else {
      throw Fault(
        "seed is too large", at: place, expected: "at most \(Bounds.seed)", found: "\(seed)",
        hint: Bounds.hint)
    }
    self.init(
      model: try ModelConfig(json: model, at: "\(place): model"),
      sequenceLength: try fields.positive("sequenceLength", atMost: TaskRegistry.largest),
      tasks: try items.enumerated().map {
        try TaskConfig(json: $1, at: "\(place): tasks[\($0)]")
      },
      training: try TrainingConfig(json: training, at: "\(place): training"),
      seed: UInt64(seed))
    try fields.refuseUnread(expected: "model, sequenceLength, tasks, training, seed")
  }
}

extension TaskConfig {
  /// Reads `{"task": "mqar", "label": "long", "weight": 2, "options": {...}}`; only the task's name
  /// must be there.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    let options = fields.value("options") ?? .object([:])
    guard case .object(let options) = options else {
      throw fields.wrong("options", "an object", options)
    }
    let weight = try fields.number("weight") ?? 1
    self.init(
      task: try fields.required(fields.string("task"), "task"), label: try fields.string("label"),
      weight: weight, options: options)
    try fields.refuseUnread(expected: "task, label, weight, options")
  }
}

extension TrainingConfig {
  static let names = [
    "batchSize", "steps", "learningRate", "warmupSteps", "finalLearningRateFraction", "beta1",
    "beta2", "epsilon", "weightDecay", "gradientClip", "evaluateEvery", "evaluationSequences",
    "checkpointEvery",
  ]

  /// Reads any subset of the fields; the others take their defaults.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    self.init()
    try read(&fields)
    try fields.refuseUnread(expected: Self.names.joined(separator: ", "))
    try check(at: place)
  }

  private mutating func read(_ fields: inout JSONFields) throws {
    batchSize = try fields.integer("batchSize") ?? batchSize
    steps = try fields.integer("steps") ?? steps
    learningRate = try fields.number("learningRate") ?? learningRate
    warmupSteps = try fields.integer("warmupSteps") ?? min(warmupSteps, max(steps, 0))
    finalLearningRateFraction =
      try fields.number("finalLearningRateFraction") ?? finalLearningRateFraction
    beta1 = try fields.number("beta1") ?? beta1
    beta2 = try fields.number("beta2") ?? beta2
    epsilon = try fields.number("epsilon") ?? epsilon
    weightDecay = try fields.number("weightDecay") ?? weightDecay
    gradientClip = try fields.number("gradientClip") ?? gradientClip
    evaluateEvery = try fields.integer("evaluateEvery") ?? evaluateEvery
    evaluationSequences = try fields.integer("evaluationSequences") ?? evaluationSequences
    checkpointEvery = try fields.integer("checkpointEvery") ?? checkpointEvery
  }
}
