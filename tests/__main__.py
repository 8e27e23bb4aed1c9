"""Run every check with `python3 -m tests`, from a bare checkout too.

    python3 -m tests                      format, lint, types, contracts, tests on SQLite and PostgreSQL, browser
    python3 -m tests tests/people -k esi  pytest alone, with these arguments
    --no-browser, --no-postgres           leave that part out; refused where CI is set

Like `dialogues.__main__` this file keeps to what every Python 3.6 and newer can read.
"""

import sys

from dialogues.__main__ import require_python


def main() -> None:
    """Make the environment if it is missing, then run the stages in it."""
    if sys.argv[1:] in (["-h"], ["--help"]):
        sys.stdout.write(__doc__)
        return
    require_python()
    from dialogues import bootstrap

    bootstrap.enter("tests/requirements.txt", extra="test", covers=["requirements.txt"])
    from tests.stages import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
