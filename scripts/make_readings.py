"""Write dangan/data/readings.txt, the readings of Chinese characters without tones, from pypinyin's dictionaries.

A line is `rank syllable characters`: rank 1 holds the usual reading of each character, 2 and 3 the next ones, s what
it is read as at the head of a name, c (syllables joined by commas) surnames of two characters. The usual reading is
the one most words use; another one is kept where at least two words and one in a hundred use it, or, for characters
that stand in no word, where the dictionary gives it second.

Run: python scripts/make_readings.py  (pypinyin is a tool of development, never imported by dangan)
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).parent.parent / "dangan" / "data" / "readings.txt"
EXTENSION_B = range(0x20000, 0x2A6E0)
NOT_IN_DICTIONARY = {"𠮷": "jí", "嗯": "ēn"}  # a form of 吉 in names; a sound that has no vowel there
MOST_READINGS = 3
FEWEST_WORDS = 2
SMALLEST_SHARE = 0.01

# Surnames read otherwise than the character alone, or where two readings are in use. Source: 百家姓 with the
# readings of 现代汉语词典.
SURNAMES = {
    "bi": "秘贲", "bo": "薄柏", "bu": "卜", "cen": "岑", "chao": "晁朝", "che": "车", "chen": "谌", "chi": "郗迟",
    "chong": "种", "chu": "褚", "di": "翟", "du": "都", "fei": "费", "fu": "宓洑", "gan": "干", "gai": "盖", "ge": "盖葛戈",
    "gong": "共龚", "gou": "句勾", "gu": "谷", "gui": "妫炔", "guo": "过呙", "guan": "冠观", "ha": "哈", "hao": "郝", "he": "黑",
    "hua": "华滑", "huan": "还郇", "huang": "黄", "ji": "纪祭藉", "jia": "贾", "ju": "沮", "kan": "阚", "kui": "隗",
    "kuang": "邝", "le": "乐", "li": "栗", "liao": "廖", "lu": "逯", "miao": "缪", "mi": "宓", "mu": "牟", "mou": "牟",
    "na": "那", "nai": "能佴", "nie": "乜", "nian": "粘", "ning": "宁", "ou": "区", "pang": "逄", "pi": "皮", "piao": "朴",
    "po": "繁", "qi": "亓", "qin": "覃", "qiu": "仇", "que": "阙", "ren": "任", "rui": "芮", "sa": "撒", "shan": "单",
    "shao": "召", "she": "折厍", "shen": "谌莘", "sheng": "盛", "su": "宿", "tan": "覃", "tang": "汤", "tuo": "庹", "wei": "隗尉韦",
    "xi": "郗", "xian": "冼洗", "xiang": "相", "xie": "解", "xin": "莘", "xing": "行", "xu": "胥", "xun": "郇",
    "yan": "燕闫", "yang": "羊", "yao": "么幺", "yi": "衣", "ying": "应", "yu": "於", "yue": "乐", "yun": "员",
    "zang": "藏臧", "zeng": "曾", "zha": "查", "zhai": "翟祭", "zhuo": "禚", "zi": "訾", "zhan": "占",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "澹台": "tan tai", "长孙": "zhang sun", "宰父": "zai fu",
    "亓官": "qi guan", "鲜于": "xian yu", "令狐": "ling hu", "中行": "zhong hang", "皇甫": "huang fu", "呼延": "hu yan",
    "夏侯": "xia hou", "吐谷": "tu yu", "拓跋": "tuo ba", "赫连": "he lian", "乐正": "yue zheng", "轩辕": "xuan yuan",
}  # fmt: skip


def main() -> None:
    readings = {character: ranked(character) for character in characters()}
    readings |= {character: [toneless(syllable)] for character, syllable in NOT_IN_DICTIONARY.items()}
    lines = ["# Readings of Chinese characters, written by scripts/make_readings.py from pypinyin (MIT)."]
    for rank in range(MOST_READINGS):
        lines += block(str(rank + 1), ((r[rank], c) for c, r in readings.items() if len(r) > rank))
    lines += block("s", ((syllable, c) for syllable, names in SURNAMES.items() for c in names))
    lines += [f"c {syllables.replace(' ', ',')} {name}" for name, syllables in COMPOUND_SURNAMES.items()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def characters() -> list[str]:
    """All but extension B, which holds next to nothing but historical forms; C and later have simplified ones."""
    return [chr(code) for code in sorted(PINYIN_DICT) if code not in EXTENSION_B and syllables_of(chr(code))]


def ranked(character: str) -> list[str]:
    """The readings worth keeping, the usual one first."""
    known = syllables_of(character)
    words = WORDS[character]
    total = sum(words.values())
    if not total:
        return known[:2]
    order = sorted(known, key=lambda syllable: -words[syllable])
    fewest = max(FEWEST_WORDS, SMALLEST_SHARE * total)
    return [order[0], *(s for s in order[1:MOST_READINGS] if words[s] >= fewest)]


def syllables_of(character: str) -> list[str]:
    """All readings without tones, in the order of the dictionary; bare consonants such as hng are left out."""
    found = dict.fromkeys(map(toneless, PINYIN_DICT[ord(character)].split(",")))
    return [syllable for syllable in found if any(vowel in syllable for vowel in "aeiouv")]


def toneless(syllable: str) -> str:
    """lǜ becomes lv, as it is typed."""
    apart = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in apart if c.isascii() and c.isalpha())


def words_by_reading() -> dict[str, Counter[str]]:
    """For each character, in how many words it has each reading."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in PHRASES_DICT.items():
        for character, (syllable, *_) in zip(word, syllables, strict=False):
            counts[character][toneless(syllable)] += 1
    return counts


def block(rank: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for syllable, character in pairs:
        groups[syllable].append(character)
    for syllable in sorted(groups):
        yield f"{rank} {syllable} {''.join(groups[syllable])}"


WORDS = words_by_reading()

if __name__ == "__main__":
    main()
