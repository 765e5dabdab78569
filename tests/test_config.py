"""corpus.toml: every mistake is answered by one sentence that says where and what to do."""

from datetime import date

import pytest

from twocrises.config import Config, check_articles, check_columns, load_config, parse_config
from twocrises.errors import TwoCrisesError

ERAS = "[eras.2014]\nstart = 2014-01-01\nend = 2014-12-31\n[eras.2022]\nstart = 2022-01-01\nend = 2022-12-31\n"
READING = '[[readings]]\nclaim = "tone"\nsays = "x"\n'


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("title = \n", r"corpus\.toml: this is not valid TOML \(.*line 1.*\)\. Mend that line\."),
        ("[era.x]", r'corpus\.toml: unknown key "era"\. Did you mean "eras"\?'),
        ("[eras.x]\nbegin = 2014-01-01", r'unknown key "begin" in \[eras\.x\]\. Known keys: start, end\.'),
        ("[eras.x]\nstart = 2014-01-01", r'"end" in \[eras\.x\] is missing\. Write a day as 2014-03-05'),
        ('[eras.x]\nstart = "soon"\nend = 2014-01-01', r"\"start\" in \[eras\.x\] is 'soon', which is no date"),
        ("[eras.x]\nstart = 2014-01-01T10:00:00\nend = 2014-02-01", r"which is no date"),
        (
            "[eras.x]\nstart = 2015-01-01\nend = 2014-01-01",
            r"\[eras\.x\] ends on 2014-01-01, before it starts on 2015-01-01\.",
        ),
        (
            ERAS.replace("start = 2022-01-01", "start = 2014-10-01"),
            r"corpus\.toml: eras 2014 and 2022 overlap \(2014-10-01 to 2014-12-31\)\. Change one of the dates\.",
        ),
        ("eras = 5", r"\[eras\] must be a table"),
        ("[eras]\nx = 5", r"\[eras\.x\] must be a table"),
        ('[[roles."PM"]]\nfrom = 2014-01-01', r'an entry of \[\[roles\."PM"\]\] has no "name"'),
        (
            '[[roles."PM"]]\nname = "A"\nfrom = 2014-01-01\nto = 2013-01-01',
            r'A: "to" \(2013-01-01\) is not after "from"',
        ),
        ('[roles]\nPM = "A"', r"must be written with two brackets"),
        ('[[events]]\nname = "x"', r'"date" in \[\[events\]\], "x" is missing'),
        ("[[events]]\ndate = 2014-01-01", r'an entry of \[\[events\]\] has no "name"'),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nprecision = "hour"', r'Write "day", "month" or "year"'),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nmentioned = "001"', r"must be false or a list of articles"),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nwords = "talk"', r'\[\[events\]\], "x" must be a list of words'),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nwords = ["talk", 5]', r'"words" in .* must be a list of words'),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nwords = ["talk", " "]', r'"words" in .* must be a list of words'),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nwords = ["talk|*"]', r'"words" in .* must be a list of words'),
        ('[[events]]\ndate = 2014-01-01\nname = "x"\nbefore = ["talk|"]', r'"before" in .* must be a list of words'),
        (
            '[names]\n"US" = ["U.S.", "United States"]',
            r'"US" in \[names\] is counted in lower case, together with the word "us"\. '
            r'Write it another way, such as "U\.S\."\.',
        ),
        ('[names]\nWHO = []', r'"WHO" in \[names\] is .* with the word "who"\. .* such as "W\.H\.O\."\.'),
        ('[names]\nKyiv = "Kiev"', r'"Kyiv" in \[names\] must be a list of texts'),
        ('[names]\nKyiv = ["Kiev"]\nKiew = ["Kiev"]', r'lists "Kiev" under "Kyiv" and under "Kiew"'),
        ('[sides]\nNarrator = ["A"]', r"a side \"Narrator\", which stands for the paper's own words\. Give it"),
        ('[sides]\nwest = [" "]', r"\[sides\] has an empty name\. Write it out, or take it out\."),
        ("title = 5", r'"title" in the file must be text in quotation marks'),
        (ERAS + '[articles.a]\nera = "2015"', r'\[articles\.a\] has era "2015", which \[eras\] does not list'),
        ("[articles.a]\npublished = 5", r'"published" in \[articles\.a\] is 5, which is no date'),
        ("[articles.a]\nauthor = 5", r'unknown key "author" in \[articles\.a\]\.'),
        ('[columns]\ntxt = "body"', r'unknown key "txt" in \[columns\]\. Did you mean "text"\?'),
        ("[columns]\ntext = 3", r'"text" in \[columns\] must be the name of a column, such as "body", not 3\.'),
        ('translated = "A"', r'"translated" must be a list of names, such as \["one", "two"\]\.'),
        ("translated = [5]", r'"translated" must be a list of names'),
        (
            'translated = ["Kery"]\n[sides]\nwestern = ["Kerry"]',
            r'"translated" has "Kery", which \[sides\] does not list\. Did you mean "Kerry"\? Add it there',
        ),
        ('translated = ["A"]', r'"translated" has "A", which \[sides\] does not list\.'),
        ('[articles.a]\nopinion = "In the end"', r'"opinion" in \[articles\.a\] must be its first and its last words'),
        ('[articles.a]\nopinion = ["In the end"]', r'"opinion" in \[articles\.a\] must be its first and its last'),
        ('[articles.a]\nopinion = ["one", "two", "three"]', r'"opinion" in \[articles\.a\] must be its first and its'),
        ('[articles.a]\nopinion = ["one", " "]', r'"opinion" in \[articles\.a\] must be its first and its last words'),
        ("[articles.a]\nopinion = [1, 2]", r'"opinion" in \[articles\.a\] must be its first and its last words'),
        ('[eras." "]\nstart = 2014-01-01\nend = 2014-02-01', r'\[eras\." "\] has no label\. Write one'),
        ('[phases."a b"]\nstart = 2014-01-01', r'"end" in \[phases\."a b"\] is missing\. Write a day as'),
        ("[phases.x]\nbegin = 2014-01-01", r'unknown key "begin" in \[phases\.x\]\. Known keys: start, end\.'),
        (
            "[phases.x]\nstart = 2015-01-01\nend = 2014-01-01",
            r"\[phases\.x\] ends on 2014-01-01, before it starts on 2015-01-01\.",
        ),
        (
            '[phases."b c"]\nstart = 2014-03-01\nend = 2014-04-01\n[phases.a]\nstart = 2014-01-01\nend = 2014-03-01',
            r'corpus\.toml: phases a and "b c" overlap \(2014-03-01 to 2014-03-01\)\. Change one of the dates\.',
        ),
        ("phases = 5", r"\[phases\] must be a table of keys and values, not 5\."),
        ('[frames]\ntalks = "talks"', r'"talks" in \[frames\] must be a list of words, such as'),
        ("[frames]\ntalks = []", r'"talks" in \[frames\] must be a list of words'),
        ('[frames]\ntalks = ["talks", " "]', r'"talks" in \[frames\] must be a list of words'),
        ('[frames]\ntalks = ["talk*"]', r'"talks" in \[frames\] has "talk\*", .* Write each form of the word out\.'),
        ('[frames]\ntalks = ["talk|meet"]', r'"talks" in \[frames\] has "talk\|meet"'),
        ('[frames]\n"" = ["talks"]', r"\[frames\] has an empty name\. Write it out, or take it out\."),
        ("frames = 5", r"\[frames\] must be a table of keys and values"),
        ('[[readings]]\nsays = "x"', r'an entry of \[\[readings\]\] has no "claim"\. Add the id of a claim'),
        ('[[readings]]\nclaim = "tone"', r'\[\[readings\]\], "tone" says nothing\. Add "says", or "rival" and'),
        ('[[readings]]\nclaim = "tone"\nsays = "x"', r'"says" in \[\[readings\]\], "tone" rests on no sentence\. Add'),
        (READING + 'rests_on = ["001", "x"]', r'"rests_on" in \[\[readings\]\], "tone" must be a list of pairs'),
        (READING + 'rests_on = [["001", ""]]', r'"rests_on" in \[\[readings\]\], "tone" must be a list of pairs'),
        (READING + 'rests_on = "001"', r'"rests_on" in \[\[readings\]\], "tone" must be a list of pairs'),
        (READING + 'rests_on = [["1", "x"]]\nrival = "y"', r'"tone" has "rival" without "decided_by"\. Add it'),
        (READING + 'rests_on = [["1", "x"]]\ndecided_by = "y"', r'"tone" has "decided_by" without "rival"\. Add it'),
        (
            ERAS + READING + 'rests_on = [["1", "x"]]\nmore = "2041"',
            r'"more" in \[\[readings\]\], "tone" is "2041", which \[eras\] does not list\. Did you mean "2014"\?',
        ),
        (2 * (READING + 'rests_on = [["1", "x"]]\n'), r'\[\[readings\]\], "tone" stands there twice\. Make one entry'),
        (
            ERAS + 2 * (READING + 'rests_on = [["1", "x"]]\nmore = "2014"\n'),
            r'"tone" stands there twice with more = "2014"\.',
        ),
        ('[[readings]]\nclaim = "tone"\nsay = "x"', r'unknown key "say" in \[\[readings\]\]\. Did you mean "says"\?'),
        ('[readings]\nclaim = "tone"', r"\[\[readings\]\] must be written with two brackets on each side"),
        ('columns = "body"', r"\[columns\] must be a table of keys and values, not 'body'\."),
    ],
)  # fmt: skip
def test_a_mistake_gives_one_sentence(toml, sentence):
    with pytest.raises(TwoCrisesError, match=sentence) as caught:
        parse_config(toml)
    message = str(caught.value)
    assert message.startswith("corpus.toml: ") and "\n" not in message and message.endswith((".", "?"))


