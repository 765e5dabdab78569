"""The writer: lessons become notebooks and notebooks lessons, and nothing anybody wrote is lost."""

import base64
import copy
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import v4
from PIL import Image, ImageDraw

from twocrises import notebooks as writer
from twocrises.__main__ import main
from twocrises.errors import TwoCrisesError
from twocrises.notebooks import (
    SETUP,
    Cell,
    carry_back,
    choose_lessons,
    fingerprint,
    lesson_cells,
    lesson_text,
    make_notebook,
    notebook_text,
    parse_lesson,
    read_notebook,
    run_lesson,
    spacing_hint,
    write_notebook,
)
from twocrises.outputs import check_notebook, compare, on_the_lock

ALT = "A bar, taller in 2022 (3.25) than in 2014 (1.5)."
LESSON = """\
# Zwei Krisen, «two crises»

One paragraph of prose.

```{code-cell}
import sys
import utils

for part in ("2014 ", "2022"):
    print(part, end="", flush=True)
```

A second one.

+++

And a third, after a separator.

```{code-cell}
:tags: [hide-input, figure]

import base64, io
from IPython.display import display
from PIL import Image

file = io.BytesIO()
Image.new("RGB", (60, 40), "teal").save(file, "png")
png, alt = base64.b64encode(file.getvalue()).decode(), "ALT"
display({"image/png": png, "text/plain": alt}, metadata={"image/png": {"alt": alt}}, raw=True)
```

```{code-cell}
:tags: [raises-exception]

1 / 0
```

+++ {"tags": ["exercise"]}

Your turn.

```{code-cell}

```
""".replace("ALT", ALT)


def make_repository(folder, lesson=LESSON):
    """A repository whose path has a space and letters beyond ASCII."""
    root = folder / "zwei Krisen – проба"
    (root / "lessons").mkdir(parents=True)
    (root / "notebooks").mkdir()
    (root / "utils.py").touch()
    (root / "lessons" / "01_first.md").write_text(lesson, encoding="utf-8", newline="\n")
    return root


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The lesson, executed once for all tests that need real outputs."""
    root = make_repository(tmp_path_factory.mktemp("executed"))
    return run_lesson(root / "lessons" / "01_first.md")


@pytest.fixture
def fresh(executed):
    return copy.deepcopy(executed)


@pytest.fixture
def root(tmp_path):
    return make_repository(tmp_path)


@pytest.fixture
def lesson(root):
    return root / "lessons" / "01_first.md"


@pytest.fixture
def path(root, fresh):
    """The notebook of the lesson, as the writer left it."""
    path = root / "notebooks" / "01_first.ipynb"
    assert write_notebook(fresh, path) == "written"
    return path


def edit(path, old="One paragraph", new="My own paragraph"):
    """Change a source the way JupyterLab saves it."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def mine(root):
    return {file.name: file.read_text(encoding="utf-8") for file in (root / "notebooks" / "mine").glob("*")}


def everything(root):
    return {file: file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}


# What the notebook is


def test_two_runs_give_the_same_bytes(fresh, root, lesson):
    assert notebook_text(run_lesson(lesson)) == notebook_text(fresh)


def test_the_notebook_holds_what_it_should_and_nothing_else(fresh):
    title, setup, first, *_, empty = fresh.cells
    assert title.source.startswith("# Zwei Krisen")
    assert setup.source == SETUP
    assert setup.metadata == {"jupyter": {"source_hidden": True}, "tags": ["remove-cell", "setup"]}
    assert [output.text for output in first.outputs] == ["2014 2022"], "pieces of a stream are joined"
    assert first.metadata == {}
    assert empty.source == "" and empty.execution_count is None
    assert [c.execution_count for c in fresh.cells if c.cell_type == "code"] == [1, 2, 3, 4, None]
    assert set(fresh.metadata) == {"kernelspec", "language_info", "two_crises"}
    assert (fresh.nbformat, fresh.nbformat_minor) == (4, 5)
    assert check_notebook(fresh) == []


