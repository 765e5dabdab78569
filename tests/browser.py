"""The book and a browser, for the tests that look at pages: each is made once, whatever the number of workers.

A module that needs the fixtures takes them over:
`book, chromium, shared = browser.book, browser.chromium, browser.shared`
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from twocrises.book.build import build_book
from twocrises.book.paper import find_chromium
from twocrises.errors import TwoCrisesError
from twocrises.notebooks import ROOT

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def once(folder: Path, make: Callable[[Path], object], *, patience: float = 400) -> Path:
    """Let the first worker make a folder, and the others wait for it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made, failed = folder.with_suffix(".made"), folder.with_suffix(".failed")
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + patience
        while not made.exists():
            if failed.exists():
                pytest.fail(failed.read_text(encoding="utf-8"), pytrace=False)
            if time.monotonic() > end:
                pytest.fail(f"{folder.name} was not made within {patience:.0f} s", pytrace=False)
            time.sleep(0.2)
        return folder
    try:
        make(folder)
    except Exception as error:
        failed.write_text(f"{folder.name} could not be made: {error}", encoding="utf-8")
        raise
    made.touch()
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def book(shared) -> Path:
    """The pages of the book."""
    return once(shared / "book", lambda folder: build_book(ROOT, folder)) / "html"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """An installed Chromium. Of a module, since Playwright keeps an event loop running that other tests would meet."""
    try:
        program = find_chromium()
    except TwoCrisesError as error:
        pytest.skip(str(error))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@cache
def axe() -> str:
    """Read axe-core, which comes inside a package."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Seen:
    """What a browser did while it showed pages."""

    def __init__(self) -> None:
        self.files: set[Path] = set()
        self.asked: list[str] = []
        self.said: list[str] = []

    def forget(self) -> None:
        """Begin anew, for the next page."""
        self.files.clear()
        self.asked.clear()
        self.said.clear()

    @property
    def faults(self) -> list[str]:
        """Requests to other places, errors, and dialogs."""
        return [*(f"asks {address}" for address in self.asked), *self.said]


@contextmanager
def opened(browser, *, size=DESKTOP, scheme="light", **options) -> Iterator[tuple[Any, Seen]]:
    """Open a window without a network, and note what happens in it."""
    context = browser.new_context(viewport=size, color_scheme=scheme, offline=True, reduced_motion="reduce", **options)
    seen = Seen()

    def route(found) -> None:
        seen.asked.append(found.request.url)
        found.abort()

    def request(found) -> None:
        if found.url.startswith("file:"):
            seen.files.add(Path(unquote(urlsplit(found.url).path)))

    def dialog(found) -> None:
        seen.said.append(f"opens a dialog: {found.message}")
        found.dismiss()

    def line(found) -> None:
        if found.type in ("error", "warning"):
            seen.said.append(f"says: {found.text}")

    # Only what is neither a file nor part of a page goes through Python, for each request that does costs time.
    context.route(lambda address: not address.startswith(("file:", "data:", "blob:", "about:")), route)
    context.on("request", request)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: seen.said.append(f"fails: {error}"))
    page.on(
        "console", lambda line: seen.said.append(f"says: {line.text}") if line.type in ("error", "warning") else None
    )
    page.on("dialog", dialog)
    try:
        yield page, seen
    finally:
        context.close()


def page_names(html: Path) -> list[str]:
    """Name the pages of a built book."""
    names = (path.relative_to(html) for path in html.rglob("*.html"))
    return sorted(name.as_posix() for name in names if name.parts[0] != "_static")