def test_what_a_file_may_hold():
    config = parse_config(
        ERAS + '[[roles."PM"]]\nname = "A"\nfrom = "2013-12"\nstatus = "acting"\n'
        '[[events]]\ndate = 2014-03-04\nname = "late"\nmentioned = ["a"]\nwords = ["talk*|spoke", "Kyiv"]\n'
        '[[events]]\ndate = "2014-02"\nprecision = "month"\nname = "early"\nmentioned = false\n'
        '[names]\nNATO = ["Nato"]\n[sides]\nwestern = ["A"]\n[articles.a]\nera = "2022"\nopinion = ["In the", "point."]'
    )
    assert [era.label for era in config.eras] == ["2014", "2022"]
    assert (config.roles[0].start, config.roles[0].end, config.roles[0].status) == (date(2013, 12, 1), None, "acting")
    assert [(event.name, event.mentioned) for event in config.events] == [("early", ()), ("late", ("a",))]
    assert [event.words for event in config.events] == [(), ("talk*|spoke", "Kyiv")]
    assert config.spellings["Nato"] == "NATO" and config.sides["A"] == "western"
    assert config.articles["a"].era == "2022" and config.articles["a"].opinion == ("In the", "point.")
    assert config.articles["a"].published is None and config.translated == frozenset()


