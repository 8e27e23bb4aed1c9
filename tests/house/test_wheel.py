"""What is installed from the wheel brings its own pages and styles."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("setup.cfg", "setup.py", "README.md", "dialogues", "templates", "static")
MADE_ELSEWHERE = shutil.ignore_patterns("__pycache__", "*.pyc")
# Prints where the package lies, then what a page and the style it asks for answer.
VISIT = """
import re, sys
from pathlib import Path
import dialogues
from dialogues.app import create_app
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.schema import bring_up_to_date
folder = Path(sys.argv[1])
app = create_app(instance=folder, settings={"DATABASE_URL": f"sqlite:///{folder / 'visit.sqlite3'}"})
app.testing = True
with app.app_context():
    bring_up_to_date(db.engine, at=clock.now())
print(Path(dialogues.__file__).resolve().parent)
browser = app.test_client()
page = browser.get("/sign-in")
print(page.status_code, "<h1" in page.text)
style = browser.get(re.search(r'href="([^"]+[.]css)"', page.text)[1])
print(style.status_code, style.mimetype)
"""


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DIALOGUES_", "PYTHON"))}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def build_wheel(folder: Path) -> Path:
    """Build from a copy, because building leaves folders behind."""
    copy = folder / "source"
    copy.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=MADE_ELSEWHERE)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    built = run(sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", folder, copy, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("dialogues-*.whl"))


def clean_environment(folder: Path) -> Path:
    """An environment without the program, where the needs of this one can be imported; its interpreter."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    answer = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    needs = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(answer.stdout.strip(), "needs.pth").write_text("\n".join(sorted(needs)), encoding="utf-8")
    return python


def files_below(folder: Path) -> set[str]:
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_the_wheel_installed_alone_serves_its_pages_and_styles(tmp_path):
    wheel = build_wheel(tmp_path)
    python = clean_environment(tmp_path / "clean")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    before = run(python, "-c", "import dialogues", cwd=elsewhere)
    assert "No module named 'dialogues'" in before.stderr  # so what follows is the wheel and not the checkout
    pip: list[object] = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    installed = run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=elsewhere)
    assert installed.returncode == 0, installed.stdout + installed.stderr

    assistance = run(python.with_name("dialogues"), "--help", cwd=elsewhere)
    assert assistance.returncode == 0, assistance.stderr
    assert "serve" in assistance.stdout
    visit = run(python, "-c", VISIT, elsewhere / "instance", cwd=elsewhere)
    assert visit.returncode == 0, visit.stderr
    package, page, style = visit.stdout.splitlines()
    assert Path(package).is_relative_to(tmp_path.resolve() / "clean")
    assert (page, style) == ("200 True", "200 text/css")

    shutil.rmtree(Path(package) / "templates")
    without = run(python, "-c", VISIT, elsewhere / "instance", cwd=elsewhere)
    assert "200 True" not in without.stdout  # so the page came out of the package


def test_the_wheel_holds_every_template_style_and_translation(tmp_path):
    with zipfile.ZipFile(build_wheel(tmp_path)) as wheel:
        held = set(wheel.namelist())
    missing = {name for kind in ("templates", "static") for name in files_below(ROOT / kind)}
    assert len(missing) > 20
    assert {name for name in missing if f"dialogues/{name}" not in held} == set()
    package = {name for name in files_below(ROOT / "dialogues") if not name.endswith((".po", ".pot"))}
    assert {name for name in package if name not in held} == set()
    assert not any(name.startswith(("tests/", "instance/", "templates/", "static/")) for name in held)
