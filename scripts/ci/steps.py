#!/usr/bin/env python3
"""Runs the `run:` steps of a job as the workflow file has them, those of a local action among them,
with the files that GitHub gives its steps; or the script of a GitLab job.

    scripts/ci/steps.py .github/workflows/report.yml report --with analyses=mixers --dry BIN
    scripts/ci/steps.py .gitlab-ci.yml report --dry BIN
    scripts/ci/steps.py FILE report --workspace ANOTHER-REPOSITORY

With --dry the slow commands, swift and make, only say what they were asked for, and BIN is the
folder with the built executables. Steps that use actions of others are listed, not run. Exit status:
that of the first step that failed; 3 where the file itself is at fault."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import expressions  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUR_ACTION = re.compile(r"\./|OWNER/interleave@[a-z0-9.]+")
SUMMARY_LIMIT = 1 << 20
SWIFT = """#!/usr/bin/env bash
case " $* " in
  *" --show-bin-path "*) echo "$DRY_BIN" ;;
  *" --version "*) echo "Swift version 6.2 (dry)" ;;
  *) echo "dry: swift $*" ;;
esac
"""
MAKE = '#!/usr/bin/env bash\necho "dry: make $*"\n'


class Job:
    """One job: what its steps see, and what became of them."""

    def __init__(self, options):
        self.options = options
        self.temp = pathlib.Path(tempfile.mkdtemp(prefix="ci-steps-"))
        self.status = 0
        self.root = pathlib.Path(options.workspace).resolve()
        self.environment = dict(os.environ)
        if options.dry:
            self.stub()

    def stub(self):
        folder = self.temp / "bin"
        folder.mkdir()
        for name, text in (("swift", SWIFT), ("make", MAKE)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        self.environment["PATH"] = f"{folder}:{os.environ['PATH']}"
        self.environment["DRY_BIN"] = str(pathlib.Path(self.options.dry).resolve())

    def shell(self, script, environment):
        """Runs `script` as a step's shell does."""
        file = self.temp / "step.sh"
        file.write_text(script)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)]
        return subprocess.run(command, cwd=self.root, env={**self.environment, **environment}).returncode


