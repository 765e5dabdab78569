"""The days that the sentences of a corpus speak about, and the record beside them."""

from pathlib import Path

import pandas as pd

from twocrises.days import DIRECTIONS, days_spoken_of, sentence_days
from twocrises.timex import PRECISIONS

# Read and labelled by us before the rules were written; one span was corrected afterwards (its preposition was missed).
GOLD = Path(__file__).parent / "golden" / "days.csv"
COLUMNS = [
    "article", "label", "era", "sentence", "address", "start", "end", "text", "day", "first", "last", "precision",
    "direction", "reason", "event", "conflict",
]  # fmt: skip


def test_the_seeds_against_the_gold(corpus):
    gold = pd.read_csv(GOLD, parse_dates=["first", "last"])
    found = days_spoken_of(corpus)
    both = gold.merge(found.astype({"article": str}), on=["article", "start", "end"], suffixes=("_gold", ""))
    assert len(both) >= 0.95 * len(gold)
    assert len(both) >= 0.95 * len(found)
    right = (both["first"] == both["first_gold"]) & (both["last"] == both["last_gold"])
    assert (right & (both["precision"].astype(str) == both["precision_gold"])).mean() >= 0.95


def test_the_gold_stands_in_the_texts(corpus):
    gold = pd.read_csv(GOLD)
    for row in gold.itertuples():
        assert corpus.source[row.article][row.start : row.end] == row.text


def test_rows_go_back_to_the_text(corpus):
    found = days_spoken_of(corpus)
    assert list(found.columns) == COLUMNS
    sentences = corpus.sentences.astype({"article": str}).set_index(["article", "sentence"])
    for row in found.itertuples():
        assert corpus.source[row.article][row.start : row.end] == row.text
        sentence = sentences.loc[(row.article, row.sentence)]
        assert sentence.start <= row.start < row.end <= sentence.end
        assert row.address == f"{row.article}#s{row.sentence}"
        assert row.reason.startswith(f'"{row.text}": ')
    assert (found["first"] <= found["last"]).all()
    assert (found["day"].notna() == (found["precision"] == "day")).all()
    assert set(found["direction"].cat.categories) == set(DIRECTIONS)
    assert list(found["precision"].cat.categories) == list(PRECISIONS)


def test_weekdays_count_from_the_day_of_writing(corpus):
    """003 was written on Monday, 14 February 2022, and published a day later (corpus.toml)."""
    found = days_spoken_of(corpus)
    own = found[found["article"].astype(str).str.startswith("003") & (found["text"] == "On Monday")]
    assert set(own["day"]) == {pd.Timestamp("2022-02-14")}
    assert set(own["direction"]) == {"present"}


def test_the_record_contradicts_a_text(corpus):
    """FACTS: 002 has Tuesday for Biden's call, the record Monday; 001 has Saturday for what began in February."""
    found = days_spoken_of(corpus).set_index("address")
    conflicts = found["conflict"].dropna()
    assert sorted(address[:3] for address in conflicts.index) == ["001", "002"]
    assert "Tuesday, 25 January 2022, the record has Monday, 24 January 2022" in " ".join(conflicts)


def test_events_of_the_record(corpus):
    found = days_spoken_of(corpus)
    events = set(found["event"].dropna())
    assert {"Kerry's visit to Kyiv", "Normandy Format talks in Berlin", "Budapest Memorandum"} <= events
    eight = found[found["text"] == "eight years after"].iloc[0]
    assert (eight["first"], eight["event"]) == (pd.Timestamp("2014-01-01"), "Russian seizure of Crimea")


def test_the_record_speaks_only_of_days_close_by(make_corpus):
    """The article has Tuesday, 4 March; a week from it is close, eight days are not."""

    def found(day):
        toml = f'[articles.a]\npublished = 2014-03-05\n[[events]]\ndate = {day}\nname = "talks"\nwords = ["talks"]\n'
        (row,) = days_spoken_of(make_corpus({"a.txt": "The ministers held the talks on Tuesday."}, toml)).itertuples()
        return [pd.notna(row.event), pd.notna(row.conflict)]

    assert found("2014-03-04") == [True, False]
    assert found("2014-03-11") == found("2014-02-25") == [False, True]
    assert found("2014-03-12") == found("2014-02-24") == [False, False]


