"""How people say it: the turns of phrase for wishes, and the words for who one is. Read by `findings`, changed here.

A pattern is a row of words. ``a|b`` is either, ``a?`` may be missing, ``NOT`` is any way to deny, ``..3`` up to three words
whatever they are. The pieces of "don't" and "I'd" stand apart, as the tokeniser leaves them: ``do NOT``, ``i 'd``.
"""

from __future__ import annotations

DENIALS = ("not", "n't", "nt", "never")

_ME = "me|my|mine|this|it|that|us|our|any|anything|these|those|what|either"
_PIECE = "words|word|bit|bits|part|parts|piece|line|lines|paragraph|comment|sentence|story|answer|above|following|rest|last|first|second"
_PRINTED = "quoted|published|printed|reproduced|repeated|shared"
_PRINT = "quote|print|publish|reproduce|repeat|share"
_CAN = "can|may|could|might"
_GLAD = "happy|fine|ok|okay|content|glad|willing|pleased|delighted|honoured|welcome|free|good"
_NAMED = "named|credited|acknowledged|thanked|listed|mentioned|identified"

# (about, answer, patterns). A "no" may be said in passing; a "yes" has to be said to us.
WISHES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "quote",
        "no",
        (
            f"do NOT ..2 {_PRINT} {_ME}",
            f"do NOT ..2 {_PRINT} the|a|one|either {_PIECE}",
            "do NOT put this|it|that|these|mine|anything ..1 in|on|anywhere|into",
            f"NOT ..1 to be {_PRINTED}",
            "NOT for ..1 quoting|quotation|publication|publishing|print|printing|sharing|attribution",
            "no quoting",
            "no quotes|quote please|from|of|thanks|thank",
            f"rather|prefer|prefers|preferred ..4 NOT ..1 be? {_PRINTED}",
            f"rather|prefer ..2 NOT ..2 {_PRINT} {_ME}",
            f"rather|prefer NOT to? be {_PRINTED}",
            f"NOT want|like|wish ..5 {_PRINTED}",
            f"NOT happy|comfortable|keen|ok|okay|willing ..4 {_PRINTED}|quoting|printing|publishing",
            f"without quoting|printing|publishing {_ME}",
            f"keep|leave {_ME} {_PIECE}|one? out of|from",
            f"keep {_ME} ..1 between us|ourselves|you",
            f"keep {_ME} {_PIECE}? private|confidential|quiet|unquoted",
            "off the record",
            "unquoted",
            "strictly|completely private|confidential",
            "this is ..1 private|confidential",
            "NOT in my ..1 words",
        ),
    ),
    (
        "quote",
        "yes",
        (
            f"you {_CAN} ..1 quote|print|publish {_ME}|the|all|from",
            f"you 're|are ..1 {_GLAD} to quote|print|publish {_ME}|the|all|from",
            f"{_GLAD} to be quoted|published|printed",
            f"{_GLAD} for {_ME}|you|all|others ..4 quote|quoted|publish|published|print|printed",
            "feel free to ..1 quote|print|publish",
            "NOT mind ..2 being? quoted|quoting|printed",
            "no objection|objections|problem|issue ..1 to|with ..1 being? quoted|quoting",
            "quote me|this|it|us if|by|freely|away|with|as|please|all",
            "please|do quote me|this|it|us",
            "quote away|freely",
            "quote me|this|it|us",
            "i|we 'd|would like|love that|this|it to? be? quoted",
            "quote any|all|some of this|it|mine",
            f"fine|ok|okay|alright to quote|print|publish {_ME}",
            "fine|ok|okay|alright with|by me to quote|print|publish",
            f"you have my? permission to quote|print|publish {_ME}|the|all|from",
            "i give you|my? permission to be quoted|published|printed",
            f"i give you? my? permission to quote|print|publish {_ME}|the|all|from",
            "i consent|agree to be|being quoted|published|printed",
            f"you 're|are allowed to quote|print|publish {_ME}",
            f"my {_PIECE} can|may be quoted|published|printed",
        ),
    ),
    (
        "reword",
        "yes",
        (
            "paraphrase|reword|rephrase me|it|this|that|if|as|by|please|away|freely|instead",
            f"{_CAN} ..1 paraphrase|reword|rephrase|summarise|summarize",
            f"{_GLAD} ..4 paraphrase|paraphrased|reword|reworded|rephrased|summarised",
            "put|say it|this|that in|into your|other|better|different|plainer own? words",
            f"{_GLAD} for|with the gist|idea|point|sense",
            "use|take|keep the gist|idea|point|sense",
            "in your ..1 words is|are|would fine|ok|okay|better",
        ),
    ),
    (
        "reword",
        "no",
        (
            f"do NOT ..2 paraphrase|reword|rephrase|rewrite|alter|tidy|correct|edit|polish {_ME}|a|the",
            "do NOT ..1 change my|a ..1 words|word|wording",
            "NOT|nor|or|neither ..1 paraphrased|reworded|rephrased|rewritten|tidied",
            "without changing|editing|rewording my|it|this|a",
            "in my own words or not",
        ),
    ),
    (
        "use",
        "no",
        (
            f"do NOT ..2 use|include {_ME}",
            f"do NOT ..2 use|include the|one|either {_PIECE}",
            f"rather|prefer ..2 NOT ..1 use|include {_ME}",
            "rather|prefer this|it|mine|my|that ..2 NOT ..1 used|included",
            f"rather|prefer ..2 NOT have {_ME} ..2 used|included",
            f"NOT want my|this|these {_PIECE} ..2 used|included",
            "NOT want this|it|mine ..1 used|included",
            f"this|my|these {_PIECE}|views|thoughts ..2 NOT ..1 be? used|included",
            "NOT for ..1 use|using",
            "leave this|mine|my|me out",
            f"leave my|this|these {_PIECE} out",
            f"delete|remove|withdraw|erase|scrap my|this|these {_PIECE}|post|reply|message|contribution|response",
            f"take my|this|these {_PIECE}|post|reply|message|contribution|response down|out|off|away",
            f"ignore|disregard my|this {_PIECE}|post|message",
            "please|pls|kindly ..1 delete|remove|ignore|disregard this|it|that|me",
        ),
    ),
    (
        "use",
        "yes",
        (
            f"you {_CAN} ..1 use|share|have this|it|my|any|all|what",
            f"{_GLAD} for this|my|it|you ..4 use|used|share|shared",
            f"{_GLAD} to use|share this|it|my|any|all",
        ),
    ),
    (
        "name",
        "no",
        (
            "anonymous please|pls|thanks|thank|if",
            "please|pls|kindly ..4 anonymous",
            "stay|remain|be|keep|kept|leave|stays|post|posted|go|prefer ..3 anonymous",
            "anonymously please|if",
            "do NOT ..2 name|credit|identify|thank|acknowledge me|us",
            "do NOT ..2 use|print|put|mention|include|give|publish|add|show|share my|our|any|names|me ..2 name|names|anywhere",
            "do NOT ..2 want|need|like ..4 name|names|credit|credited|named|thanked",
            "do NOT want|need to be named|credited|identified|thanked|listed|acknowledged",
            f"rather|prefer|prefers ..3 NOT ..1 be? ..1 {_NAMED}",
            "rather|prefer ..2 NOT give|say|leave|put|use my|who ..1 name|i",
            f"NOT ..1 to be {_NAMED}",
            f"NOT want|like|wish ..5 {_NAMED}",
            "no name|names please|pls|needed|necessary|required|thanks|thank|attached|for",
            "no credit please|needed|necessary|required|for|thanks|thank|wanted",
            "without my ..1 name",
            "name withheld|supplied",
            "withhold my|the name",
            "NOT ..1 my ..1 name",
            "leave|keep my|our ..1 name|names off|out",
            "leave|keep me off|out the|of ..2 list|credits|names|it",
            "no need to ..1 credit|name|thank|mention|list",
        ),
    ),
    (
        "author",
        "no",
        (
            "NOT ..5 as an|a|the author|authors|coauthor",
            "NOT ..4 be an|a|the ..1 author|authors",
            "no author|authorship credit?",
        ),
    ),
    (
        "name",
        "yes",
        (
            "credit|name|list|acknowledge|thank|mention me|us as|by|please|in|if|on|under|with|too",
            "credit me|us",
            f"i|we 'd|would|'ll ..2 like|love|want|wish|appreciate|be ..6 {_NAMED}",
            f"want|wish|like|love|hope to be {_NAMED}",
            f"{_GLAD} to be {_NAMED}",
            f"{_GLAD} ..3 use|print|put|have my|our ..1 name",
            f"please|can|could ..2 be {_NAMED}",
            f"'d|would be ..1 {_GLAD} to be {_NAMED}",
            f"allowed to be {_NAMED}",
            "put|count|write|mark|add me|us down|in",
            f"you {_CAN} ..1 use|print|put|give|include|name|write my|me|us|our|it",
            "put|use|print|include|add|have|want|like my|our ..1 name",
            "put the name of our",
            "my|our ..1 name can|may|for|to go|the|your",
            "my|our ..1 name on it|the|your",
            "as|be an|a|one ..2 author|authors|coauthor",
            "co - author",
        ),
    ),
    (
        "name",
        "yes?",  # only where a name stands beside it
        (
            "the ..1 name can|may|for|to go|the|your",
            "credit|credits : ",
            "credit ..1 goes|go|to",
            "author|authors|name|names|credit on|bit|list|credit ..1 :|=|can|to|ok",
            "for|to the|your names|list|credits|authors|author",
            "to|on|in the|your ..1 credits|names|manifesto|list|book|document|paper|report please|.|,|if|too",
            "for the credits",
        ),
    ),
    (
        "author",
        "yes",
        (
            "as|be|called|become|been an|a|one|the ..3 author|authors|coauthor",
            "author|authors list|bit|credit|credits",
            "list of authors",
            "for the authors",
            "an author",
        ),
    ),
)