def test_alt_text_reaches_the_book(fresh):
    (figure,) = [cell for cell in fresh.cells if "figure" in cell.metadata.get("tags", [])]
    assert figure.metadata.mystnb == {"image": {"alt": ALT}}
    assert figure.outputs[0].metadata["image/png"]["alt"] == ALT


def test_the_file_is_plain_utf8_json(path):
    content = path.read_bytes()
    assert content.endswith(b"}\n") and b"\r" not in content
    assert "«two crises»" in content.decode()
    assert json.dumps(json.loads(content), indent=1, sort_keys=True, ensure_ascii=False) + "\n" == content.decode()


def test_equal_cells_have_different_ids_and_the_title_comes_first():
    nb = make_notebook([Cell("markdown", "# T"), Cell("code", "1"), Cell("code", "1")], "lessons/01_a.md")
    ids = [cell.id for cell in nb.cells]
    assert len(set(ids)) == 4 and ids[3] == f"{ids[2]}-2"
    assert [cell.source for cell in nb.cells][:2] == ["# T", SETUP]
    assert make_notebook([Cell("code", "1")], "lessons/01_a.md").cells[0].source == SETUP


def test_setup_cell_is_formatted_as_ruff_wants_it():
    ruff = [sys.executable, "-m", "ruff", "format", "--diff", "--line-length=110", "--stdin-filename=a.py", "-"]
    subprocess.run(ruff, input=SETUP + "\n", text=True, check=True, capture_output=True, encoding="utf-8")


# Whose kernel, whose settings


def test_personal_settings_do_not_matter(tmp_path, monkeypatch):
    """Neither a kernel of the same name nor start-up files nor matplotlib settings of the user take part."""
    spec = tmp_path / "data" / "kernels" / "python3"
    spec.mkdir(parents=True)
    spec.joinpath("kernel.json").write_text('{"argv": ["false"], "display_name": "Fake", "language": "python"}')
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    startup.joinpath("00.py").write_text("print('start-up file'); personal = True")
    (tmp_path / "matplotlibrc").write_text("figure.dpi: 33")
    for key, folder in {
        "JUPYTER_DATA_DIR": "data",
        "HOME": ".",
        "IPYTHONDIR": "ipython",
        "MATPLOTLIBRC": "matplotlibrc",
        "PYTHONSTARTUP": "ipython/profile_default/startup/00.py",
        "MPLBACKEND": "nonsense",
    }.items():
        monkeypatch.setenv(key, str(tmp_path / folder))
    code = "import os, sys\n\nprint(sys.executable == {!r}, 'personal' in globals(), os.environ.get('MPLBACKEND'))\n"
    code += "print(os.path.getsize(os.environ['MATPLOTLIBRC']), os.environ['PYTHONHASHSEED'], os.getcwd() == {!r})"
    root = tmp_path / "repository"
    make_repository(root)
    (root,) = root.iterdir()
    (root / "lessons" / "01_first.md").write_text(
        lesson_text([Cell("code", code.format(sys.executable, str(root / "notebooks")))]), encoding="utf-8"
    )
    # IPython puts its own backend where none is set.
    (output,) = run_lesson(root / "lessons" / "01_first.md").cells[1].outputs
    assert output.text.splitlines() == ["True False module://matplotlib_inline.backend_inline", "0 0 True"]


# When something goes wrong


@pytest.mark.parametrize(
    ("code", "seconds", "sentence"),
    [
        ("y = undefined", 60, "cell 2 (“y = undefined”): NameError: name 'undefined' is not defined."),
        ("import twocrises.errors as e\n\nraise e.TwoCrisesError('No text here.')", 60, "”): No text here."),
        ("import warnings\n\nwarnings.warn('careful')", 60, "cell 2: holds a warning (“"),
        ("import time\n\ntime.sleep(60)", 3, "was not done when the notebook had run for 3 seconds."),
        ("import os\n\nos._exit(3)", 60, "the kernel died (Kernel died)."),
    ],
    ids=["exception", "our exception", "warning", "too long", "dead kernel"],
)
def test_a_failing_cell_fails_the_build_and_nothing_is_written(root, lesson, path, code, seconds, sentence):
    lesson.write_text(lesson_text([Cell("markdown", "# T"), Cell("code", code)]), encoding="utf-8")
    before = everything(root)
    (report,) = writer.rebuild({"01_first": lesson}, root, seconds=seconds)
    (problem,) = report.problems
    assert problem.startswith("lessons/01_first.md, ") and sentence in problem
    assert problem.endswith("Nothing was written.") and "\n" not in problem
    assert everything(root) == before


