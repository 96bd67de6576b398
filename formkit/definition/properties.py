"""The Unicode properties that ECMA-262 knows in `\\p{…}`, and the code points that have them."""

from functools import lru_cache

import regex

EVERYTHING = (0, 0x10FFFF)

CATEGORIES = dict(
    pair.split("=")
    for pair in """
    Other=C Control=Cc Format=Cf Unassigned=Cn Private_Use=Co Surrogate=Cs Letter=L
    Cased_Letter=LC Lowercase_Letter=Ll Modifier_Letter=Lm Other_Letter=Lo Titlecase_Letter=Lt
    Uppercase_Letter=Lu Mark=M Combining_Mark=M Spacing_Mark=Mc Enclosing_Mark=Me
    Nonspacing_Mark=Mn Number=N Decimal_Number=Nd digit=Nd Letter_Number=Nl Other_Number=No
    Punctuation=P punct=P Connector_Punctuation=Pc Dash_Punctuation=Pd Close_Punctuation=Pe
    Final_Punctuation=Pf Initial_Punctuation=Pi Other_Punctuation=Po Open_Punctuation=Ps Symbol=S
    Currency_Symbol=Sc Modifier_Symbol=Sk Math_Symbol=Sm Other_Symbol=So Separator=Z
    Line_Separator=Zl Paragraph_Separator=Zp Space_Separator=Zs cntrl=Cc
    """.split()
)
CATEGORIES |= {short: short for short in CATEGORIES.values()}

# ECMA-262, table 67, but Changes_When_NFKC_Casefolded, for which no table is at hand.
BINARY = frozenset(
    """
    ASCII_Hex_Digit AHex Alphabetic Alpha Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable
    CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM Changes_When_Lowercased CWL
    Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI
    Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp Emoji_Modifier EMod
    Emoji_Modifier_Base EBase Emoji_Presentation EPres Extended_Pictographic ExtPict Extender Ext
    Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB
    IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C
    Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax
    Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI
    Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo
    Uppercase Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS
    """.split()
)

# Names of one word or more, each beginning with a capital: the `regex` package is laxer.
_SCRIPT = regex.compile(r"[A-Z][a-z]+(?:_[A-Z][a-z]+)*|SignWriting")


@lru_cache(maxsize=1024)
def property_items(name: str, *, negated: bool) -> tuple[tuple[int, int] | str, ...] | None:
    """What a set holds for `\\p{name}`: ranges, or a name for `code_points`; None if unknown."""
    if name == "Any":
        return () if negated else (EVERYTHING,)
    if name == "ASCII":
        return ((128, EVERYTHING[1]),) if negated else ((0, 127),)
    if name == "Assigned":
        name, negated = "Cn", not negated
    canonical = _canonical(name)
    return None if canonical is None else ("^" * negated + canonical,)


def _canonical(name: str) -> str | None:
    kind, equals, value = name.partition("=")
    if not equals:
        return CATEGORIES.get(name) or (name if name in BINARY else None)
    if kind in ("General_Category", "gc"):
        return CATEGORIES.get(value)
    if kind in ("Script", "sc", "Script_Extensions", "scx") and _SCRIPT.fullmatch(value):
        long = "Script_Extensions" if kind in ("Script_Extensions", "scx") else "Script"
        try:
            regex.compile(rf"\p{{{long}={value}}}")
        except regex.error:
            return None
        return f"{long}={value}"
    return None


@lru_cache(maxsize=256)
def code_points(item: str) -> tuple[tuple[int, int], ...]:
    """The sorted ranges of a property as `property_items` names it (`^` before it: all others)."""
    # The string of all code points takes 4 MB, so it's made anew for each of the few properties.
    everything = "".join(map(chr, range(EVERYTHING[1] + 1)))
    escape = rf"\P{{{item[1:]}}}+" if item.startswith("^") else rf"\p{{{item}}}+"
    return tuple((m.start(), m.end() - 1) for m in regex.finditer(escape, everything))