NAMES = ("name", "full name", "real name", "surname", "initials")

# After these an idiom is meant, or something else than one's own words.
NOT_MEANT_AFTER: dict[tuple[str, str], tuple[str, ...]] = {
    ("quote", "yes"): ("on that", "on this", "on it"),
    ("use", "no"): ("as", "against", "word", "term", "phrase", "service", "app", "site", "system", "form", "excuse", *NAMES),
}

# Before "quote me": what leaves it a thing said to us. "They quote me" is none.
TO_US = r"(?:\W|\b(?:yes|yeah|yep|please|pls|so|and|ok|okay|sure|well|do|then|also|just|by all means|of course|go ahead|feel free to)\b)*"
# "If there's a thing you don't want quoted, say so" asks others what they wish.
ASKS_YOU = r"(?:.*\b)?(?:if|whether|anything|whatever)\b[^;:.!?]*\byou (?:do|did|would|'d )?\s*"
TELL_US = r"\W*(?:(?:then|please|just|do|now)\W+)*(?:say|tell|let|shout|ring|strike|cross|mark)\b"
# "Both halves, please, or don't put it in at all" asks for the whole of it.
ALL_OR = (
    r"\W*(?:(?:please|put|print|use|quote|keep|it's|so|well|yes)\W+)*(?:both(?: \w+)?|all of it|the whole(?: \w+){1,3}|every word|the lot|"
    r"everything|in full)(?:\W+(?:in|please|together))*\W+or (?:else )?(?:please )?"
)
# After a bare "quote me": the end of it, or the start of something else.
ENDS_THERE = r"\s*(?:\Z|[.!;,:)…–—\n]|- |(?:and|but|so|or)\b)"