def test_speakers_whose_words_are_translated():
    toml = 'translated = ["A"]\n[sides]\nwestern = ["A", "B"]\n[articles.a]\nwritten = 2014-03-05\n'
    config = parse_config(toml)
    assert config.translated == {"A"} and config.without("a").translated == {"A"}
    assert (config.articles["a"].published, config.articles["a"].written) == (None, date(2014, 3, 5))
    assert config.articles["a"].opinion is None


@pytest.mark.parametrize("name", ["U.S.", "W.H.O.", "EU", "Will", "May"])
def test_a_name_that_is_no_function_word_in_capitals_may_be_counted(name):
    assert parse_config(f'[names]\n"{name}" = ["WHO"]').spellings == {"WHO": name}


def test_eras_hold_both_their_ends_and_nothing_between():
    config = parse_config(ERAS)
    days = [date(2013, 12, 31), date(2014, 1, 1), date(2014, 12, 31), date(2018, 5, 5), date(2022, 12, 31), None]
    assert [config.era_of(day) for day in days] == [None, "2014", "2014", None, "2022", None]


def test_phases_are_spans_of_days_in_order_of_time():
    config = parse_config(
        '[phases."after, at last"]\nstart = 2014-03-18\nend = 2014-12-31\n'
        '[phases.before]\nstart = "2014"\nend = 2014-03-17'
    )
    assert [phase.label for phase in config.phases] == ["before", "after, at last"]
    days = [date(2014, 1, 1), date(2014, 3, 17), date(2014, 3, 18), date(2015, 1, 1), None]
    assert [config.phase_of(day) for day in days] == ["before", "before", "after, at last", None, None]
    assert config.without("a").phases == config.phases