def test_an_interrupted_write_leaves_no_half_file(root, path, fresh, monkeypatch):
    edit(path)
    before = everything(root)

    def interrupted(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_notebook(fresh, path)
    copies = [file for file in everything(root) if file.parent.name == "mine"]
    assert everything(root).items() - before.items() == {(copies[0], before[path])}


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a console, not to a process")
def test_ctrl_c_stops_the_kernel_and_writes_nothing(root, lesson, tmp_path):
    sign = tmp_path / "started"
    code = f"import os, pathlib, time\n\npathlib.Path({str(sign)!r}).write_text(str(os.getpid()))\ntime.sleep(99)"
    lesson.write_text(lesson_text([Cell("code", code)]), encoding="utf-8")
    before = everything(root)
    command = (
        "import pathlib, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from twocrises.__main__ import main; sys.exit(main(['notebooks'], pathlib.Path(sys.argv[1])))"
    )
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", command, str(root)], **pipe) as process:
        deadline = time.monotonic() + 60
        while not (sign.exists() and sign.read_text()) and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert error == "Stopped. Each notebook is either as it was or complete.\n"
    assert everything(root) == before
    with pytest.raises(ProcessLookupError):
        os.kill(int(sign.read_text()), 0)


# Leaving alone, setting aside


def test_an_unchanged_notebook_is_not_touched(path, fresh):
    os.utime(path, (1, 1))
    assert write_notebook(fresh, path) == "unchanged"
    assert path.stat().st_mtime == 1


def test_a_stale_output_is_replaced_without_a_copy(root, path, fresh):
    good = path.read_bytes()
    edit(path, '"2014 2022"', '"2014 2023"')
    assert write_notebook(fresh, path) == "written"
    assert path.read_bytes() == good and mine(root) == {}


def test_a_notebook_run_and_saved_in_jupyterlab_is_not_an_edit(root, path, fresh):
    nb = read_notebook(path)
    nb.metadata.language_info = {"name": "python", "version": "3.13.1", "codemirror_mode": {"name": "ipython"}}
    nb.metadata.kernelspec.display_name = "my kernel"
    for cell in nb.cells:
        cell.metadata.update(editable=True, slideshow={"slide_type": ""}, tags=cell.metadata.get("tags", []))
        if cell.cell_type == "code":
            cell.metadata.update(collapsed=True, scrolled=True, execution={"iopub.status.busy": "2026-01-01"})
            cell.outputs, cell.execution_count = [], 17
    nb.cells[-1].source = "\n"
    path.write_text(json.dumps(nb), encoding="utf-8")
    assert write_notebook(fresh, path) == "written"
    assert mine(root) == {}


def test_edits_are_set_aside_each_under_a_name_of_its_own(root, path, fresh):
    for word, name in {"One": "01_first", "Two": "01_first-2", "Three": "01_first-3"}.items():
        edit(path, "One paragraph", f"{word} different paragraph")
        assert write_notebook(fresh, path) == f"written; your edited copy is in notebooks/mine/{name}.ipynb"
        assert f"{word} different paragraph" in mine(root)[f"{name}.ipynb"]
        assert read_notebook(path) == fresh
    assert len(mine(root)) == 3 and "One different" in mine(root)["01_first.ipynb"]


@pytest.mark.parametrize(
    "content", ["", "not JSON", "[]", '{"cells": 3}', '{"nbformat": 4}', '{"nbformat": 3}', "\x00"]
)
def test_a_file_that_is_no_notebook_is_set_aside(root, path, fresh, content):
    path.write_text(content, encoding="utf-8")
    assert "notebooks/mine/01_first.ipynb" in write_notebook(fresh, path)
    assert mine(root) == {"01_first.ipynb": content}


def test_a_notebook_without_a_record_is_set_aside_unless_its_words_are_the_lessons(root, path, fresh):
    nb = read_notebook(path)
    del nb.metadata["two_crises"]
    path.write_text(json.dumps(nb), encoding="utf-8")
    assert write_notebook(fresh, path) == "written"
    nb.cells[0].source = "# Other"
    path.write_text(json.dumps(nb), encoding="utf-8")
    assert "your edited copy" in write_notebook(fresh, path)


def test_a_notebook_of_an_older_lesson_is_replaced_without_a_copy(root, path, lesson):
    newer = make_notebook([Cell("markdown", "# A newer lesson")], "lessons/01_first.md")
    assert write_notebook(newer, path) == "written"
    assert mine(root) == {}


# The way back


def test_lesson_to_notebook_and_back_is_the_lesson_byte_for_byte(root, lesson, path):
    before = lesson.read_bytes()
    assert spacing_hint(lesson) is None
    assert lesson_text(lesson_cells(read_notebook(path))).encode() == before
    assert carry_back(path, root) == lesson
    assert lesson.read_bytes() == before


def test_edits_go_back_again_and_again(root, lesson, path, fresh):
    edit(path)
    assert "your edited copy" in write_notebook(fresh, path)
    copy_ = root / "notebooks" / "mine" / "01_first.ipynb"
    carry_back(copy_, root)
    assert lesson.read_text(encoding="utf-8") == LESSON.replace("One paragraph", "My own paragraph")
    edit(copy_, "My own", "Our own")
    carry_back(copy_, root)
    assert lesson.read_text(encoding="utf-8") == LESSON.replace("One paragraph", "Our own paragraph")


def test_back_refuses_when_the_lesson_changed(root, lesson, path):
    edit(path)
    lesson.write_text(LESSON.replace("A second one", "Another one"), encoding="utf-8")
    before = everything(root)
    with pytest.raises(TwoCrisesError, match=r"^lessons/01_first\.md has changed since .* Run `python -m twocrises"):
        carry_back(path, root)
    assert everything(root) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda nb: nb.cells[0].update(attachments={"a.png": {"image/png": ""}}), "a picture pasted into its text"),
        (lambda nb: nb.cells[0].update(source="one\n\n+++\n\ntwo"), "a line that would begin a new cell"),
        (lambda nb: nb.cells[1].update(source=SETUP + "\nimport os"), "its hidden first cell was changed"),
        (lambda nb: nb.metadata.pop("two_crises"), "was not made from one of the lessons"),
        (lambda nb: nb.metadata.two_crises.update(lesson="../../etc/passwd"), "was not made from one of the lessons"),
        (lambda nb: nb.pop("cells"), "is not a notebook that can be read"),
    ],
)
def test_back_refuses_what_a_lesson_cannot_hold(root, path, change, sentence):
    nb = read_notebook(path)
    change(nb)
    path.write_text(json.dumps(nb), encoding="utf-8")
    before = everything(root)
    with pytest.raises(TwoCrisesError, match=sentence):
        carry_back(path, root)
    assert everything(root) == before


