"""Names put aside: who counts as which office on which day, and what is left alone."""

import pytest

from twocrises.errors import TwoCrisesError
from twocrises.frequency import count_terms
from twocrises.keyness import keyness
from twocrises.masking import masked

from .conftest import ERAS, TEXT

SETTINGS = """
[names]
"Arden" = ["Ardenn"]
[[roles."prime minister"]]
name = "Mary Arden"
from = 2010-01-01
to = 2015-01-01
[[roles."prime minister"]]
name = "John Price"
from = 2015-01-01
[[roles."foreign minister"]]
name = "John Price"
from = 2013-01-01
to = 2015-01-01
[places]
"Freedonia" = ["Freedonian", "pro-Freedonian"]
"West Sylvania" = []
"""


def terms(corpus, article="a"):
    tokens = masked(corpus).tokens
    return tokens.loc[tokens["article"] == article, "term"].astype(str).tolist()


def made(make_corpus, text, day="2014-05-01"):
    dated = f"[articles.a]\npublished = {day}\n" if day else ""
    return make_corpus({"a.txt": text}, ERAS + SETTINGS + dated)


def test_the_office_is_that_of_the_day(make_corpus):
    text = "Prime Minister Mary Arden met John Price in Freedonia on Monday, and Price thanked Arden’s friends."
    assert terms(made(make_corpus, text)) == (
        "prime minister [prime minister] met [foreign minister] in [place] on monday and [foreign minister] thanked "
        "[prime minister] friends"
    ).replace("prime minister [", "prime|minister|[").replace(" ", "|").replace("|minister]", " minister]").split("|")


@pytest.mark.parametrize(
    ("day", "term"),
    [("2014-12-31", "[prime minister]"), ("2015-01-01", "[not in office]"), (None, "[official]")],
)
def test_before_and_after_an_office(make_corpus, day, term):
    assert term in terms(made(make_corpus, TEXT + "They heard Mary Arden.", day))


def test_an_article_without_a_day_takes_the_middle_of_its_era(make_corpus):
    corpus = make_corpus({"a.txt": TEXT + "They heard Mary Arden."}, ERAS + SETTINGS + '[articles.a]\nera = "old"\n')
    assert "[prime minister]" in terms(corpus)


def test_a_word_that_begins_a_sentence_is_a_name_only_if_it_is_one_elsewhere(make_corpus):
    prices = TEXT + "Price rises hurt. The price of bread is high."
    assert terms(made(make_corpus, prices)).count("price") == 2
    person = TEXT + "Price spoke. They thanked Price. The price is high."
    found = terms(made(make_corpus, person))
    assert found.count("[foreign minister]") == 2 and found.count("price") == 1


def test_spellings_and_places_of_several_words(make_corpus):
    text = TEXT + "Mrs Ardenn left pro-Freedonian West Sylvania for the west. A freedonian cheese is no place."
    found = terms(made(make_corpus, text))
    assert found.count("[prime minister]") == 1 and found.count("[place]") == 2 and "freedonian" in found


def test_a_name_is_one_word_and_keeps_its_place(make_corpus):
    corpus = made(make_corpus, TEXT + "They heard Mary Arden speak of West Sylvania.")
    tokens = masked(corpus).tokens
    name = tokens[tokens["term"] == "[prime minister]"].iloc[0]
    assert name["word"] == "Mary Arden" == corpus.source["a"][name["start"] : name["end"]]
    assert masked(corpus).articles["n_words"].item() == corpus.articles["n_words"].item() - 2
    assert corpus.tokens["term"].isin(["mary"]).any(), "the corpus itself is as before"


def test_words_stand_at_their_places_and_none_is_lost(corpus):
    hidden = masked(corpus)
    for article, start, end, word in hidden.tokens[["article", "start", "end", "word"]].itertuples(index=False):
        assert hidden.source[article][start:end] == word
    one, two = (c.tokens["word"].astype(str).str.cat(sep=" ") for c in (corpus, hidden))
    assert one == two
    left = set(hidden.counts.terms)
    people = {part.casefold() for holder in corpus.config.roles for part in [holder.name.split()[-1]]}
    assert not people & left and not {place.casefold() for place in corpus.config.places} & left


def test_the_masked_corpus_can_be_compared_selected_and_counted(corpus):
    hidden = masked(corpus)
    words = keyness(hidden).set_index("term")
    president = words.loc["[us president]"]
    assert (president["count_2014"], president["count_2022"]) == (9, 4)
    some = hidden.select(hidden.articles["article"][:2])
    assert count_terms(some, "[us president]").to_numpy().sum() == 9


def test_without_names_there_is_nothing_to_put_aside(make_corpus):
    with pytest.raises(
        TwoCrisesError, match=r"there are no names to put aside\. Write \[roles\] or \[places\] into it\."
    ):
        masked(make_corpus({"a.txt": TEXT}, ERAS))
