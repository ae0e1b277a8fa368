extension SampleFile {
  /// A file that Weights & Biases writes and that holds no results.
  static let systemEvents = "wandb/run-20260102_030405-a1b2c3d4/files/wandb-events.jsonl"

  static let all = lmEval + ruler + curves + wandb + tables + [zoology, longCSV]

  private static let calls =
    "the step is _step, which counts calls of wandb.log: no row has train/global_step, "
    + "trainer/global_step, global_step, iter"

  private static let lmEval = [
    SampleFile(
      path: "lm_eval/example__gla-340M/results_2026-01-02T03-04-05.678901.json",
      format: "lm-eval", version: "0.4.8",
      records: """
        example/gla-340M | commonsense | acc | none | 0 | - | 0.4375 | fraction | 0.0125 | - | -
        example/gla-340M | piqa | acc | none | 0 | 1.0 | 0.625 | fraction | 0.011 | 1838 | true
        example/gla-340M | piqa | acc_norm | none | 0 | 1.0 | 0.640625 | fraction | 0.0112 | 1838 | true
        example/gla-340M | arc_easy | acc | none | 0 | 1.0 | 0.25 | fraction | - | 100 | true
        example/gla-340M | lambada_openai | perplexity | none | 0 | 1.0 | 18.75 | perplexity | 0.5 | 5153 | false
        example/gla-340M | lambada_openai | acc | none | 0 | 1.0 | 0.375 | fraction | 0.0067 | 5153 | true
        example/gla-340M | gsm8k | exact_match | strict-match | 5 | 3.0 | 0.015625 | fraction | 0.0034 | 1319 | true
        example/gla-340M | gsm8k | exact_match | flexible-extract | 5 | 3.0 | 0.03125 | fraction | 0.0048 | 1319 | true
        example/gla-340M | humaneval | pass@1 | create_test | 0 | 1.0 | 0.0625 | fraction | 0.0189 | 164 | true
        """),
    SampleFile(
      path: "lm_eval/example__gla-340M/ruler_4096.json", format: "lm-eval", version: "0.4.12",
      records: """
        example/gla-340M | niah_single_1 | accuracy@4096 | none | 0 | 1.0 | 0.75 | fraction | - | 250 | true
        example/gla-340M | niah_single_1 | accuracy@2048 | none | 0 | 1.0 | 0.875 | fraction | 0.0209 | 250 | true
        """,
      warnings: [
        "niah_single_1, 8192,none: -1 says that this length was not run; it is left out"
      ]),
    // 1 of 4 is right: √(0.25 · 0.75 / 3) = 0.25. All 4 are right: the error is zero.
    SampleFile(
      path: "lm_eval/example__gla-340M/samples_piqa_2026-01-02T03-04-05.678901.jsonl",
      format: "lm-eval-samples", version: "0.4",
      records: """
        example/gla-340M | piqa | acc | none | - | - | 0.25 | fraction | 0.25 | 4 | -
        example/gla-340M | piqa | acc_norm | none | - | - | 1.0 | fraction | 0.0 | 4 | -
        """,
      warnings: ["the lines name neither model nor task; the path's are example/gla-340M, piqa"]),
    SampleFile(
      path: "lm_eval/early/gla-160m_step512.json", format: "lm-eval", version: "0.3",
      records: """
        example/gla-160m@step512 | lambada_openai | ppl |  | 0 | 0 | 120.5 | perplexity | 3.25 | - | -
        example/gla-160m@step512 | lambada_openai | acc |  | 0 | 0 | 0.125 | fraction | 0.004 | - | -
        example/gla-160m@step512 | piqa | acc |  | 0 | 0 | 0.53125 | fraction | 0.0116 | - | -
        example/gla-160m@step512 | piqa | acc_norm |  | 0 | 0 | 0.515625 | fraction | 0.0117 | - | -
        """),
    SampleFile(
      path: "lm_eval/early/gla_boolq.json", format: "lm-eval", version: "0.4",
      records: """
        gla_boolq | boolq | acc | none | 2 | Yaml | 0.59375 | fraction | 0.0086 | - | -
        gla_boolq | boolq | f1 | none | 2 | Yaml | 0.5 | fraction | - | - | -
        """,
      warnings: ["the file names no model; the name is its path's: gla_boolq"]),
  ]

  private static let ruler = [
    SampleFile(
      path: "ruler/gla-340M/synthetic/4096/pred/summary.csv", format: "ruler-summary",
      records: """
        gla-340M | niah_single_1 | score@4096 |  | - | - | 98.4 | percent | - | 500 | true
        gla-340M | vt | score@4096 |  | - | - | 61.2 | percent | - | 500 | true
        gla-340M | cwe | score@4096 |  | - | - | 17.6 | percent | - | 500 | true
        gla-340M | qa_1 | score@4096 |  | - | - | 33.0 | percent | - | 200 | true
        """,
      warnings: ["cwe: 2 of 500 answers are empty"]),
    SampleFile(
      path: "ruler/gla-340M_4096_summary-qa_2.csv", format: "ruler-summary",
      records: "gla-340M | qa_2 | score@4096 |  | - | - | 24.5 | percent | - | 200 | true"),
  ]

  /// Curves of training runs. A run takes its name from its file or folder.
  private static let curves = [
    SampleFile(
      path: "trainer/gdn-340M/checkpoint-40/trainer_state.json", format: "hf-trainer-state",
      version: "4.42 or later",
      records: """
        gdn-340M | grad_norm | 20 | 1.75
        gdn-340M | learning_rate | 20 | 0.0005
        gdn-340M | loss | 20 | 5.25
        gdn-340M | eval_loss | 20 | 5.125
        gdn-340M | eval_runtime | 20 | 2.5
        gdn-340M | eval_samples_per_second | 20 | 40.0
        gdn-340M | grad_norm | 40 | 0.875
        gdn-340M | learning_rate | 40 | 0.0
        gdn-340M | loss | 40 | 4.5
        gdn-340M | total_flos | 40 | 1234567890432.0
        gdn-340M | train_loss | 40 | 4.875
        gdn-340M | train_runtime | 40 | 31.25
        """),
    SampleFile(
      path: "logs/gla-340M.log", format: "training-log", version: "torchtitan",
      records: """
        gla-340M | loss | 1 | 10.8125
        gla-340M | grad_norm | 1 | 3.5
        gla-340M | memory_gib | 1 | 12.25
        gla-340M | tokens_per_second | 1 | 2048.0
        gla-340M | tflops | 1 | 20.5
        gla-340M | loss | 10 | 8.0625
        gla-340M | grad_norm | 10 | 1.25
        gla-340M | memory_gib | 10 | 12.5
        gla-340M | tokens_per_second | 10 | 16384.0
        gla-340M | tflops | 10 | 164.0
        gla-340M | mfu_percent | 10 | 16.58
        gla-340M | loss | 20 | 7.125
        gla-340M | grad_norm | 20 | 0.75
        gla-340M | memory_gib | 20 | 12.5
        gla-340M | tokens_per_second | 20 | 16500.0
        gla-340M | tflops | 20 | 165.25
        gla-340M | mfu_percent | 20 | 16.71
        """,
      warnings: ["mfu_percent: no value (NaN, Inf or N/A) (line 4)"]),
    SampleFile(
      path: "logs/retnet-flame.log", format: "training-log", version: "flame",
      records: """
        retnet-flame | loss | 8 | 9.5
        retnet-flame | memory_gib | 8 | 20.0
        retnet-flame | tokens_per_second | 8 | 30720.0
        retnet-flame | tflops | 8 | 96.5
        retnet-flame | mfu_percent | 8 | 9.75
        retnet-flame | learning_rate | 8 | 0.0001
        retnet-flame | grad_norm | 8 | 2.25
        retnet-flame | loss | 16 | 8.75
        retnet-flame | memory_gib | 16 | 20.0
        retnet-flame | tokens_per_second | 16 | 31744.0
        retnet-flame | tflops | 16 | 99.75
        retnet-flame | mfu_percent | 16 | 10.09
        retnet-flame | learning_rate | 16 | 0.0002
        retnet-flame | grad_norm | 16 | 1.5
        """),
    SampleFile(
      path: "logs/hgrn2_losses.txt", format: "training-log", version: "table",
      records: """
        hgrn2_losses | loss | 1 | 8.125
        hgrn2_losses | grad_norm | 1 | 1.5
        hgrn2_losses | loss | 2 | 7.25
        hgrn2_losses | grad_norm | 2 | 1.375
        hgrn2_losses | loss | 3 | 6.5
        hgrn2_losses | grad_norm | 3 | 1.25
        """),
    // 2⁻¹⁰ and multiples of an eighth are exact in the file's float32.
    SampleFile(
      path: "tensorboard/gla-340M/events.out.tfevents.1767323045.host.1.0", format: "tfevents",
      version: "brain.Event:2",
      records: """
         | train/loss | 10 | 5.5
         | train/learning_rate | 10 | 0.0009765625
         | train/loss | 20 | 4.75
         | eval/loss | 20 | 4.625
        """,
      warnings: ["left out 1 value of config: it is shown by the plugin text"]),
  ]

  private static let wandb = [
    SampleFile(
      path: "wandb/run-20260102_030405-a1b2c3d4/files/wandb-history.jsonl",
      format: "wandb-history", version: "jsonl",
      records: """
        run-20260102_030405-a1b2c3d4 | train/loss | 0 | 5.5
        run-20260102_030405-a1b2c3d4 | val.loss | 1 | 5.25
        run-20260102_030405-a1b2c3d4 | val.acc | 1 | 0.125
        run-20260102_030405-a1b2c3d4 | train/loss | 3 | 4.75
        """,
      warnings: [calls, "attention: values that are no numbers are left out (line 3)"]),
    SampleFile(
      path: "wandb/run-20260102_030405-a1b2c3d4/files/wandb-summary.json",
      format: "wandb-summary",
      records: """
        run-20260102_030405-a1b2c3d4 | train/loss | 3 | 4.75
        run-20260102_030405-a1b2c3d4 | val.loss | 3 | 5.25
        run-20260102_030405-a1b2c3d4 | val.acc | 3 | 0.125
        """, warnings: [calls]),
    SampleFile(
      path: "wandb/export/gla-340M_history.csv", format: "wandb-history",
      version: "csv",
      records: """
        gla-340M | train/loss | 0 | 5.5
        gla-340M | lr | 0 | 0.0009765625
        gla-340M | val/loss | 0 | 5.75
        gla-340M | train/loss | 1 | 5.0
        gla-340M | lr | 1 | 0.00048828125
        gla-340M | val/loss | 1 | 5.25
        """,
      warnings: ["Sample Generation: values that are no numbers are left out (line 3)"]),
    SampleFile(
      path: "wandb/export/wandb_export_2026-01-02T04_05_06.csv", format: "wandb-history",
      version: "csv",
      records: """
        gla-340M | val/loss | 0 | 5.75
        retnet-340M | val/loss | 0 | 6.25
        gla-340M | val/loss | 10 | 5.25
        gla-340M | val/loss | 20 | 4.875
        retnet-340M | val/loss | 20 | 5.5
        """,
      warnings: [
        "the step is the chart's Step, which counts calls of wandb.log",
        "the columns __MIN and __MAX, a chart's ranges, are left out",
      ]),
    SampleFile(
      path: "wandb/export/runs.csv", format: "wandb-runs",
      records: """
        gla-64 | lr | value |  | - | - | 0.0009765625 | score | - | - | -
        gla-64 | valid/accuracy | value |  | - | - | 0.75 | fraction | - | - | -
        gla-64 | valid/loss | value |  | - | - | 0.5 | nats | - | - | -
        hgrn2-64 | lr | value |  | - | - | 0.0009765625 | score | - | - | -
        hgrn2-64 | valid/accuracy | value |  | - | - | 0.6875 | fraction | - | - | -
        hgrn2-64 | valid/loss | value |  | - | - | 0.625 | nats | - | - | -
        """,
      warnings: ["mixer: values that are no numbers are left out (2 times, first: line 2)"]),
  ]

  private static let tables = [
    SampleFile(
      path: "wandb/export/api_runs.csv", format: "wandb-runs",
      records: """
        gsa-64 | lr | value |  | - | - | 0.00048828125 | score | - | - | -
        gsa-64 | valid/accuracy | value |  | - | - | 0.8125 | fraction | - | - | -
        gsa-64 | piqa | acc | none | - | - | 0.5625 | fraction | 0.0125 | - | -
        rwkv7-64 | lr | value |  | - | - | 0.00048828125 | score | - | - | -
        rwkv7-64 | valid/accuracy | value |  | - | - | 0.875 | fraction | - | - | -
        """),
    SampleFile(
      path: "mlflow/runs.csv", format: "mlflow-runs",
      records: """
        mamba2-64 | lr | value |  | - | - | 0.001953125 | score | - | - | -
        mamba2-64 | eval_accuracy | value |  | - | - | 0.4375 | fraction | - | - | -
        mamba2-64 | train_loss | value |  | - | - | 2.75 | nats | - | - | -
        """,
      warnings: ["mixer: values that are no numbers are left out (line 2)"]),
    SampleFile(
      path: "wide_csv/gsa-340M/version_0/metrics.csv", format: "wide-csv",
      records: """
        gsa-340M/version_0 | train_loss | 49 | 9.75
        gsa-340M/version_0 | train_loss | 99 | 8.5
        gsa-340M/version_0 | val_loss | 99 | 8.25
        """,
      warnings: ["the column epoch is left out, since another column tells the step"]),
    SampleFile(
      path: "wide_csv/run-gsa_340M-tag-eval_loss.csv", format: "wide-csv",
      records: """
        gsa_340M | eval_loss | 10 | 9.125
        gsa_340M | eval_loss | 20 | 8.625
        """),
  ]

  private static let zoology = SampleFile(
    path: "zoology/gla-d64-lr1.0e-03.json", format: "zoology-mqar",
    records: """
      gla-d64-lr1.0e-03 | mqar | accuracy | final | - | - | 0.5625 | fraction | - | - | -
      gla-d64-lr1.0e-03 | mqar | loss | final | - | - | 1.625 | nats | - | - | -
      gla-d64-lr1.0e-03 | mqar | accuracy@kv=4 | final | - | - | 0.9375 | fraction | - | - | -
      gla-d64-lr1.0e-03 | mqar | accuracy@kv=64 | final | - | - | 0.1875 | fraction | - | - | -
      gla-d64-lr1.0e-03 | mqar | accuracy | best | - | - | 0.625 | fraction | - | - | -
      gla-d64-lr1.0e-03 | mqar | loss | best | - | - | 1.5 | nats | - | - | -
      gla-d64-lr1.0e-03 | mqar | accuracy@kv=4 | best | - | - | 1.0 | fraction | - | - | -
      gla-d64-lr1.0e-03 | mqar | accuracy@kv=64 | best | - | - | 0.25 | fraction | - | - | -
      gla-d64-lr1.0e-03 | valid_accuracy | 0 | 0.625
      gla-d64-lr1.0e-03 | valid_loss | 0 | 1.5
      gla-d64-lr1.0e-03 | valid_accuracy | 1 | 0.5625
      gla-d64-lr1.0e-03 | valid_loss | 1 | 1.625
      """,
    warnings: [
      "the final epoch is not the best: accuracy 0.5625 at the end, 0.625 at its best"
    ])

  private static let longCSV = SampleFile(
    path: "long_csv/scores.csv", format: "long-csv",
    records: """
      example/gla-340M | piqa | acc | none | 0 | 1.0 | 0.625 | fraction | 0.011 | 1838 | true
      example/gla-340M, "tuned" | wikitext | word_perplexity | none | 0 | 2.0 | 27.5 | perplexity | - | 62 | false
      gla-340M | train/loss | 100 | 3.75
      """)
}
