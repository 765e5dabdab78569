"""Lists of the words by which newspaper English says who speaks, and tests of single words.

One can read and correct them. `saying`, `speakers` and `voices` use them. They name no person and no place: those come
from corpus.toml and from the articles.
"""

from collections.abc import Iterator

HE, SHE, IT, THEY = "he", "she", "it", "they"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs of saying, by what must follow for a sentence to report speech. All of them can give a quotation its speaker.
# Whatever follows is what somebody says.
CLAUSE = _words(
    "say tell add insist claim warn argue deny admit acknowledge concede declare state stress emphasise emphasize "
    "underline underscore suggest predict promise vow pledge allege assert contend complain conclude reiterate "
    "testify caution estimate announce assure reassure inform notify remind confirm make"
)
# The same, of what people think; it counts where the subject is a person or an institution.
THOUGHT = _words("believe think hope fear worry reckon doubt suspect expect anticipate consider")
# Only a clause with "that", "how" and the like, or a place at the end of the sentence, makes these report.
THAT = _words(
    "note agree write tweet reply respond explain recall report reveal disclose observe remark comment signal "
    "hint answer counter joke quip post repeat maintain point argue feel recommend ask wonder decide message text "
    "blog disagree accept clarify elaborate speculate"
)
# An act of speech with an object: "demanded a meeting", "urged Russia to".
ACT = _words(
    "accuse blame demand reject dismiss condemn criticise criticize denounce praise hail urge offer propose "
    "threaten encourage ask request advise call describe characterise characterize label brand dub deem slam "
    "blast rebuke appeal ridicule mock applaud commend credit thank defend question challenge dispute refute "
    "rebut downplay decry welcome reserve"
)
# These need a quotation beside them.
BARE = _words(
    "continue read laugh smile sigh begin start exclaim shout yell cry whisper mutter chant interject sing finish "
    "muse conclude lament reflect enthuse gush plead retort summarise summarize boast term use sum venture "
    "protest object grin nod shrug cheer crow fume rage rant scoff sneer snap bark growl groan moan grumble pray "
    "pledge swear go come like put quote title headline voice utter refer cite speak talk declare opine theorise "
    "theorize preach beg advise direct instruct order rule find"
)
# Some of them stand in a list above as well, which counts for more.
BARE -= CLAUSE | THOUGHT | THAT | ACT
ACT |= {"rule"}
# They say something with another word shortly behind them: "made it clear", "as she put it", "ruled out".
PHRASES = {"make": ("clear", 3), "put": ("it", 1), "rule": ("out", 1)}
_IRREGULAR = {
    "make": "makes made making", "say": "says said saying", "tell": "tells told telling",
    "write": "writes wrote written writing", "admit": "admits admitted admitting", "beg": "begs begged begging",
    "think": "thinks thought thinking", "read": "reads reading", "begin": "begins began begun beginning",
    "go": "goes went going", "come": "comes came coming", "put": "puts putting", "feel": "feels felt feeling",
    "swear": "swears swore sworn swearing", "sing": "sings sang sung singing", "find": "finds found finding",
    "speak": "speaks spoke spoken speaking", "deny": "denies denied denying", "reply": "replies replied replying",
    "testify": "testifies testified testifying", "worry": "worries worried worrying", "cry": "cries cried crying",
    "notify": "notifies notified notifying", "clarify": "clarifies clarified clarifying", "decry": "decries decried",
    "rebut": "rebuts rebutted rebutting", "refer": "refers referred referring", "quip": "quips quipped quipping",
    "slam": "slams slammed slamming", "nod": "nods nodded nodding", "grin": "grins grinned grinning",
    "snap": "snaps snapped snapping", "shrug": "shrugs shrugged shrugging", "sum": "sums summed summing",
    "dub": "dubs dubbed dubbing", "plead": "pleads pleaded pled pleading", "blog": "blogs blogged blogging",
    "label": "labels labelled labeled labelling labeling", "signal": "signals signalled signaled signalling signaling",
}  # fmt: skip


