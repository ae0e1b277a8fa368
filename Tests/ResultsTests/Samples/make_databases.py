"""Writes the samples of the databases of experiment trackers, with nothing but Python's standard library.

    python3 make_databases.py
"""

import json
import pathlib
import sqlite3

FOLDER = pathlib.Path(__file__).parent


def database(path, schema, rows):
    path = FOLDER / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA page_size = 512")
        for table in schema:
            connection.execute(table)
        for table, values in rows:
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.close()


# Tables of MLflow 3, without the columns that say nothing about metrics. The second run has the first one's name.
database(
    "mlflow/mlflow.db",
    [
        "CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250), status VARCHAR(9), start_time BIGINT, "
        "lifecycle_stage VARCHAR(20))",
        "CREATE TABLE metrics (key VARCHAR(250), value FLOAT NOT NULL, timestamp BIGINT, run_uuid VARCHAR(32), "
        "step BIGINT DEFAULT '0' NOT NULL, is_nan BOOLEAN DEFAULT '0' NOT NULL, "
        "PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan))",
    ],
    [
        ("runs", ("b1", "gla-64", "FINISHED", 1767000002000, "active")),
        ("runs", ("a1", "gla-64", "FINISHED", 1767000001000, "active")),
        ("runs", ("c1", "hgrn2-64", "FAILED", 1767000003000, "deleted")),
        ("metrics", ("train_loss", 5.5, 1767000001500, "a1", 10, 0)),
        ("metrics", ("train_loss", 4.75, 1767000001900, "a1", 20, 0)),
        ("metrics", ("train_loss", 0.0, 1767000001950, "a1", 30, 1)),
        ("metrics", ("eval/acc", 0.125, 1767000001800, "a1", 20, 0)),
        ("metrics", ("train_loss", 6.25, 1767000002500, "b1", 10, 0)),
        ("metrics", ("train_loss", 7.0, 1767000003500, "c1", 10, 0)),
    ],
)

METRICS = "INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, timestamp TEXT NOT NULL, run_name TEXT NOT NULL"
TIME = "2026-01-02T03:04:05+00:00"


def row(number, run, step, **values):
    return ("metrics", (number, "id-" + run, TIME, run, step, json.dumps(values).encode()))


database(
    "trackio/hybrids.db",
    [
        f"CREATE TABLE metrics (id {METRICS}, step INTEGER NOT NULL, metrics TEXT NOT NULL)",
        f"CREATE TABLE system_metrics (id {METRICS}, metrics TEXT NOT NULL)",
    ],
    [
        row(1, "retnet-64", 0, loss=5.25, lr=0.5),
        row(2, "gdn-64", 0, **{"train/loss": 5.0, "train/global_step": 50}),
        row(3, "retnet-64", 1, loss="NaN", picture={"_type": "trackio.image", "path": "a.png"}),
        row(4, "gdn-64", 1, **{"train/loss": 4.5, "train/global_step": 100, "eval": {"acc": 0.375}}),
        row(5, "retnet-64", 2, loss=4.25),
    ],
)
