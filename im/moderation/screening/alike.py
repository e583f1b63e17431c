"""Letters of other alphabets that look like Latin ones, and characters that are not seen at all."""

_CYRILLIC = """
аa вb сc ԁd еe єe ғf гr ԍg нh һh ңh ҥh іi јj кk қk ҝk ҟk ҡk ӏl мm пn оo өo рp ԛq ѕs тt цu ѵv ԝw ѡw хx ҳx
уy үy ұy ьb ҫc ҽe
"""
_GREEK = "αa βb ϲc εe γy ηn ιi ϳj κk μu νv οo ρp τt υu χx ωw ζz Ηh Μm Νn Υy"
_ARMENIAN = "օo սu ոn հh ցg զq յj լl"
_CHEROKEE = """
ᎠD ᎡR ᎢT ᎥI ᎩY ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᎽY ᏀG ᏂH ᏃZ ᏏB ᏒR ᏔW ᏕS ᏙV ᏚS ᏞL ᏟC ᏢP ᏦK ᏧD ᏳG ᏴB
"""
_COPTIC = "ⲁa ⲃb ⲉe ⲏh ⲓi ⲕk ⲙm ⲛn ⲟo ⲣp ⲥc ⲧt ⲩy ⲭx"
_LISU = "ꓐB ꓑP ꓒD ꓓD ꓔT ꓖG ꓗK ꓙJ ꓚC ꓜZ ꓝF ꓟM ꓠN ꓡL ꓢS ꓣR ꓦV ꓧH ꓪW ꓫX ꓬY ꓮA ꓰE ꓲI ꓳO ꓴU"
_CANADIAN = "ᗩA ᗷB ᑕC ᗪD ᖴF ᕼH ᒍJ ᒪL ᗰM ᑎN ᑭP ᑫQ ᖇR ᔕS ᑌU ᐯV ᗯW ᙭X"
_LATIN = "ʉu ɑa ɣy ɩi ʊu əe ðd ŋn ʃs ʒz ǀl ⅼl ©c ®r ℮e"

# Greek capitals and small letters look like different Latin ones, so they are written apart above.
ALIKE = {
    pair[0]: pair[1].lower()
    for pair in " ".join((_CYRILLIC, _GREEK, _ARMENIAN, _CHEROKEE, _COPTIC, _LISU, _CANADIAN, _LATIN)).split()
}

# The last consonant of a Hangul syllable, as the first consonants that whoever writes it in pieces types.
_LAST = """
ᄀ ᄁ ᄀᄉ ᄂ ᄂᄌ ᄂᄒ ᄃ ᄅ ᄅᄀ ᄅᄆ ᄅᄇ ᄅᄉ ᄅᄐ ᄅᄑ ᄅᄒ ᄆ ᄇ ᄇᄉ ᄉ ᄊ ᄋ ᄌ ᄎ ᄏ ᄐ ᄑ ᄒ
"""
ALIKE |= dict(zip(map(chr, range(0x11A8, 0x11C3)), _LAST.split(), strict=True))

# What Unicode calls letters and symbols, but nobody sees: Hangul fillers and tones, the empty Braille cell,
# what lengthens an Arabic word; and the tones of skin, which change a picture and not its meaning.
UNSEEN = frozenset("\u0640\u302e\u302f\u115f\u1160\u3164\uffa0\u2800\ufffc🏻🏼🏽🏾🏿")