def _forms(verb: str) -> Iterator[tuple[str, str]]:
    """Give the forms of a verb with what each is: "base", "s", "past" or "ing"."""
    yield verb, "base"
    if verb in _IRREGULAR:
        for form in _IRREGULAR[verb].split():
            yield form, "ing" if form.endswith("ing") and form != "sing" else "s" if form.endswith("s") else "past"
        return
    stem = verb.removesuffix("e")
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"), "s"
    yield stem + "ed", "past"
    yield stem + "ing", "ing"


# Form -> the verb, and which form it is. "Read" and "put" are taken for the past, in which news tells.
VERBS: dict[str, tuple[str, str]] = {
    **{form: (verb, what) for verb in sorted(CLAUSE | THOUGHT | THAT | ACT | BARE) for form, what in _forms(verb)},
    "read": ("read", "past"),
    "put": ("put", "past"),
    "seen": ("see", "past"),
    "viewed": ("view", "past"),
    "regarded": ("regard", "past"),
}
# Only in the passive, with who sees it so: "seen as encouraging by some analysts".
SEEN = _words("see view regard")
# Verbs that are seldom anything but a verb of saying: they decide between two that could have said it.
STRONG = _words("say tell add write tweet insist warn claim argue reply explain declare call describe ask accuse")
# These give something its name: a term has a speaker only beside them.
GIVES_NAME = _words("announce declare call describe dub brand label term chant proclaim")
# What people think is often told by somebody else.
INNER = THOUGHT | _words("conclude decide agree feel")
# With "be" before them they report without a speaker.
HEARSAY = _words("report say believe think allege claim rumour rumor understand fear accuse")
# Nouns with an owner: "his claim that".
NOUNS = _words(
    "claim claims insistence pledge pledges promise promises warning warnings assertion assertions statement "
    "statements words comment comments remark remarks description view views argument vow demand demands call "
    "calls response reply answer message tweet tweets letter post speech phrase allegation allegations accusation "
    "accusations threat threats declaration announcement suggestion characterisation characterization criticism "
    "complaint plea verdict quote quip assessment opinion belief contention"
)

BE = _words("is are was were be been being am 's 're")
AUX = BE | _words(
    "has have had having do does did will would shall should can could may might must not never n't cannot "
    "doesn't didn't don't won't wouldn't couldn't hasn't haven't hadn't isn't aren't wasn't weren't ought 'll 've "
    "'d can't"
)
ADVERBS = _words(
    "also later earlier then once again still repeatedly reportedly even just now soon ever always often "
    "sometimes flat-out outright flatly meanwhile instead first already today yesterday tonight tomorrow recently "
    "previously both all each only further rather too afterwards afterward since long much so perhaps maybe "
    "simply well quite almost twice though however"
)
# They end in -ly and are no adverbs.
NOT_ADVERBS = _words(
    "family ally july reply supply assembly monopoly bully only fly lily holy daily weekly monthly friendly "
    "elderly early"
)
MODALS = _words("'d 'll will would did do didn't don't does doesn't can could may might should must not")
# Where the subject of a verb should stand, these say that it has none that could speak.
NO_SUBJECT = _words(
    "what whatever how as than if when where while because there this these those nothing little much more time way "
    "reason"
)
# Between the subject and a participle: "before saying".
BEFORE_PARTICIPLE = _words("not by while before after in of without and for then when despite but")
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = _words(
    "january february march april may june july august september october november december jan. feb. aug. sept. "
    "oct. nov. dec."
)
SPANS = _words(
    "week month year weekend night morning afternoon evening day days weeks months years hours ago summer spring "
    "autumn winter fall"
)
# What stands before a day or a span of time: "on Monday", "last week".
BEFORE_TIME = _words("on in late early last this next that by at during of earlier later the a few two three several")
CLAUSE_STARTS = _words(
    "that because although though while whilst as if unless whether when where why how what until but so than "
    "which who whom whose since before after amid despite whereas like"
)
PREPOSITIONS = _words(
    "of in on at for from to by with about over under during after before between among against into onto through "
    "without within across around near behind beyond via amid despite including along outside inside upon towards "
    "toward per like as"
)
DETERMINERS = _words(
    "the a an this that these those his her its their our my your some many most several one two three four five "
    "six both all each every another any other no few more"
)
# "A number of officials": the officials speak.
AMOUNTS = _words(
    "number group series majority minority handful dozens hundreds thousands couple lot some many most several "
    "one two three both all none any each part half"
)
# "About forty people": a number and no place.
ABOUT = _words("about around over under nearly almost up")
NUMBERS = _words(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred hundreds thousands dozens half"
)
PRONOUNS = _words("he she it they i we you who")
CONJUNCTIONS = _words("and but or nor yet then plus")
# What may stand before the subject of a sentence and is no part of it.
LEADING = CONJUNCTIONS | _words(
    "however meanwhile earlier later still also so though although while when as after before because if since "
    "once now today yesterday instead moreover furthermore indeed nevertheless nonetheless finally then there "
    "here that where both either neither even only just not yet what how why whether than which like unlike until"
)
# What is left of a sentence beside a quotation and says nothing by itself.
SMALL = CONJUNCTIONS | ADVERBS | {"that", "to"}
SUBORDINATORS = _words("when while as after before because if since once although though until unless whereas")

