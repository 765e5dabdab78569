"""Names put aside: who counts as which office on which day, and what is left alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twocrises.errors import TwoCrisesError
from twocrises.frequency import count_terms, variants
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

# Of these we make texts: a name that is a word too, what stands beside it, and what does not.
PIECES = ["Vale", "Vale", "vale", "Ann", "Ann Vale", "ann vale", "Mr", "mr", "envoy", "trade", "7", "saw", "Vale,"]


def terms(corpus, article="a"):
    tokens = masked(corpus).tokens
    return tokens.loc[tokens["article"] == article, "term"].astype(str).tolist()


def made(make_corpus, text, day="2014-05-01", settings=SETTINGS):
    dated = f"[articles.a]\npublished = {day}\n" if day else ""
    return make_corpus({"a.txt": text}, ERAS + settings + dated)


def found(make_corpus, text, settings=SETTINGS):
    """What is counted for each "price" of a text, in order."""
    corpus = made(make_corpus, TEXT + text, settings=settings)
    return [term for term in terms(corpus) if term == "price" or term.startswith("[")]


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


def test_a_word_is_a_name_only_if_the_article_says_so_or_it_is_never_in_lower_case(make_corpus):
    """With "price" somewhere in the corpus, "Price" alone is nobody; without it, a place within a sentence decides."""
    person = "Price spoke. They thanked Price. "
    assert found(make_corpus, person + "The price is high.") == ["price", "price", "price"]
    assert found(make_corpus, person) == ["[foreign minister]"] * 2
    assert found(make_corpus, "Price rises hurt.") == ["price"]
    other = make_corpus(
        {"a.txt": TEXT + person, "b.txt": TEXT + "The price is high."},
        ERAS + SETTINGS + "[articles.a]\npublished = 2014-05-01\n",
    )
    assert "[foreign minister]" not in terms(other), "in lower case in another article of the corpus"


@pytest.mark.parametrize(
    "evidence",
    ["John Price left.", "They met Mr. Price.", "They met Dame Price.", "Mrs Price left.",
     "Foreign Minister Price left.", "The minister Price left."],
)  # fmt: skip
def test_a_full_name_a_title_or_an_office_makes_a_name_of_a_common_word(make_corpus, evidence):
    assert (
        found(make_corpus, f"The price is high. Price rises hurt. {evidence}") == ["price"] + ["[foreign minister]"] * 2
    )


@pytest.mark.parametrize(
    "no_evidence",
    ["The president Price left.", "They lord Price it.", "No sir. Price it.", "He is a minister. Price it.",
     "End of Price."],
)  # fmt: skip
def test_what_makes_no_name(make_corpus, no_evidence):
    """Another office, a title in lower case, one in the sentence before, and a function word of an office."""
    settings = SETTINGS.replace('"foreign minister"', '"minister of trade"')
    assert found(make_corpus, f"The price is high. {no_evidence}", settings) == ["price", "price"]


ENVOY = """
[[roles."prime minister"]]
name = "Ada May"
[[roles."US special envoy"]]
name = "Karl House"
[[roles."White House envoy"]]
name = "Karl House"
"""


def test_a_month_and_a_house_are_no_people(make_corpus):
    text = "On 5 May the U.S. House and the White House met. It may rain in May. The house stood. May 5 was dry."
    assert not [term for term in terms(made(make_corpus, TEXT + text, settings=ENVOY)) if term.startswith("[")]


@pytest.mark.parametrize("day", ["5 May", "May 5", "May 5th", "12th May", "May, 2014", "2014 May"])
def test_next_to_a_number_it_is_no_name(make_corpus, day):
    text = f"{TEXT}Ada May spoke on {day} in the rain. They thanked Mrs May. 7 days went by. May left. 8 stayed."
    found = terms(made(make_corpus, text, settings=ENVOY))
    assert found.count("[prime minister]") == 3 and found.count("may") == 1


FAMILY = """
[[roles."president"]]
name = "Rolf Tarn"
from = 2010-01-01
to = 2014-07-01
[[roles."foreign minister"]]
name = "Vera Tarn"
from = 2014-04-01
"""


def turned(settings):
    """The entries of [roles] in the other order."""
    return "".join("\n[[" + entry for entry in reversed(settings.rstrip().split("\n[[")[1:])) + "\n"


@pytest.mark.parametrize("order", [str, turned])
@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # The one whom the article names in full, in office or not.
        ("Vera Tarn left. They thanked Mrs Tarn.", "2014-05-01", ["[foreign minister]"] * 2),
        ("Rolf Tarn left. They thanked Mr Tarn.", "2014-05-01", ["[president]"] * 2),
        ("Rolf Tarn left. They thanked Mr Tarn.", "2014-08-01", ["[not in office]"] * 2),
        # The only one in office.
        ("They thanked Tarn.", "2014-03-01", ["[president]"]),
        ("They thanked Tarn.", "2014-08-01", ["[foreign minister]"]),
        # Nobody: both in office, neither, both in full, or no day.
        ("They thanked Mrs Tarn.", "2014-05-01", ["tarn"]),
        ("They thanked Tarn.", "2009-05-01", ["tarn"]),
        ("Rolf Tarn and Vera Tarn met. They thanked Tarn.", "2014-05-01",
         ["[president]", "[foreign minister]", "tarn"]),
        ("They thanked Tarn.", None, ["tarn"]),
        # Both in full, and one of them in office.
        ("Rolf Tarn and Vera Tarn met. They thanked Tarn.", "2014-08-01",
         ["[not in office]", "[foreign minister]", "[foreign minister]"]),
        # A common word: the office that makes it a name is that of the other.
        ("The tarn is deep. They thanked President Tarn.", "2014-08-01", ["tarn", "tarn"]),
        ("The tarn is deep. They thanked Minister Tarn.", "2014-08-01", ["tarn", "[foreign minister]"]),
    ],
)  # fmt: skip
def test_two_people_with_one_family_name(make_corpus, order, text, day, expected):
    corpus = made(make_corpus, TEXT + text, day, order(FAMILY))
    assert [term for term in terms(corpus) if term.startswith("[") or term == "tarn"] == expected


@pytest.mark.parametrize("suffix", [" Jr", " Jr.", ", Jr.", " Sr", " Sr.", " II", " III", " IV"])
def test_a_suffix_is_no_family_name(make_corpus, suffix):
    settings = f'\n[[roles."president"]]\nname = "Carl Brand{suffix}"\n'
    text = f"{TEXT}Carl Brand{suffix} spoke. They thanked Brand. Ben Oak {suffix.strip(' ,')} and Jr stayed. "
    corpus = made(make_corpus, text + "Carl Brand left.", settings=settings)
    hidden = masked(corpus).tokens
    assert hidden.loc[hidden["term"] == "[president]", "word"].tolist() == [
        "Carl Brand" + suffix.rstrip("."), "Brand", "Carl Brand"
    ]  # fmt: skip
    assert len(hidden) == len(corpus.tokens) - 3


@pytest.mark.parametrize("order", [str, turned])
def test_a_father_and_a_son(make_corpus, order):
    """The name without suffix is that of the one who has none; if both have one, it is nobody's full name."""
    son = '\n[[roles."envoy"]]\nname = "Carl Brand Jr"\n'
    father = '\n[[roles."president"]]\nname = "Carl Brand"\n'
    text = TEXT + "Carl Brand met Carl Brand Jr. in Rome. The brand is new."
    corpus = made(make_corpus, text, settings=order(father + son))
    assert [term for term in terms(corpus) if term.startswith("[")] == ["[president]", "[envoy]"]
    both = made(make_corpus, text, settings=order(father.replace("Brand", "Brand Sr") + son))
    assert [term for term in terms(both) if term.startswith("[")] == ["[envoy]", "[envoy]"]


