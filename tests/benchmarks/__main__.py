"""`make bench`: every figure, one after another, each in a process of its own so that none warms up another.

Give names to run only some: `python -m tests.benchmarks fan_out`.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """Benchmarks in the order in which they run: what the media server costs first."""
    found = {file.stem for file in HERE.glob("*.py")} - {"__init__", "__main__"}
    return sorted(found, key=lambda name: (not name.startswith("media"), name))


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"no benchmark named {', '.join(sorted(unknown))}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    failed = [name for name in wanted or names() if not _passes(name)]
    if failed:
        print(f"beyond its limit: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str) -> bool:
    began = time.monotonic()
    print(f"=== {name}", flush=True)
    finished = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False)
    print(f"    {time.monotonic() - began:.0f} s\n", flush=True)
    return finished.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