def test_back_puts_a_loosely_spelled_lesson_into_form(root, lesson, path):
    lesson.write_text("---\ntitle: first\n---\n\n" + LESSON.replace("```\n\nA", "```\nA"), encoding="utf-8")
    assert spacing_hint(lesson).startswith("lessons/01_first.md, line 1:")
    carry_back(path, root)
    assert lesson.read_text(encoding="utf-8") == LESSON


@pytest.mark.parametrize(
    "text",
    [
        "```{code-cell}\n:name: x\n\n1\n```\n",
        "```{code-cell}\n:tags: one\n\n1\n```\n",
        "```{code-cell}\n:a: [\n\n1\n```\n",
        '+++ {"a"\n\nText\n',
        "---\na: [\n---\n",
    ],
)
def test_a_lesson_that_cannot_be_read_says_so_in_a_sentence(lesson, text):
    lesson.write_text(text, encoding="utf-8")
    with pytest.raises(TwoCrisesError, match=r"^lessons/01_first\.md: ") as caught:
        run_lesson(lesson)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["# T\n\n```python\nx = 1\n```\n", "````{code-cell}\n'''\n```\n'''\n````\n", "Only text.\n"]
)
def test_fences_inside_cells_come_back(text):
    assert lesson_text(parse_lesson(text)) == text