# Nouns that mean people or institutions, so that they can say something.
HUMAN = _words(
    "people person rep reps man men woman women child children boy boys girl girls mother father parent parents son "
    "daughter brother sister husband wife uncle aunt cousin friend friends family families couple pair duo group "
    "team crowd official officials officer officers police government governments ministry minister ministers "
    "leader leaders chief chiefs head heads president premier chancellor ambassador envoy envoys diplomat "
    "diplomats spokesman spokeswoman spokesperson spokespeople spokesmen source sources expert experts analyst "
    "analysts critic critics campaigner campaigners activist activists lawyer lawyers attorney judge judges court "
    "courts prosecutor prosecutors witness witnesses resident residents neighbour neighbours neighbor neighbors "
    "teacher teachers doctor doctors nurse nurses scientist scientists researcher researchers author authors "
    "writer writers professor student students coach manager boss player players captain striker midfielder "
    "defender goalkeeper star singer actor actress director producer company firm bank agency department office "
    "council committee commission party union club school university hospital charity organisation organization "
    "association administration military army navy troops ministries authorities authority embassy allies ally "
    "opposition rebels separatists insurgents soldiers soldier fans fan users user customers customer investors "
    "investor economists economist executive executives founder owner ceo chairman chairwoman chair co-founder "
    "secretary commissioner mayor governor senator congressman congresswoman lawmaker lawmakers legislators "
    "politician politicians mp mps democrats republicans member members correspondent reporter reporters "
    "journalist journalists newspaper paper magazine outlet network channel website media press tv report reports "
    "study statement letter complaint post tweet email message lawsuit document documents memo survey poll "
    "readers viewer viewers commenter commenters volunteer volunteers worker workers staff farmer farmers driver "
    "drivers pilot pilots passenger passengers victim victims survivor survivors patient patients hunter "
    "pensioner pensioners general admiral colonel sergeant sheriff detective detectives investigators "
    "investigator deputy aide aides adviser advisers advisor advisors representative representatives delegate "
    "delegation negotiators negotiator mediator mediators counterpart counterparts king queen prince princess "
    "pope bishop priest pastor rabbi imam historian historians lead architect engineer engineers designer "
    "developer developers maker makers giant startup retailer airline automaker carmaker manufacturer publisher "
    "studio label band artist musician rapper comedian host guest chef insiders insider pundit pundits observers "
    "observer nation country countries state states city side sides capital bloc alliance others other many some "
    "everyone everybody nobody someone colleague colleagues employee employees employer partner partners rival "
    "rivals teammate teammates westerners one advocate advocates proponent proponents opponent opponents broadcaster "
    "regulator regulators watchdog ombudsman coroner jury "
    "panel board"
)
# A noun that ends so names people, except for the words after it.
_HUMAN_ENDINGS = (
    "man",
    "men",
    "woman",
    "women",
    "person",
    "ist",
    "ists",
    "ian",
    "ians",
    "er",
    "ers",
    "or",
    "ors",
    "old",
)
_NOT_HUMAN = _words(
    "number numbers order orders matter matters power powers letter paper weather water murder computer computers "
    "september october november december summer winter offer offers answer answers under over after ever never "
    "other another however whether together rather later earlier further former error factor factors sector "
    "horror terror door floor labor labour border borders corner dinner center centre shoulder finger danger "
    "member disaster tower river chapter quarter quarters easter monitor motor odor mirror major minor older "
    "younger better greater lower higher larger smaller longer proper super cyber per her master poster filter "
    "list lists waist twist exist persist assist resist for or nor cover discover suffer consider trigger "
    "encounter deliver recover remember differ prefer refer enter counter counters career careers character "
    "characters chapters theater layer layers cancer fever tender thunder wonder slider trailer container server "
    "router browser folder header charger adapter newsletter laughter slaughter shelter gutter helicopter "
    "register behavior behaviour favor favour honor honour humor humour tumor tumour rumor rumour flavor flavour "
    "color colour harbor harbour neighbor armor vapor interior exterior anterior sensor sensors processor "
    "metaphor decor tenor fewer newer wider easier bigger least best protest test interest request contest gold "
    "cold hold told sold fold bold threshold household"
)
# What is written speaks for whoever wrote it.
DOCUMENTS = _words(
    "statement letter post tweet email message memo note release report complaint lawsuit filing caption document "
    "posts tweets thread"
)
# By these a report means whoever leads a country.
LEADERS = _words("president premier chancellor leader")
# By what else a report calls somebody it has named: "the striker", "the 24-year-old".
ELEGANT = _words(
    "actor actress singer star striker midfielder winger defender goalkeeper coach manager boss player rapper comedian "
    "musician author director filmmaker pensioner guitarist drummer bassist pianist songwriter novelist "
    "forward sprinter"
)