# Beside a name at the start or the end of a sentence these words say that it is meant for the list.
NAME_CUES = (
    r"\b(?:credits?|credited|authors?|names?|names me|list(?:ed|ing)?|manifesto|printed|record|acknowledg\w+|thanks page)\b|"
    r"\bput me\b|\bput (?:me|us|that|it) (?:down|in)\b|\bgo on\b|\bif (?:you|it|there|i'?m|im|i am|that)\b.*\b(?:need|"
    r"want|wanted|names?|allowed|list|use|ok)\b|"
    r"\bplease\b|\bspell|\bwithout organisation\b|\bno title\b|\bwith the hyphen\b|\bat the bottom\b|\bby all means\b|\bwill do\b|\bin full\b"
)

TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Sir|Dame|Cllr|Councillor|Fr|Sister|Imam|Rabbi)\.? )?"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_INITIALS = rf"(?:{_CAPITAL}(?:-{_CAPITAL}\b)?(?:\. ?| (?={_CAPITAL}))){{1,4}}"
SURNAME = rf"(?:(?:de|van|von|der|den|al|el|ap|bin|ibn|la|le|du|da|di) |O'|Mac|Mc)*{_CAPITAL}[\w']*[a-zß-ÿ][\w']*(?:-{_CAPITAL}[\w']+)*"
# "J. Okafor", "J-P. Martel", "D.W. Hallworth", "T. and L. Moody", "Mrs E. Markham"
INITIALLED = rf"{TITLE}(?:{_INITIALS}(?:and|&) )?{_INITIALS}{SURNAME}(?: {SURNAME})?"
# "Robert Ainsley", "Yonas K.", "Harbhajan Singh Sandhu"
FULL = rf"{TITLE}{SURNAME}(?: {_CAPITAL}\.?(?=\W|$))?(?: {SURNAME}){{1,3}}|{TITLE}{SURNAME} {_CAPITAL}\.?(?=\W|$)"
SINGLE = rf"@\w{{2,30}}|{TITLE}{SURNAME}"
# "Table 4, the Telephone"
GROUP = rf"(?:(?:Break-?out|Small) )?(?:Table|Group|Team|Room|Circle|Pair|Stall|Station|Corner) (?:\d{{1,3}}|[A-Z])\b(?:, the {_CAPITAL}[\w'-]*)?"
NAME_TAIL = rf"(?: \([^()\n]{{1,30}}\))?(?: (?:from|of) {SURNAME}(?: {SURNAME}){{0,2}})?"