def test_frames_are_groups_of_words():
    config = parse_config('[frames]\ntalks = ["talks", "diplomatic path"]\nborders = ["border"]')
    assert config.frames == {"talks": ("talks", "diplomatic path"), "borders": ("border",)}


def test_readings_keep_their_order_and_lose_their_line_breaks():
    config = parse_config(
        ERAS + '[[readings]]\nclaim = "word:talks"\nmore = "2022"\nsays = """\nOne line,\nand another.\n"""\n'
        'rests_on = [["001", "the  talks"], ["002", "met"]]\n'
        '[[readings]]\nclaim = "tone"\nrival = "The week."\ndecided_by = "An article of another week."\n'
        '[[readings]]\nclaim = "word:talks"\nmore = "2014"\nsays = "x"\nrests_on = [["001", "met"]]\n'
    )
    one, two, three = config.readings
    assert (one.claim, one.more, one.says) == ("word:talks", "2022", "One line, and another.")
    assert one.rests_on == (("001", "the  talks"), ("002", "met")) and (one.rival, one.decided_by) == ("", "")
    assert (two.says, two.rival, two.rests_on) == ("", "The week.", ()) and three.more == "2014"


def test_everything_may_be_missing():
    assert parse_config("").eras == Config().eras == ()


def test_facts_about_an_article_that_is_not_there():
    with pytest.raises(
        TwoCrisesError, match=r'\[articles\.000_b2e\] names no article that was read\. Did you mean "000_b2f"'
    ):
        check_articles(parse_config("[articles.000_b2e]"), ["000_b2f", "001"])


def test_an_event_may_mention_an_article_that_was_left_out():
    config = parse_config('[[events]]\ndate = 2014-03-04\nname = "rally"\nmentioned = ["001"]')
    assert check_articles(config, ["002"]) == ['The event "rally" mentions 001, which is not in this corpus.']


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(TwoCrisesError, match=r"there is no such file\. Check the path given as config\."):
        load_config(tmp_path / "corpus.toml")
    (tmp_path / "corpus.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(TwoCrisesError, match=r"cannot be read .* Save it again as UTF-8 text\."):
        load_config(tmp_path / "corpus.toml")


def test_columns_may_be_named():
    assert parse_config('[columns]\ntext = "body"\nsource = "paper name"').columns == {
        "text": "body", "source": "paper name"
    }  # fmt: skip
    assert check_columns({"date": "when"}) == {"date": "when"}
    with pytest.raises(TwoCrisesError, match=r'^load_corpus: "text" in columns must be the name of a column'):
        check_columns({"text": ""})
