/// Small results of other harnesses. The numbers are made up.
enum EvaluationTexts {
  static let table = """
    hf (pretrained=a/m,dtype=float32), gen_kwargs: (None), limit: None, num_fewshot: None, batch_size: 8
    |Tasks|Version|Filter|n-shot| Metric |   |Value |   |Stderr|
    |-----|------:|------|-----:|--------|---|-----:|---|-----:|
    |piqa |      1|none  |     0|acc     |↑  |0.6250|±  |0.0113|
    |     |       |none  |     0|acc_norm|↑  |0.6375|±  |0.0112|
    """

  static let lightEval = """
    {"config_general": {"model_name": "a/m", "max_samples": null},
     "results": {"lighteval|piqa|3|0": {"acc": 0.5, "acc_stderr": 0.01}, "all": {"acc": 0.5}},
     "versions": {"lighteval|piqa|3|0": 1},
     "config_tasks": {"lighteval|piqa": {"effective_num_docs": 50,
       "metric": [{"metric_name": "acc", "higher_is_better": true}]}}}
    """

  static let olmes = """
    {"all_primary_scores": ["a: 0.5"], "tasks": [{"alias": "a:rc", "num_instances": 40,
      "metrics": {"acc_raw": 0.25, "acc_uncond": 0.5, "primary_score": 0.5},
      "task_config": {"primary_metric": "acc_uncond", "num_shots": 5, "limit": 40}}],
     "model_config": {"model": "a/m", "revision": "step5", "max_length": 2048}}
    """

  static let openCompass = """
    dataset,version,metric,mode,m-hf,n-hf
    piqa,0a,accuracy,ppl,61.5,-
    lambada,-,bpc,gen,1.25,1.5

    """

  static let longBench = #"{"qasper": 20.5, "trec": {"0-4k": 41.0, "4-8k": 39.5}}"#
  static let kvpress = #"{"vt": {"string_match": 99.5}, "cwe": {"string_match": 20.25}}"#
  static let nemo = """
    {"ruler.m_128k.vt": {"pass@1": {"num_entries": 50, "accuracy": 57.5},
      "pass@1[2]": {"num_entries": 50, "accuracy": 55.0}}}
    """

  static let rulerTable = """
    model,ctx,niah_single_1,vt
    m,4096,100.0,40.5
    n,4096,98.5,38.0

    """

  static let fuzzSeeds = [
    ImportSample("lm-eval-table", "results.md", table),
    ImportSample("lm-eval", "m/bare.json", #"{"a": {"acc,none": 0.5, "acc_stderr,none": 0.01}}"#),
    ImportSample("lighteval", "lighteval.json", lightEval),
    ImportSample("olmes", "metrics.json", olmes),
    ImportSample("opencompass", "summary_1.csv", openCompass),
    ImportSample("longbench", "pred/m/result.json", longBench),
    ImportSample("ruler-json", "ruler__4096__a--m__no_press__0.00/metrics.json", kvpress),
    ImportSample("ruler-json", "m/eval-results/ruler/metrics.json", nemo),
    ImportSample("ruler-table", "ruler_all.csv", rulerTable),
  ]
}