RELATIVES = frozenset(
    "mum mam mom mother mammy dad father son daughter husband wife partner brother sister nan nana gran grandma granny grandad grandfather "
    "grandmother grandson granddaughter uncle aunt auntie nephew niece cousin child children kid kids twins boy girl lad lass parents parent "
    "grandchildren grandkids stepson stepdaughter spouse fiancé fiancée mate friend neighbour baby fella hubby".split()
)

ROLES = frozenset(
    "patient patients inpatient outpatient carer carers caregiver survivor user users student students nurse nurses doctor doctors gp gps "
    "psychologist psychiatrist physio physiotherapist therapist therapists midwife midwives paramedic paramedics pharmacist dietitian "
    "dietician radiographer surgeon consultant registrar clinician clinicians medic matron sister chaplain imam vicar nun priest rabbi minister "
    "social-worker worker workers assistant manager managers director commissioner commissioners officer administrator receptionist clerk "
    "secretary coordinator co-ordinator facilitator researcher researchers academic lecturer professor teacher tutor trainer statistician analyst "
    "economist engineer architect designer developer accountant solicitor lawyer barrister magistrate judge interpreter translator advocate "
    "adviser advisor counsellor councillor member members trustee governor chair chairman chairwoman chairperson treasurer volunteer volunteers "
    "campaigner activist supporter helper visitor resident residents tenant tenants neighbour citizen taxpayer voter customer client clients "
    "driver porter cleaner cook chef caterer gardener farmer plumber electrician builder roofer postman postwoman policeman policewoman "
    "firefighter soldier veteran shopkeeper butcher baker hairdresser barber mechanic carpenter joiner painter printer poet writer artist "
    "musician singer actor editor journalist blogger librarian retired pensioner apprentice trainee fellow intern inspector auditor "
    "lead partner professional staff guard practitioner specialist steward rep representative ambassador champion "
    "mentor buddy coach planner buyer technician "
    "scientist surveyor treasurer chemist physicist biologist optician optometrist dentist hygienist podiatrist "
    "audiologist osteopath chiropractor vet "
    "employer employee entrepreneur owner executive ceo president founder co-founder dad mum mam mom mother father parent parents "
    "grandparent grandparents nan gran granny grandma grandad grandmother grandfather grandson granddaughter daughter son sibling wife husband "
    "widow widower spouse brother aunt auntie uncle cousin niece nephew stepmum stepdad foster-carer guardian asthmatic diabetic epileptic "
    "amputee alcoholic addict ex-addict bulimic anorexic wheelchair-user voice-hearer hearer donor recipient wearer leaver refugee migrant "
    "immigrant traveller prisoner offender ex-offender civil-servant servant nanny childminder au-pair bod woman man person lady bloke lass lad "
    "scout leader organiser caretaker warden landlord housekeeper bidder tester scribe shorthand undertaker embalmer celebrant undergraduate "
    "graduate postgraduate intern-doctor ho sho hca ot slt bsl ahp ppi pa tutor-counsellor sewadar signaller".split()
)