def test_a_person_of_one_name_is_a_family_name_alone(make_corpus):
    settings = '\n[[roles."president"]]\nname = "Price"\n'
    assert found(make_corpus, "The price is high. Price rises hurt.", settings) == ["price", "price"]
    assert found(make_corpus, "The price is high. They met President Price.", settings) == ["price", "[president]"]


def test_a_name_of_spaces_is_nobody(make_corpus):
    settings = '\n[[roles."president"]]\nname = " , "\n'
    corpus = made(make_corpus, TEXT, settings=settings)
    assert terms(corpus) == corpus.tokens["term"].tolist()


@pytest.mark.parametrize("role", ["US Envoy", "White House Envoy", "US envoy to the United Nations"])
def test_the_country_or_the_house_of_an_office_makes_no_name(make_corpus, role):
    settings = f'\n[[roles."{role}"]]\nname = "Karl House"\n'
    text = TEXT + "The US House and the White House met. The house stood. "
    assert not [term for term in terms(made(make_corpus, text, settings=settings)) if term.startswith("[")]
    named = terms(made(make_corpus, text + "They met Envoy House.", settings=settings))
    assert named[-1] == f"[{role.casefold()}]"


@pytest.mark.parametrize("order", [str, turned])
def test_of_two_offices_on_a_day_it_is_the_later_one(make_corpus, order):
    settings = '\n[[roles."b"]]\nname = "Ada May"\nfrom = 2013-01-01\n[[roles."a"]]\nname = "Ada May"\n'
    assert "[b]" in terms(made(make_corpus, TEXT + "Ada May left.", settings=order(settings)))