# Titles and other words that stand before a name and are no part of it.
TITLES = _words(
    "mr mrs ms miss mx dr sir lord lady dame prof professor rev reverend father sister brother president vice "
    "prime minister secretary foreign defence defense interior finance justice home health education chancellor "
    "chief general gen colonel col captain capt sergeant sgt lieutenant lt major maj commander cmdr admiral adm "
    "brigadier marshal officer deputy sen senator rep representative congressman congresswoman gov governor mayor "
    "judge attorney ambassador director chairman chairwoman chair ceo cfo coo cto founder co-founder executive "
    "manager coach boss head leader speaker spokesman spokeswoman spokesperson commissioner councillor councilman "
    "councilwoman mp msp democrat republican republicans labour tory conservative king queen prince princess duke "
    "duchess earl baron pope cardinal bishop archbishop pastor rabbi imam sheriff detective inspector "
    "superintendent constable sheikh ayatollah emir sultan ex-president acting former late then star actor "
    "actress singer author analyst administrator correspondent editor reporter host tsar secretary-general "
    "premier envoy counsel solicitor treasurer principal dean provost state treasury press us u.s uk u.k "
    "undersecretary assistant senior"
)
# They may follow "of" within an office: "Secretary of State".
OFFICES = _words("state treasury defense defence justice health education interior finance")
# They stand within a title in small letters.
TITLE_PARTS = _words("foreign deputy prime general former new press of the vice")
# No part of a description that stands for a name.
ARTICLES = _words("a an the this that his her its their another one some two three several many")
# A row of capitalised words that ends so is an office and no name.
NEVER_LAST = _words(
    "founder co-founder editor director president minister secretary officer manager executive administrator "
    "spokesman spokeswoman spokesperson chairman senator governor mayor ceo attorney commissioner"
)
# No part of a name, in whatever letters.
NO_NAME = PRONOUNS | _words(
    "the a an is are was do does did not my your our their his her its this that what how why and or"
)
# Those that stand before no institution: whoever has one is a person.
PERSONAL = TITLES - _words(
    "foreign defence defense interior finance justice home health education press us u.s uk u.k state treasury "
    "deputy acting former late then senior assistant vice prime general democrat republican labour tory "
    "conservative democrats republicans attorney head chief executive star"
)
# What stands beside a name and tells "he" from "she".
MALE = _words(
    "mr sir lord father brother king prince duke earl baron pope spokesman chairman congressman councilman actor "
    "boy man husband son uncle"
)
FEMALE = _words(
    "mrs ms miss lady dame sister queen princess duchess spokeswoman chairwoman congresswoman councilwoman "
    "actress girl woman wife daughter mother aunt"
)
# A name with one of these is that of an institution or a place.
INSTITUTIONS = _words(
    "house street department ministry council committee commission union nations university college school "
    "institute institution association federation foundation organisation organization agency bureau office court "
    "parliament congress senate assembly party bank group inc corp co ltd llc plc company corporation holdings "
    "partners news times post journal tribune herald guardian telegraph mail mirror sun tv radio media press "
    "network channel magazine review states kingdom republic emirates city county province district region island "
    "islands road avenue park square bridge airport station hospital center centre museum church club united fc "
    "league games studios pictures records productions entertainment technologies systems services "
    "international airlines airways motors team police fire force forces army navy guard authority administration "
    "board service fund trust society alliance coalition campaign project program programme summit treaty agreement "
    "act bill war day "
    "week month crisis cup championship award awards festival prize academy library theatre theater gallery hotel "
    "restaurant bay beach border protection customs security intelligence affairs relations rights daily express "
    "stadium arena mountain mountains river lake sea ocean valley hill hills north south east west coast world "
    "earth black white"
)
# A row of capitalised words that begins so is a place or an institution.
NOT_FIRST = _words(
    "new north south east west saint st san santa los las el grand great old fort port mount lake upper lower "
    "central red black white green high the western eastern northern southern united supreme super world national "
    "international federal royal"
)
# They stand within a name, in small letters.
PARTICLES = _words("van von de der den del della da di du la le al el bin ibn ben ter ten zu dos das bint af av")
_CONTRACTED = _words("it he she that there who what let here where how")
_PLURALS = _words("people police men women children spokesmen spokespeople media")