# Beside a role these judge others or ask for something; with them a sentence without a verb is not about its writer.
JUDGING = frozenset(
    "very really nice friendly helpful super good great excellent lovely more less fewer poor better best worst "
    "kind caring also reduce accept looked "
    "brilliant fantastic amazing wonderful professional polite rude attentive knowledgeable pleasant efficient supportive approachable enough extra "
    "too some better-trained happy all lack need needs no not never please thank thanks reception support such what how why where initial be get "
    "give make let have stop start keep strengthen provide ensure listen improve allow help treat see speak send bring put use find buy hire employ "
    "pay train automatic universal so most many every each any other both different same new fast quick slow clear clean quiet warm welcoming "
    "reliable responsive understanding compassionate dedicated outstanding exceptional superb perfect competent skilled experienced courteous".split()
)
# Roles that stand for others when they stand without a verb.
OF_OTHERS = frozenset(
    "staff professional specialist nurse doctor doctors consultant manager receptionist leader officer expert president author partner member".split()
)

# Nouns that end like roles, and what people say of themselves without saying where they speak from.
NOT_ROLES = frozenset(
    "bit lot believer supporter fan lover sucker number matter letter never ever over after under other another either neither rather "
    "winner loser player beginner starter disaster bother computer paper water winter summer dinner order offer answer corner later better "
    "bigger older younger longer newer fewer easier harder lower higher former latter quarter chapter centre center error minor major poor door "
    "floor factor favor favour humor humour horror mirror terror tutor-less relevant important different patient-less constant instant distant "
    "pleasant restaurant grant plant want committee coffee degree agree free three see fee guarantee list mist twist resist exist christian-less "
    "indian-less italian-less person thinker talker listener reader stickler realist optimist pessimist perfectionist cynic dreamer "
    "stranger bigger-picture nightmare burden nuisance problem case".split()
)
ROLE_ENDINGS = (
    "ologist",
    "ographer",
    "therapist",
    "worker",
    "practitioner",
    "physicist",
    "trician",
    "nurse",
    "teacher",
    "officer",
    "manager",
    "keeper",
    "maker",
    "driver",
    "engineer",
    "ographer",
    "atrician",
    "opath",
    "wright",
    "smith",
    "master",
    "mistress",
    "woman",
)