def test_an_article_without_a_day_is_not_placed(make_corpus):
    made = make_corpus({"a.txt": "The ministers met on Monday and again last month.\nThey spoke of the talks."})
    assert made.articles["published"].isna().all()
    found = days_spoken_of(made)
    assert found["text"].tolist() == ["on Monday", "last month"]
    assert found[["day", "first", "last", "precision", "direction"]].isna().all(axis=None)
    assert found["reason"].str.contains("no day from which to count").all()
    placed = sentence_days(made)
    assert len(placed) == len(made.sentences)
    assert placed["first"].isna().all()


def test_written_goes_before_published(make_corpus):
    text = {"a.txt": "The ministers met on Monday. They will meet again today."}
    toml = "[articles.a]\npublished = 2022-02-15\nwritten = 2022-02-14\n"
    assert days_spoken_of(make_corpus(text, toml))["day"].astype(str).tolist() == ["2022-02-14", "2022-02-14"]
    later = toml.replace("written = 2022-02-14\n", "").replace("2022-02-15", "2022-02-16")
    assert days_spoken_of(make_corpus(text, later))["day"].astype(str).tolist() == ["2022-02-14", "2022-02-16"]


def test_a_corpus_without_expressions_gives_typed_frames(make_corpus, corpus):
    made = make_corpus({"a.txt": "The ministers spoke of the border. Nothing came of it."})
    found = days_spoken_of(made)
    full = days_spoken_of(corpus)
    assert (len(found), list(found.columns)) == (0, COLUMNS)
    assert [found[name].dtype.kind for name in COLUMNS] == [full[name].dtype.kind for name in COLUMNS]
    assert str(found["first"].dtype) == str(full["first"].dtype)
    placed = sentence_days(made)
    assert placed["text"].isna().all()
    assert str(placed["day"].dtype) == str(found["day"].dtype)


def test_other_languages_have_no_rows(make_corpus):
    german = (
        "Die Minister trafen sich am 5. April 2014 in Genf und sprachen lange über die Lage an der Grenze.\n"
        "Im August 2014 und im September 2015 haben sie sich nicht mehr getroffen, wie es hieß.\nAugust 2014\n"
    )
    made = make_corpus({"a.txt": german}, "[articles.a]\npublished = 2016-01-01\n")
    assert len(days_spoken_of(made)) == 0


def test_a_quotation_is_the_speakers_own_time(make_corpus):
    text = "“We will meet on Friday,” said Ann Lee, the mayor of the town. She arrived on Tuesday from the coast.\n"
    made = make_corpus({"a.txt": text}, "[articles.a]\npublished = 2014-03-05\n")
    inside, outside = days_spoken_of(made)["reason"]
    assert "stands in a quotation" in inside
    assert "quotation" not in outside


def test_a_sentence_has_one_place(corpus):
    found, placed = days_spoken_of(corpus), sentence_days(corpus)
    assert placed["address"].is_unique
    assert len(placed) == len(corpus.sentences)
    assert set(placed.loc[placed["text"].notna(), "address"]) == set(found["address"])
    row = placed[placed["address"].str.startswith("000") & (placed["sentence"] == 7)].iloc[0]
    # "over the next several days and weeks" is wider than "Tuesday".
    assert (row["text"], row["day"]) == ("Tuesday", pd.Timestamp("2014-03-04"))
    longer = placed[placed["precision"].isin(["month", "year", "longer"])]
    assert len(longer)
    assert longer["day"].isna().all()
    near = placed[placed["precision"].isin(["day", "week"])]
    assert ((near["first"] <= near["day"]) & (near["day"] <= near["last"])).all()


def test_the_order_of_articles_changes_nothing(corpus):
    names = list(corpus.source)
    alone = pd.concat([days_spoken_of(corpus.select([name])).astype(object) for name in names], ignore_index=True)
    pd.testing.assert_frame_equal(alone, days_spoken_of(corpus).astype(object))