# The checks, on broken notebooks


def output_cell(*outputs, tags=(), count=1, source="x"):
    return v4.new_code_cell(
        source, id=f"c{count}", execution_count=count, outputs=list(outputs), metadata={"tags": list(tags)}
    )


def printed(text, name="stdout"):
    return v4.new_output("stream", text=text, name=name)


def shown(alt=None, **data):
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    return v4.new_output(
        "display_data", data={key.replace("_", "/"): value for key, value in data.items()}, metadata=metadata
    )


def notebook(*cells):
    return v4.new_notebook(cells=list(cells))


def png(height=30, size=(200, 100), grey=0):
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).rectangle((40, size[1] - height, 80, size[1]), fill=grey)
    file = io.BytesIO()
    image.save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


ERROR = v4.new_output("error", ename="NameError", evalue="name 'x' is not defined", traceback=[])


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([output_cell(ERROR)], "nb, cell 1: holds an error (NameError: name 'x' is not defined)."),
        (
            [output_cell(printed("UserWarning: careful", "stderr"))],
            "nb, cell 1: holds a warning (“UserWarning: careful”).",
        ),
        ([output_cell(count=2), output_cell(count=1)], "nb: its cells were run in the order 2, 1, not 1 to 2."),
        ([output_cell(count=3)], "nb: its cells were run in the order 3, not 1 to 1."),
        ([v4.new_code_cell("x")], "nb, cell 1: has no number, so it was not run."),
        ([output_cell(shown(image_png=png()))], "nb, cell 1: shows a figure without alt text."),
        ([output_cell(shown(" ", image_png=png()))], "nb, cell 1: shows a figure without alt text."),
        ([output_cell(shown("<Figure size 1x1>", image_png=png()))], "nb, cell 1: shows a figure without alt text."),
        (
            [output_cell(shown(text_html='<p><img src="a.png"></p>'))],
            "nb, cell 1: shows an image without alt text inside HTML.",
        ),
        (
            [output_cell(shown("One.", image_png=png()), shown("Two.", image_png=png()))],
            "nb, cell 1: shows 2 figures; give each a cell of its own, so that each keeps its alt text.",
        ),
        (
            [output_cell(shown(text_plain="<object at 0x7f3c1a2b>"))],
            "nb, cell 1: shows a memory address (“<object at 0x7f3c1a2b”).",
        ),
        ([output_cell(printed("/home/ann/two"))], "nb, cell 1: shows a path of one machine (“/home/ann/two”)."),
        ([output_cell(printed(r"C:\Users\ann"))], r"nb, cell 1: shows a path of one machine (“C:\Users\ann”)."),
        (
            [output_cell(printed("in /srv/two crises/x"))],
            "nb, cell 1: shows a path of one machine (“/srv/two crises/x”).",
        ),
    ],
)
def test_a_broken_notebook_is_named(cells, sentence):
    assert check_notebook(notebook(*cells), name="nb", root=Path("/srv/two crises")) == [sentence]


def test_home_folder_is_a_path_of_one_machine():
    (sentence,) = check_notebook(notebook(output_cell(printed(f"see {Path.home()}"))))
    assert "path of one machine" in sentence


