"""How Sphinx makes the book; `python -m twocrises book` calls it with the assembled sources."""

from pathlib import Path

HERE = Path(__file__).parent

project = "Two Crises"
author = "The Two Crises project"
language = "en"

extensions = ["myst_nb", "twocrises.book.extension"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3
# The notebooks show what their authors saw: nothing runs here.
nb_execution_mode = "off"
nb_merge_streams = True
nb_number_source_lines = False

# Quotation marks of an article stay as they were printed.
smartquotes = False

# A warning is an error, and a link that leads nowhere is a warning.
nitpicky = True
html_theme = "sphinx_book_theme"
html_title = "Two Crises"
html_short_title = "Two Crises"
html_static_path = [str(HERE / "theme" / "static"), *map(str, sorted(HERE.glob("two_crises*.png")))]
templates_path = [str(HERE / "theme" / "templates")]
html_css_files = ["book.css", "corpus.css"]
html_math_renderer = "mathml"
html_copy_source = False
html_scaled_image_link = False
html_show_sphinx = False
html_use_index = False
# A summary would have to be fetched, which no browser does from a disk.
html_show_search_summary = False
html_permalinks_icon = "#"
html_last_updated_fmt = None
html_context = {"default_mode": "auto"}
html_sidebars = {"**": ["book-title.html", "search-button-field.html", "book-nav.html"]}
html_theme_options = {
    "navbar_persistent": [],
    "article_header_end": ["theme-switcher.html", "search-button.html", "toggle-secondary-sidebar.html"],
    "footer_content_items": ["book-footer.html"],
    "home_page_in_toc": False,
    "show_navbar_depth": 1,
    "max_navbar_depth": 3,
    "show_toc_level": 2,
    "toc_title": "On this page",
    "use_download_button": False,
    "use_fullscreen_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "logo": {"text": "Two Crises"},
    "search_bar_text": "Search this book",
}