def test_names_that_overlap_go_to_the_first(make_corpus):
    settings = '\n[[roles."singer"]]\nname = "Dora Dora"\n[places]\n"Boom Boom" = []\n"Dora Boom" = []\n'
    corpus = made(make_corpus, TEXT + "They heard Dora Dora Boom Boom Boom.", settings=settings)
    assert terms(corpus)[-4:] == ["heard", "[singer]", "[place]", "boom"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), min_size=1, max_size=5), st.booleans())
def test_family_names_are_those_of_a_slow_reading(make_corpus, sentences, with_day):
    """The rule once more, a word at a time."""
    text = " ".join(" ".join(["Then", *words][index % 2 :]) + "!" for index, words in enumerate(sentences))
    corpus = made(
        make_corpus, TEXT + text, "2014-05-01" if with_day else None, '\n[[roles."trade envoy"]]\nname = "Ann Vale"\n'
    )
    words = [sentence["word"].astype(str).tolist() for _, sentence in corpus.tokens.groupby("sentence")]
    assert terms(corpus) == [term for sentence in slow_reading(words, with_day) for term in sentence]


def slow_reading(sentences, with_day):
    in_full = [
        [i for i in range(len(w) - 1) if [x.casefold() for x in w[i : i + 2]] == ["ann", "vale"]] for w in sentences
    ]

    def may_be(words, i, full):
        beside = words[max(i - 1, 0) : i] + words[i + 1 : i + 2]
        return words[i] == "Vale" and i - 1 not in full and not any(word.isdigit() for word in beside)

    alone = [[i for i in range(len(w)) if may_be(w, i, f)] for w, f in zip(sentences, in_full, strict=True)]
    evident = any(in_full) or any(
        i and words[i - 1] in ("Mr", "envoy", "trade")
        for words, found in zip(sentences, alone, strict=True)
        for i in found
    )
    common = any("vale" in words for words in sentences)
    taken = evident or (not common and any(i for found in alone for i in found))
    mask = "[trade envoy]" if with_day else "[official]"
    for words, full, found in zip(sentences, in_full, alone, strict=True):
        masks = dict.fromkeys([*full, *(found if taken else [])], mask)
        yield [masks.get(i, word.casefold()) for i, word in enumerate(words) if i - 1 not in full]


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


def test_a_possessive_is_no_spelling_of_its_own(make_corpus):
    names = '\n[names]\n"NATO" = ["Nato"]\n"Kyiv" = ["Kiev"]\n'
    text = f"{TEXT}NATO, NATO’s, NATO'S and NATO’S envoys met Nato’s. KIEV'S and Kyiv’s mayors met Kiev’s."
    table = variants(make_corpus({"a.txt": text}, ERAS + names))
    assert table.iloc[:, 0].to_dict() == {
        ("kyiv", "KIEV"): 1, ("kyiv", "Kiev"): 1, ("kyiv", "Kyiv"): 1, ("nato", "NATO"): 4, ("nato", "Nato"): 1
    }  # fmt: skip
