extension SampleFile {
  /// A file that Weights & Biases writes and that holds no results.
  static let systemEvents = "wandb/run-20260102_030405-a1b2c3d4/files/wandb-events.jsonl"

  /// What MLflow says of a run beside its metrics.
  static let runDescription =
    "mlflow/mlruns/412345678901234567/0a1b2c3d4e5f60718293a4b5c6d7e8f9/meta.yaml"

  static let all =
    lmEval + evaluations + ruler + curves + stepLogs + wandb + tables + trackers + exchange
    + [zoology, longCSV]

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

  /// Scores of other harnesses, and those of lm-evaluation-harness in other wrappings.
  private static let evaluations = [
    SampleFile(
      path: "lm_eval/bare/mamba-340M/results.json", format: "lm-eval", version: "0.4",
      records: """
        mamba-340M | piqa | acc | none | - | - | 0.59375 | fraction | 0.0115 | - | -
        mamba-340M | wikitext | word_perplexity | none | - | - | 31.5 | perplexity | - | - | -
        """,
      warnings: ["the file names no model; the name is its path's: mamba-340M"]),
    SampleFile(
      path: "lm_eval/packed/results_2026-01-04T03-04-05.678901.json.gz", format: "lm-eval",
      version: "0.4",
      records:
        "example/kda-340M | piqa | acc | none | 0 | 1.0 | 0.65625 | fraction | 0.0111 | - | -"),
    SampleFile(
      path: "lm_eval/table/notes.md", format: "lm-eval-table",
      records: """
        example/mesa-340M | commonsense | acc | none | 0 | - | 0.4375 | fraction | 0.0125 | - | true | {"model_args.dtype":"bfloat16"}
        example/mesa-340M | piqa | acc | none | 0 | 1 | 0.5938 | fraction | 0.0115 | - | true | {"model_args.dtype":"bfloat16"}
        example/mesa-340M | piqa | acc_norm | none | 0 | 1 | 0.6094 | fraction | 0.0114 | - | true | {"model_args.dtype":"bfloat16"}
        example/mesa-340M | wikitext | word_perplexity | none | 0 | 2 | 28.25 | perplexity | - | - | false | {"model_args.dtype":"bfloat16"}
        example/mesa-340M@step512 | piqa | acc |  | 5 | 0 | 0.56 | fraction | 0.0499 | - | - | {"limit":"100"}
        example/mesa-340M@step512 | piqa | acc_norm |  | 5 | 0 | 0.55 | fraction | 0.05 | - | - | {"limit":"100"}
        """,
      warnings: [
        "subtasks are printed under short names, which may differ from their tasks' own (line 7)"
      ]),
    SampleFile(
      path: "lighteval/results/example/retnet-340M/results_2026-01-02T03-04-05.678901.json",
      format: "lighteval",
      records: """
        example/retnet-340M | arc:easy | acc |  | 0 | 0 | 0.4375 | fraction | 0.0248 | 400 | true | {"limit":"400"}
        example/retnet-340M | arc:easy | acc_norm |  | 0 | 0 | 0.40625 | fraction | 0.0246 | 400 | true | {"limit":"400"}
        example/retnet-340M | gsm8k | extractive_match |  | 5 | 2 | 0.03125 | fraction | 0.0087 | 400 | - | {"fewshot_truncated":"yes","limit":"400","suite":"leaderboard"}
        """,
      warnings: ["the row \"all\", a mean over all tasks of the file, is left out"]),
    SampleFile(
      path: "lighteval/leaderboard/gla-1B.json", format: "lighteval",
      records: """
        example/gla-1B | arc:challenge | acc |  | 25 | 0 | 0.25 | fraction | 0.0127 | - | - | {"suite":"harness"}
        example/gla-1B | arc:challenge | acc_norm |  | 25 | 0 | 0.28125 | fraction | 0.0131 | - | - | {"suite":"harness"}
        example/gla-1B | truthfulqa:mc | mc1 |  | 0 | 1 | 0.21875 | fraction | 0.0145 | - | - | {"suite":"harness"}
        example/gla-1B | truthfulqa:mc | mc2 |  | 0 | 1 | 0.375 | fraction | 0.0142 | - | - | {"suite":"harness"}
        """,
      warnings: ["the row \"all\", a mean over all tasks of the file, is left out"]),
    SampleFile(
      path: "olmes/deltanet-340M/metrics.json", format: "olmes",
      records: """
        example/deltanet-340M | arc_easy::olmes | acc_raw |  | 5 | 0 | 0.4375 | fraction | - | 1000 | - | {"limit":"1000","model_args.max_length":"2048"} | seed 1234
        example/deltanet-340M | arc_easy::olmes | acc_per_char |  | 5 | 0 | 0.46875 | fraction | - | 1000 | - | {"limit":"1000","model_args.max_length":"2048"} | seed 1234
        example/deltanet-340M | drop::olmes | exact_match |  | 5 | - | 0.03125 | fraction | - | - | - | {"gen_kwargs":"do_sample=False,max_gen_toks=100","model_args.max_length":"2048"} | seed 1234
        example/deltanet-340M | drop::olmes | f1 |  | 5 | - | 0.0625 | fraction | - | - | - | {"gen_kwargs":"do_sample=False,max_gen_toks=100","model_args.max_length":"2048"} | seed 1234
        """),
    SampleFile(
      path: "opencompass/summary_20260102_030405.csv", format: "opencompass",
      records: """
        gla-340m-hf | lambada | accuracy | gen | - | 0123ab | 37.5 | percent | - | - | -
        retnet-340m-hf | lambada | accuracy | gen | - | 0123ab | 35.25 | percent | - | - | -
        gla-340m-hf | piqa | accuracy | ppl | - | 4567cd | 63.75 | percent | - | - | -
        gla-340m-hf | ruler_4k | naive_average | gen | - | - | 41.25 | percent | - | - | -
        retnet-340m-hf | ruler_4k | naive_average | gen | - | - | 20.5 | percent | - | - | -
        """),
    SampleFile(
      path: "longbench/pred/gsa-340M/result.json", format: "longbench",
      records: """
        gsa-340M | narrativeqa | score |  | - | - | 11.25 | percent | - | - | true
        gsa-340M | qasper | score |  | - | - | 18.5 | percent | - | - | true
        gsa-340M | trec | score |  | - | - | 40.0 | percent | - | - | true
        gsa-340M | passage_retrieval_en | score |  | - | - | 2.75 | percent | - | - | true
        gsa-340M | lcc | score |  | - | - | 45.5 | percent | - | - | true
        """,
      warnings: ["the file names no model; the name is its folder's: gsa-340M"]),
  ]