def starts_capital(word: str) -> bool:
    """Whether a word is written like a name.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    bool

    Examples
    --------
    >>> starts_capital("Kerry"), starts_capital("3M"), starts_capital("minister")
    (True, True, False)
    """
    return word[:1].isupper() or (word[:1].isdigit() and any(letter.isupper() for letter in word))


def lowered(word: str) -> str:
    """Put a word into small letters, unless all of it is in capitals.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    str
        With a straight apostrophe. WHO is an institution and "who" is a pronoun.

    Examples
    --------
    >>> lowered("Didn’t"), lowered("WHO")
    ("didn't", 'WHO')
    """
    return word if len(word) > 1 and word.isupper() else word.casefold().replace("’", "'")


def bare(word: str) -> str:
    """Take the possessive off a word, the bare apostrophe of a plural too, and leave its other letters as written.

    `segments.without_possessive` is for counting: it straightens apostrophes, which would change a name.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    str

    Examples
    --------
    >>> bare("Kerry’s"), bare("leaders'"), bare("talks")
    ('Kerry', 'leaders', 'talks')
    """
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[:-2]
    return word[:-1] if word.endswith(("s'", "s’")) else word


def is_possessive(word: str) -> bool:
    """Whether a word names an owner.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_possessive("Kerry’s"), is_possessive("It’s")
    (True, False)
    """
    return word.endswith(("'s", "’s", "s'", "s’")) and word.casefold()[:-2] not in _CONTRACTED


def is_human(word: str) -> bool:
    """Whether a noun in small letters names people or an institution, who can speak.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_human(word) for word in ("ministry", "economist", "24-year-old", "number")]
    [True, True, True, False]
    """
    low = word.casefold()
    last = low.rpartition("-")[2]
    one = last.removesuffix("ies") + "y" if last.endswith("ies") else last.removesuffix("s")
    if low in HUMAN or last in HUMAN or one in HUMAN or low.endswith("-old"):
        return True
    return len(last) > 3 and last.endswith(_HUMAN_ENDINGS) and last not in _NOT_HUMAN


def is_plural(word: str) -> bool:
    """Whether a noun names several.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_plural("officials"), is_plural("police"), is_plural("boss")
    (True, True, False)
    """
    low = word.casefold()
    return low in _PLURALS or (low.endswith("s") and not low.endswith(("ss", "us", "is", "’s", "'s", "press")))