def test_what_a_sound_notebook_may_hold():
    nb = notebook(
        v4.new_markdown_cell("# T"),
        output_cell(ERROR, tags=["raises-exception"]),
        v4.new_code_cell(""),
        output_cell(shown("A bar.", image_png=png(), text_plain="A bar."), count=2),
        output_cell(printed("www.example.org/home/news says 0x10 at noon"), count=3),
        output_cell(shown(text_html='<img src="a.png" alt="A bar.">'), count=4),
    )
    assert check_notebook(nb) == []


def differences(new, old, **kind):
    return compare(notebook(output_cell(*new)), notebook(output_cell(*old)), name="nb", **kind)


@pytest.mark.parametrize(
    ("new", "old", "sentence"),
    [
        (
            [shown(text_html="<table>\n<td>0.12</td>\n</table>", text_plain="0.12")],
            [shown(text_html="<table>\n<td>0.13</td>\n</table>", text_plain="0.13")],
            "nb, cell 1: the table says “0.12”, the committed one “0.13”.",
        ),
        (
            [printed("one\ntwo\n")],
            [printed("one\n")],
            "nb, cell 1: the printed text says “two”, the committed one nothing there.",
        ),
        (
            [printed("a\n")],
            [printed("a")],
            "nb, cell 1: the printed text differs from the committed one in its markup or line ends.",
        ),
        (
            [shown("A bar.", image_png=png())],
            [],
            "nb, cell 1: a fresh run shows figure, description of the output, the committed notebook nothing.",
        ),
        (
            [shown("Up.", image_png=png(), text_plain="Up.")],
            [shown("Down.", image_png=png(), text_plain="Down.")],
            "nb, cell 1: the alt text says “Up.”, the committed one “Down.”.",
        ),
        (
            [shown("A bar.", image_png=png(size=(200, 100)))],
            [shown("A bar.", image_png=png(size=(200, 90)))],
            "nb, cell 1: the figure measures 200 × 100 pixels, the committed one 200 × 90.",
        ),
        (
            [shown("A bar.", image_png=png())],
            [shown("A bar.", image_png="bm8=")],
            "nb, cell 1: the figure cannot be read as an image.",
        ),
    ],
)
def test_a_stale_output_is_named(new, old, sentence):
    assert differences(new, old) == [sentence]
    assert differences(new, new) == []


def test_a_figure_that_moved_is_found_on_the_lock_and_a_rounded_edge_is_not():
    def figure(**how):
        return [shown("A bar.", image_png=png(**how))]

    assert "looks different" in differences(figure(height=30), figure(height=32))[0]
    assert differences(figure(grey=0), figure(grey=5)) == []
    assert differences(figure(height=30), figure(height=32), exact=False) == []
    assert "looks different" in differences(figure(height=30), figure(height=90), exact=False)[0]
    assert differences(figure(), figure(size=(204, 103)), exact=False) == []


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("0.12", "0.13", True),
        ("0.12", "0.14", False),
        ("0.12", "0.1", True),
        ("−0.01", "0.00", True),
        ("x   9.99", "x 10.00", True),
        ("1,234.5 words", "1,234.6 words", True),
        ("1.5e-07", "1.6e-07", True),
        ("1.5e-07", "1.5e-06", False),
        ("12 %", "13 %", True),
        ("12%", "14%", False),
        ("12 %", "12", False),
        ("5 articles", "6 articles", False),
        ("in 2014", "in 2015", False),
        ("2014–22", "2014–23", False),
        ("mean 0.5 of a", "mean 0.5 of b", False),
    ],
)
def test_off_the_lock_numbers_agree_at_the_precision_shown(a, b, equal):
    assert (differences([printed(a)], [printed(b)], exact=False) == []) is equal
    assert differences([printed(a)], [printed(b)], exact=True) != []


