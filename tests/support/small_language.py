"""A small invented language for tests: two scripts, forms, one phrase."""

from grooming_risk.text.language import Language
from grooming_risk.text.lexicon import Lexicon

SPELLING = {
    "sliku": ("xx:slika",),
    "slika": ("xx:slika",),
    "posalji": ("xx:poslati",),
    "nemoj": ("xx:nemoj",),
    "reci": ("xx:reci",),
    "mami": ("xx:mama",),
    "no": ("xx:no",),
    "nmg": ("xx:ne", "xx:moci"),
}
LETTERS = {"с": "s", "л": "l", "и": "i", "к": "k", "у": "u", "љ": "lj", "п": "p", "о": "o", "а": "a", "ј": "j"}
FORMS = {"xx:slika": "picture", "xx:mama": "guardian", "xx:nemoj xx:reci": "not_tell"}
SMALL = Language("xx", ("xa", "xb"), Lexicon(FORMS, SPELLING, {}, {}, {}), LETTERS, "")

THAI = Language(
    "th",
    ("th",),
    Lexicon({"th:รูป": "picture"}, {word: (f"th:{word}",) for word in ("ส่ง", "รูป", "มา", "มาก", "หน่อย")}, {}, {}, {}),
    {},
    "\u0e00-\u0e7f",
)