class GitHub(Job):
    def __init__(self, options, workflow, name):
        super().__init__(options)
        self.job = workflow["jobs"][name]
        self.summary = self.temp / "summary.md"
        self.environment.update(
            GITHUB_WORKSPACE=str(self.root), GITHUB_ACTION_PATH=str(ROOT), RUNNER_TEMP=str(self.temp),
            GITHUB_SERVER_URL="https://github.example", GITHUB_REPOSITORY="owner/repo",
            GITHUB_RUN_ID="1", CI="true")
        self.names = {
            "failed()": False, "runner.os": "Linux", "runner.arch": "X64", "strategy.job-total": "6",
            "github.ref": "refs/heads/main", "github.event_name": "push",
        }
        for key, values in self.job.get("strategy", {}).get("matrix", {}).items():
            first = values[0] if key == "include" else {key: values[0]}
            self.names |= {f"matrix.{name}": value for name, value in first.items()}
        for key, value in (workflow.get("env") or {}).items():
            self.names[f"env.{key}"] = expressions.substitute(value, self.names)

    def run(self):
        self.steps(self.job["steps"], self.names)

    def steps(self, steps, names):
        for step in steps:
            title = step.get("name") or step.get("uses") or step.get("run")
            self.declare(step, names)
            runs = expressions.condition(step.get("if", "success()"), names)
            if not runs:
                print(f"-- {title}: skipped", flush=True)
                continue
            print(f"-- {title}", flush=True)
            if OUR_ACTION.fullmatch(step.get("uses", "")):
                self.action(step, names)
            elif "uses" in step:
                self.foreign(step, names)
            else:
                self.step(step, names)

    def declare(self, step, names):
        """Outputs that a step may give are empty until it does, as on GitHub; a misspelt one is not known."""
        if "id" in step:
            names[f"steps.{step['id']}.outcome"] = "skipped"
            for key in re.findall(r'echo "([A-Za-z_][\w-]*)=', step.get("run", "")):
                names[f"steps.{step['id']}.outputs.{key}"] = ""

    def foreign(self, step, names):
        """An action of others: its commit has to be pinned, its inputs have to be readable."""
        if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]):
            raise ValueError(f"not pinned by commit: {step['uses']}")
        for key, value in (step.get("with") or {}).items():
            print(f"   {key}: {expressions.substitute(value, names)}", flush=True)

    def action(self, step, names):
        """The local action, as the runner would unfold it."""
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        given = {k: expressions.substitute(v, names) for k, v in (step.get("with") or {}).items()}
        unknown = set(given) - set(action["inputs"])
        if unknown:
            raise ValueError(f"the action has no input {sorted(unknown)}")
        inputs = {k: v.get("default", "") for k, v in action["inputs"].items()} | given
        inputs |= dict(pair.split("=", 1) for pair in self.options.with_)
        inner = {k: v for k, v in names.items() if not k.startswith(("inputs.", "steps."))}
        inner |= {f"inputs.{k}": v for k, v in inputs.items()}
        self.steps(action["runs"]["steps"], inner)
        names["failed()"] = inner["failed()"]
        for key, output in action["outputs"].items():
            if self.status == 0:
                print(f"   output {key}: {expressions.substitute(output['value'], inner)}", flush=True)

    def step(self, step, names):
        if "${{" in step["run"]:
            raise ValueError("an expression within a script can be injected into: use env")
        outputs, page = self.temp / "output.txt", self.temp / "page.md"
        for file in (outputs, page):
            file.write_text("")
        environment = {
            k: expressions.substitute(v, names) for k, v in (step.get("env") or {}).items()
        }
        environment |= {"GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(page)}
        status = self.shell(step["run"], environment)
        self.read(outputs, step.get("id"), names)
        self.keep(page)
        if "id" in step:
            names[f"steps.{step['id']}.outcome"] = "failure" if status else "success"
        if status and not self.status:
            self.status = status
            names["failed()"] = True

    def read(self, file, step, names):
        for line in file.read_text().splitlines():
            key, sign, value = line.partition("=")
            if not sign or not re.fullmatch(r"[A-Za-z_][\w-]*", key):
                raise ValueError(f"this is no output: {line}")
            names[f"steps.{step}.outputs.{key}"] = value

    def keep(self, page):
        size = page.stat().st_size
        if size > SUMMARY_LIMIT:
            raise ValueError(f"GitHub would show nothing of a summary of {size} bytes")
        if size:
            print(f"   summary: {size} bytes", flush=True)
        with self.summary.open("a") as all_pages:
            all_pages.write(page.read_text())


class GitLab(Job):
    def __init__(self, options, pipeline, name):
        super().__init__(options)
        self.job = pipeline[name]
        self.root = self.checkout()
        self.environment.update(
            CI_PROJECT_DIR=str(self.root), CI_COMMIT_TIMESTAMP="2025-07-09T12:00:00+00:00",
            CI_JOB_URL="https://gitlab.example/-/jobs/1", CI_NODE_INDEX="1", CI_NODE_TOTAL="6")

    def checkout(self):
        """A folder that looks like the checkout, since scripts write beside what they read."""
        folder = self.temp / "checkout"
        folder.mkdir()
        tracked = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in sorted({line.split("/")[0] for line in tracked.splitlines()}):
            (folder / name).symlink_to(ROOT / name)
        return folder

    def run(self):
        """The script is one shell's, so that variables last; what comes after it always runs."""
        self.status = self.shell("\n".join(self.job["script"]), {})
        self.shell("\n".join(self.job.get("after_script") or []), {})
        if self.options.keep:
            shutil.copytree(self.root / "report", self.options.keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("job")
    parser.add_argument("--with", dest="with_", action="append", default=[], metavar="input=value")
    parser.add_argument("--dry", metavar="BIN", help="run no swift and no make")
    parser.add_argument("--workspace", default=ROOT, help="the checked-out repository")
    parser.add_argument("--keep", metavar="FOLDER", help="GitLab: copy the report to a new folder")
    options = parser.parse_args()
    text = yaml.safe_load((ROOT / options.file).read_text())  # a full path stays
    kind = GitHub if "jobs" in text else GitLab
    job = kind(options, text, options.job)
    try:
        job.run()
    except (ValueError, KeyError) as fault:
        print(f"ci-steps: {options.file}, {options.job}: {fault}", file=sys.stderr)
        return 3
    finally:
        shutil.rmtree(job.temp)
    return job.status


if __name__ == "__main__":
    sys.exit(main())