CONDITION = (
    r"autis\w+|asperger\w*|adhd|dyslexi\w+|dyspraxi\w+|dement\w+|alzheimer\w*|parkinson\w*|cancer|leuk?aemia|lymphoma|"
    r"myeloma|diabet\w+|type (?:1|2|one|two)|"
    r"stroke|epilep\w+|seizures|asthma|copd|emphysema|fibrosis|arthritis|osteo\w+|lupus|crohn\w*|colitis|ibs|ibd|coeliac|psoriasis|eczema|"
    r"ms|m\.s\.|multiple sclerosis|mnd|motor neurone|me/cfs|cfs|fibromyalgia|long covid|covid|hiv|hepatitis|kidney \w+|dialysis|transplant|"
    r"heart (?:failure|condition|attack)|angina|pacemaker|bypass|copd|thyroid|cp|cerebral palsy|down'?s(?: syndrome)?|fragile x|spina bifida|"
    r"learning (?:disabilit\w+|difficult\w+)|disab\w+|wheelchair|bipolar|schizo\w+|psychosis|psychotic|depress\w+|"
    r"anxiety|ptsd|ocd|bpd|eupd|personality disorder|"
    r"eating disorder|anorexi\w+|bulimi\w+|ed|addict\w+|recovery|stammer|stutter|deaf\w*|blind|visually impaired|"
    r"sight|hearing (?:loss|aids?)|tinnitus|"
    r"brain injur\w+|tumou?r|migraines?|endometriosis|pcos|\w+ syndrome|\w+ disease|sickle cell|haemophilia|thalassaemia|chronic \w+|mental health|"
    r"ileostomy|colostomy|stoma|catheter|feeding tube|peg|ventilator|oxygen|hip replacement|amputat\w+|ulcers?|"
    r"esa|pip|dla|universal credit|section(?:ed)?|gout|"
    r"no speech|non-?verbal|implant|prosthe\w+|guide dog|screen reader|power of attorney|direct payments|supported living"
)
# What may be said of oneself without an article: "I am Deaf".
STATES = (
    r"deaf\w*|blind|deafblind|autistic|disabled|dyslexic|dyspraxic|neurodivergent|neurodiverse|bipolar|diabetic|epileptic|asthmatic|bereaved|"
    r"retired|unemployed|homeless|housebound|bedbound|partially sighted|hard of hearing|in recovery|on esa|on pip|on dialysis|on universal credit|"
    r"visually impaired|hearing impaired|trans|gay|lesbian|widowed|pregnant|sectioned|detained"
)
DOES = (
    r"(?:work(?:ed|s)?|volunteer(?:ed)?|clean|drive|teach|taught|nurse|train(?:ed)?) (?:as|in|for|at|on|with|the|shifts|nights)\b|"
    r"(?:run|manage|chair|lead|coordinate|commission|represent) (?:an?|the|our|my|some)\b|"
    r"(?:care|cared|caring|look|looked|looking) (?:for|after) (?:my|our|me|her|him|an?|the|two|both|someone)\b|"
    r"sit (?:as|on) (?:an?|the|our|my)\b|belong to\b|(?:am|'m|m) raising\b|(?:was|am|'m) (?:an? )?in-?patient\b|foster\b|"
    r"use (?:an? )?(?:wheel)?chair\b|use (?:mental health|health|these|the|social care) services?\b|(?:use|listen)[^.;!?]{0,40} screen reader\b|"
    r"(?:am|'m|m) in (?:the|my) (?:first|second|third|fourth|final|last) year\b|(?:am|'m|m)(?: still)? (?:on the "
    r"books of|under (?=the (?:\w+ )?(?:team|care|hospital|ward|service|consultant|clinic|crisis|community|mental|"
    r"cmht))) ?the\b|"
    r"(?:am|'m|m) on the (?:front desk|wards?|panel|committee|board|waiting list)\b|"
    r"(?:'ve|ve|have) been (?!waiting|asking|trying|saying|telling|told)\w+ing\b[^.;!?]{2,50}?\b(?:since (?:19|20)\d\d|for [\w -]{2,15} years)\b|"
    rf"(?:live|lived|living) with (?=[^.,;]*\b(?:{CONDITION})\b)|(?:was|been|got|were) diagnosed\b|"
    rf"(?:have|'ve|ve|had|got|have got|'ve got|have had|'ve had)(?: an?| my| the| severe| had| got| been| type| "
    rf"two| \w+)? ?(?=[^.,;]{{0,25}}\b(?:{CONDITION})\b)|"
    r"did (?:[\w-]+ ){1,3}years (?:in|as|at|on)\b"
)