  private static let ruler = [
    SampleFile(
      path: "ruler/kvpress/ruler__4096__example--hgrn-340M__snapkv__0.50/metrics.json",
      format: "ruler-json", version: "kvpress",
      records: """
        example/hgrn-340M | niah_single_1 | score@4096 |  | - | - | 96.5 | percent | - | - | true | {"compression_ratio":"0.50","press":"snapkv"}
        example/hgrn-340M | vt | score@4096 |  | - | - | 12.25 | percent | - | - | true | {"compression_ratio":"0.50","press":"snapkv"}
        """),
    SampleFile(
      path: "ruler/nemo/rwkv-340M/eval-results/ruler/metrics.json", format: "ruler-json",
      version: "NeMo-Skills",
      records: """
        rwkv-340M | ruler | score@4096 |  | - | - | 54.0 | percent | - | - | true
        rwkv-340M | niah_single_1 | score@4096 |  | - | - | 97.5 | percent | - | 500 | true
        rwkv-340M | vt | score@4096 |  | - | - | 10.5 | percent | - | 500 | true
        """,
      warnings: ["the file names no model; the name is its path's or its setup's: rwkv-340M"]),
    SampleFile(
      path: "ruler/merged/all_models.csv", format: "ruler-table",
      records: """
        lightnet-340M | niah_single_1 | score@4096 |  | - | - | 99.5 | percent | - | - | true
        lightnet-340M | vt | score@4096 |  | - | - | 40.25 | percent | - | - | true
        lightnet-340M | qa_1 | score@4096 |  | - | - | 21.0 | percent | - | - | true
        lightnet-340M | niah_single_1 | score@8192 |  | - | - | 90.0 | percent | - | - | true
        lightnet-340M | qa_1 | score@8192 |  | - | - | 18.5 | percent | - | - | true
        """,
      warnings: ["the column avg, a mean over tasks, is left out"]),
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

  /// Logs that tell a step per line, and what the Trainer saves beside them.
  private static let stepLogs = [
    SampleFile(
      path: "logs/gla-nanogpt.log", format: "nanogpt-log",
      records: """
        gla-nanogpt | train/loss | 0 | 10.875
        gla-nanogpt | val/loss | 0 | 10.9375
        gla-nanogpt | loss | 0 | 10.8125
        gla-nanogpt | time_ms | 0 | 9500.5
        gla-nanogpt | loss | 10 | 9.25
        gla-nanogpt | time_ms | 10 | 250.25
        gla-nanogpt | mfu_percent | 10 | 27.5
        gla-nanogpt | train/loss | 20 | 8.125
        gla-nanogpt | val/loss | 20 | 8.25
        gla-nanogpt | loss | 20 | 8.1875
        gla-nanogpt | time_ms | 20 | 1250.75
        gla-nanogpt | mfu_percent | 20 | 26.75
        """,
      warnings: ["mfu_percent: no value (NaN, Inf or N/A) (line 3)"]),
    SampleFile(
      path: "logs/hgrn2-modded.txt", format: "modded-nanogpt-log",
      records: """
        hgrn2-modded | val_loss | 0 | 10.8125
        hgrn2-modded | train_time_ms | 0 | 0.0
        hgrn2-modded | train_loss | 20 | 6.125
        hgrn2-modded | train_time_ms | 20 | 2500.0
        hgrn2-modded | val_loss | 40 | 5.375
        hgrn2-modded | train_time_ms | 40 | 5000.0
        """),
    SampleFile(
      path: "logs/mamba2-megatron.log", format: "megatron-log",
      records: """
        mamba2-megatron | consumed_samples | 50 | 3200.0
        mamba2-megatron | elapsed_time_per_iteration_ms | 50 | 812.5
        mamba2-megatron | learning_rate | 50 | 0.00025
        mamba2-megatron | global_batch_size | 50 | 64.0
        mamba2-megatron | loss | 50 | 8.125
        mamba2-megatron | loss_scale | 50 | 1.0
        mamba2-megatron | grad_norm | 50 | 1.25
        mamba2-megatron | number_of_skipped_iterations | 50 | 0.0
        mamba2-megatron | number_of_nan_iterations | 50 | 0.0
        mamba2-megatron | consumed_samples | 100 | 6400.0
        mamba2-megatron | elapsed_time_per_iteration_ms | 100 | 800.0
        mamba2-megatron | learning_rate | 100 | 0.0005
        mamba2-megatron | global_batch_size | 100 | 64.0
        mamba2-megatron | loss | 100 | 7.25
        mamba2-megatron | loss_scale | 100 | 1.0
        mamba2-megatron | grad_norm | 100 | 0.875
        mamba2-megatron | number_of_skipped_iterations | 100 | 0.0
        mamba2-megatron | number_of_nan_iterations | 100 | 0.0
        mamba2-megatron | validation/loss | 100 | 7.375
        mamba2-megatron | validation/ppl | 100 | 1595.625
        """),
    SampleFile(
      path: "logs/retnet-deepspeed.log", format: "deepspeed-log",
      records: """
        retnet-deepspeed | learning_rate | 5 | 0.00025
        retnet-deepspeed | loss | 5 | 9.125
        retnet-deepspeed | iter_time_s | 5 | 0.625
        retnet-deepspeed | samples_per_sec | 5 | 12.8
        retnet-deepspeed | learning_rate | 10 | 0.0005
        retnet-deepspeed | loss | 10 | 8.25
        retnet-deepspeed | iter_time_s | 10 | 0.5
        retnet-deepspeed | samples_per_sec | 10 | 16.0
        """),
    SampleFile(
      path: "logs/gdn-trainer.log", format: "hf-trainer-output",
      records: """
        gdn-trainer | loss | 1 | 9.5
        gdn-trainer | grad_norm | 1 | 2.25
        gdn-trainer | learning_rate | 1 | 0.00025
        gdn-trainer | loss | 2 | 8.25
        gdn-trainer | learning_rate | 2 | 0.0005
        gdn-trainer | eval_loss | 2 | 8.375
        gdn-trainer | eval_accuracy | 2 | 0.0625
        gdn-trainer | train_runtime | 2 | 62.5
        gdn-trainer | train_loss | 2 | 8.875
        """,
      warnings: [
        "the log states no steps: step n is the n-th line with a loss; trainer_state.json has the real steps",
        "grad_norm: no value (NaN, Inf or N/A) (line 4)",
      ]),
    SampleFile(
      path: "trainer/gdn-340M/all_results.json", format: "hf-trainer-results",
      records: """
        gdn-340M | eval | accuracy |  | - | - | 0.3125 | fraction | - | 250 | -
        gdn-340M | eval | loss |  | - | - | 3.25 | nats | - | 250 | -
        gdn-340M | eval | perplexity |  | - | - | 25.75 | perplexity | - | 250 | -
        gdn-340M | train | loss |  | - | - | 4.875 | nats | - | 4000 | -
        """),
    SampleFile(
      path: "llama_factory/gsa-340M/trainer_log.jsonl", format: "llamafactory-log",
      records: """
        gsa-340M | loss | 10 | 4.5
        gsa-340M | learning_rate | 10 | 0.00025
        gsa-340M | loss | 20 | 3.75
        gsa-340M | learning_rate | 20 | 0.000125
        gsa-340M | eval_loss | 20 | 3.875
        """),
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
      warnings: [calls, "attention: values that are not numbers are left out (line 3)"]),
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
      warnings: ["Sample Generation: values that are not numbers are left out (line 3)"]),
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
      warnings: ["mixer: values that are not numbers are left out (2 times, first: line 2)"]),
  ]

  private static let trackers = [
    SampleFile(
      path: "wandb/offline-run-20260203_040506-b2c3d4e5/run-b2c3d4e5.wandb", format: "wandb-file",
      records: """
        gla-340M-offline | train/loss | 100 | 5.5
        gla-340M-offline | eval.acc | 100 | 0.25
        gla-340M-offline | train/loss | 200 | 4.75
        """,
      warnings: [
        "note: values that are not numbers are left out (byte 32725)",
        "lr: values that are not finite are left out (byte 32725)",
        "rows without train/global_step are left out (byte 32840)",
      ]),
    SampleFile(
      path:
        "mlflow/mlruns/412345678901234567/0a1b2c3d4e5f60718293a4b5c6d7e8f9/metrics/train_loss",
      format: "mlflow-files",
      records: """
        hgrn2-340M | train_loss | 10 | 9.5
        hgrn2-340M | train_loss | 20 | 8.25
        """,
      warnings: ["train_loss: values that are not finite are left out (train_loss: line 3)"]),
    SampleFile(
      path: "mlflow/mlflow.db", format: "mlflow-sqlite",
      records: """
        gla-64 | eval/acc | 20 | 0.125
        gla-64 | train_loss | 10 | 5.5
        gla-64 | train_loss | 20 | 4.75
        gla-64 #2 | train_loss | 10 | 6.25
        """,
      warnings: [
        "train_loss: values that are not finite are left out (run a1, metric train_loss)",
        "runs of one name: the later ones are numbered (gla-64)",
        "runs that were deleted are left out (c1)",
      ]),
    SampleFile(
      path: "trackio/hybrids.db", format: "trackio",
      records: """
        retnet-64 | loss | 0 | 5.25
        retnet-64 | lr | 0 | 0.5
        gdn-64 | train/loss | 50 | 5.0
        gdn-64 | train/loss | 100 | 4.5
        gdn-64 | eval.acc | 100 | 0.375
        retnet-64 | loss | 2 | 4.25
        """,
      warnings: [
        "the step is the one of trackio, which counts calls of log unless the program gave one: no row "
          + "has train/global_step, trainer/global_step, global_step, iter "
          + "(3 times, first: retnet-64)",
        "loss: values that are not finite are left out (row 3 of metrics)",
        "picture: values that are not numbers are left out (row 3 of metrics)",
      ]),
  ]

  /// Formats in which people exchange scores.
  private static let exchange = [
    SampleFile(
      path: "every_eval_ever/gla-340M.json", format: "every-eval-ever", version: "0.3.0",
      records: """
        example/gla-340M | hellaswag | acc | none | 5 | - | 0.34375 | fraction | 0.0047 | 10042 | true
        example/gla-340M | gsm8k | exact_match | strict-match | - | - | 0.03125 | fraction | - | - | true | {"gen_kwargs.max_tokens":"256","gen_kwargs.temperature":"0"}
        example/gla-340M | wikitext | word_perplexity | none | - | - | 27.25 | perplexity | - | - | false
        """,
      warnings: [
        "confidence_interval without a standard error is left out (evaluation_results[1])"
      ]),
    SampleFile(
      path: "hub/example/gla-340M/.eval_results/gsm8k.yaml", format: "hf-eval-results",
      records: """
        gla-340M | openai/gsm8k:gsm8k | value |  | - | 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c | 3.125 | score | - | - | - | {"notes":"5-shot, no tools"}
        gla-340M | example/recall | value |  | - | - | 0.25 | score | - | - | -
        """,
      warnings: ["the format names no metric and no unit: values are taken as plain scores"]),
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
      warnings: ["mixer: values that are not numbers are left out (line 2)"]),
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