def test_what_surrounds_the_outputs_is_compared_too(fresh):
    other = copy.deepcopy(fresh)
    other.cells[2].execution_count = 9
    other.cells[3].metadata.collapsed = True
    other.metadata.language_info.version = "3"
    assert compare(fresh, other, name="nb") == [
        "nb, cell 2: its number, id or metadata are not those the writer writes.",
        "nb: the metadata of the committed notebook are not those the writer writes.",
    ]
    other.cells.pop()
    (sentence,) = compare(fresh, other, name="nb")
    assert sentence == "nb, the empty cell after cell 4: the committed notebook does not follow the lesson."


def test_the_lock(tmp_path):
    from importlib.metadata import version

    from twocrises.outputs import DECISIVE

    requirements = tmp_path / "requirements.txt"
    assert not on_the_lock(requirements)
    requirements.write_text("".join(f"{name}=={version(name)} \\\n    --hash=sha256:00\n" for name in DECISIVE))
    assert on_the_lock(requirements)
    requirements.write_text(requirements.read_text().replace(f"pandas=={version('pandas')}", "pandas==0.1"))
    assert not on_the_lock(requirements)


# The command line


def test_command_line_from_lesson_to_notebook_and_back(root, lesson, capsys):
    (root / "lessons" / "02_second.md").write_text("# Second\n", encoding="utf-8")
    (root / "lessons" / "README.md").write_text("not a lesson\n", encoding="utf-8")
    (root / "notebooks" / "scratch.ipynb").write_text("{}", encoding="utf-8")
    assert main(["notebooks"], root) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("[1/2] 01_first … ") and lines[0].endswith(" s, written")
    assert lines[2] == "notebooks/scratch.ipynb has no lesson, so it was left alone."
    assert lines[-1] == "Open notebooks/01_first.ipynb, or run: make lab"

    edit(root / "notebooks" / "01_first.ipynb", "2014 2022", "2014 2021")
    before = everything(root)
    assert main(["notebooks", "--check", "01_first.ipynb"], root) == 1
    assert (
        capsys.readouterr().err
        == "01_first, cell 2: the printed text says “2014 2022”, the committed one “2014 2021”.\n"
    )
    assert everything(root) == before

    assert main(["back", str(root / "notebooks" / "01_first.ipynb")], root) == 0
    assert "Written: lessons/01_first.md." in capsys.readouterr().out


def test_command_line_says_what_is_wrong_in_one_sentence(root, tmp_path, capsys):
    assert main(["notebooks", "07_none"], root) == 1
    assert capsys.readouterr().err == "There is no lesson called 07_none. There are: 01_first.\n"
    assert main(["notebooks", "--check"], root) == 1
    error = capsys.readouterr().err
    assert error == "notebooks/01_first.ipynb is missing. Make it: python -m twocrises notebooks 01_first\n"
    assert main(["notebooks"], tmp_path) == 1
    assert capsys.readouterr().err.startswith("There is no lesson in ")
    assert main(["back", "nothing.ipynb"], root) == 1
    assert capsys.readouterr().err == "nothing.ipynb is not a notebook that can be read.\n"


@pytest.mark.parametrize(
    "name", ["01_first", "01_first.md", "01_first.ipynb", "lessons/01_first.md", "notebooks/01_first.ipynb"]
)
def test_a_lesson_may_be_named_in_any_way(root, name):
    assert list(choose_lessons([name], root)) == ["01_first"]


def test_fingerprint_looks_at_words_only():
    cells = [Cell("code", "1", ("a",)), Cell("markdown", "1")]
    assert fingerprint(cells) == fingerprint(list(cells))
    assert len({fingerprint(c) for c in (cells, cells[:1], cells[::-1], [Cell("code", "1"), cells[1]])}) == 4


def test_a_python_without_the_packages_is_told_so_in_one_sentence():
    """Isolated from site-packages, as the Python of a machine is on which nothing was installed."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from twocrises.__main__ import main; main(['notebooks'])"
    bare = [sys.executable, "-I", "-S", "-c", code, str(Path(__file__).parents[1])]
    found = subprocess.run(bare, capture_output=True, text=True, check=False, encoding="utf-8")
    assert found.returncode == 1
    assert found.stderr.startswith("This Python has no package ") and len(found.stderr.splitlines()) == 1
