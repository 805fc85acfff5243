# SPDX-License-Identifier: Apache-2.0
"""Writes tests/data/regex-facts.jsonl: what Python's `re.fullmatch` says.

A line is [pattern, [name, ...], answers]; answers are a 1 or a 0 for each name, or "!" where the pattern does not compile.
Run by hand with Python 3.11.5 or later of 3.11 when a row is added: python3 make_regex_facts.py > ../data/regex-facts.jsonl
"""

import json
import random
import re
import sys
import warnings

# Topics: patterns, and the names that each of them is asked about.
TOPICS = [
    (  # look-aheads in front
        ["(?=v).*v", "(?=vision).*v(?:ision|tower).*", "(?=model).*m.*", "(?=a)[ab]*a", "(?=a)(?=.*b).*", "(?=ab|b).*b", "(?=(a))\\1?a?",
         "(?:(?=v).*v|w)", "(?!a)(?=b).*b", "(?=.)v", "(?=v)v", "(?i)(?=V).*v", "(?=é).*é", "(?=aa).*a", "(?=a(?=a)).*a", "(?>(?=v).*)v?"],
        ["v", "vv", "vision", "vision.v", "vtower", "model", "m", "a", "aa", "ab", "b", "ba", "w", "é", "éé", "V", ""],
    ),
    (  # possessive repeats and atomic groups
        ["(?:aa?){2}+", "(?:aa?){2,}+", "(?:a|ab){2}+b?", "(?:.+){3}+", "(aa?){2,3}+", "(?:(?=a).?){2}+", "(?:aa?){1,2}+a", "(?:a*){2}+a",
         "(?>aa?)a", "(?>a|ab)b", "a{2}+a", "a++b", "(?:ab?)*+b", "(?:ab?)?+b", "(?:|a){2}+", "(?:a|){2,3}+", "(?s:.){2}+.", "(?=){1,3}+"],
        ["", "a", "aa", "aaa", "aaaa", "ab", "abb", "aab", "abab", "aabb", "ababb", "b"],
    ),
    (  # conditions and back-references
        ["(?(1)a|())+", "(?:()|(?(1)())){,2}(?(2)a)", "(a)?(?(1)b|c)", "(a)?(?(1)b)", "(?:(a)|b)*(?(1)x|y)", "(?P<n>a)?(?(n)b|c)+",
         "(a|b)(?:\\1)*", "(?:(a|b)\\1)+", "(?:()|\\1a)+", "(?:(a|)\\1)*b", "((a)|b)*\\2", "(?:(?(1)a|b)(c)?)+", "(a)(?:(?(1)b|c))*",
         "(?:(a)|(b))*(?(2)b|a)", "(a*)\\1", "(a)?\\1", "(?(1)a|b)(c)?"],
        ["", "a", "aa", "ab", "abb", "b", "bb", "ac", "c", "cc", "aabb", "abx", "bx", "by", "aaa", "ba", "bac", "bcac", "abab"],
    ),
    (  # letters without case
        ["(?i)[𐐀a]", "(?i)[𐐨a]", "(?i)[𐐀]", "(?i)[^𐐀]", "(?i)[^𐐀a]", "(?i)𐐀", "(?i)[𐐀-𐐏]", "(?i)[𐐀-𐐏a]", "(?i)[😀a]", "[𐐀a]", "(?i:[𐐀b])|a",
         "(?i)i", "(?i)[h-j]", "(?i)ſ", "(?i)K", "(?i)ß", "(?i)ΐ", "(?i)[ΰ]", "(?i)ﬅ", "(?i)Σ", "(?i)µ", "(?i)Ǆ", "(?i)θ", "(?i)[à-å]"],
        ["𐐀", "𐐨", "𐐏", "𐐷", "a", "A", "😀", "i", "I", "İ", "ı", "s", "S", "ſ", "k", "K", "\u212a", "ß", "ẞ", "ΐ", "ΐ", "ΰ", "ΰ", "ﬅ", "ﬆ",
         "σ", "ς", "µ", "μ", "ǆ", "ǅ", "ϑ", "ϴ", "Å", "\u212b"],
    ),
    (  # look-behinds
        ["a(?<=(?:){2}a)", "a(?<=(?:)*a)", "ab(?<=a{0}b)", "ab(?<=(?:ab){0}b)", "ab(?<=(x){0}b)", "ab(?<=(?:(x)(y)){0}b)(z)?", "ab(?<=(?=b)?b)",
         "ab(?<=(?=x)*b)", "ab(?<=(?=b)+b)", "ab(?<=(?=x){2,}b)", "ab(?<=(?!x){1,}+b)", "ab(?<=(?:|\\b)??b)", "(?<!(?:)+)a", "(?<=(?:a{0})?)a",
         "ab(?<=(?:a|b){2})", "ab(?<=\\Bb)", "ab(?<!^b)", "a(?<=[ab])b(?<=ab)", "ab(?<=(a){0}b)(?(1)x)"],
        ["", "a", "ab", "b", "abz", "abx", "x", "aba"],
    ),
    (  # words
        ["\\w", "\\W", "[\\w]", "[\\W]", "[^\\w]", "[^\\W]", "[\\W_]", "\\b.\\b", "\\B.\\B", ".\\b.", ".\\B.", "\\w+\\b.+", "(?<=\\w).|.(?=\\w).", "\\b"],
        ["a", "_", "\u0301", "\u203f", "\u0660", "²", "ª", "\u20e3", "e\u0301", "a\u203f", "\u0301a", ".", "..", "a.", "é", "注", "", "\u0903", "\ufe4f", "\ufe33"],
    ),
    (  # anchors, flags, repeats, escapes
        ["a$", "(?m)a$\\n?", "a\\Z", "^a", "(?m)^a$", "(?s).", ".", "a{,2}", "a{2,}", "a{}", "[[:alpha:]]", "\\B", "(?x) a b # c", "a**", "a{2}{2}", "(?i", "\\8",
         "(a", "a)", "[b-a]", "(?<=a*)", "(?P<n>a)(?P=n)", "\\x41", "\\101", "\\s", "[^\\s]", "|a", "a||b", "(?:)", "()*", "(a*)*", "(a*)+?", "(?:a|ab)(?:c|bcd)"],
        ["", "a", "aa", "aaa", "a\n", "\n", "ab", "A", "a]", "a{}", " ", "\x1c", "\x85", "b", "abcd", "ac"],
    ),
]

ATOMS = ["a", "b", ".", "\\.", "[ab]", "[^a]", "\\w", "\\d", "\\s", "é", "(?:)", "()", "i", "[a-c]", "1"]
ANCHORS = ["^", "$", "\\b", "\\B", "\\A", "\\Z"]
QUANTIFIERS = ["*", "+", "?", "{2}", "{1,2}", "{,2}", "{2,}", "{0}", "*?", "+?", "??", "*+", "++", "?+", "{2}+", "{1,3}+"]
OPENERS = ["(", "(", "(?:", "(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!", "(?i:", "(?s:"]
RANDOM_ROWS = 1500


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pattern(self):
        self.groups = 0
        return self.alternation(0)

    def alternation(self, depth):
        return "|".join(self.sequence(depth) for _ in range(self.random.choice([1, 1, 1, 2, 3])))

    def sequence(self, depth):
        return "".join(self.item(depth) for _ in range(self.random.choice([0, 1, 1, 2, 3])))

    def item(self, depth):
        kind = self.random.random()
        if kind < 0.06:
            return self.random.choice(ANCHORS)
        if kind < 0.36 and depth < 3:
            opener = self.random.choice(OPENERS)
            self.groups += opener == "("
            text = opener + self.alternation(depth + 1) + ")"
        elif kind < 0.44 and self.groups:
            group = self.random.randint(1, self.groups)
            text = f"(?:\\{group})" if self.random.random() < 0.5 else f"(?({group}){self.sequence(depth + 1)}|{self.sequence(depth + 1)})"
        else:
            text = self.random.choice(ATOMS)
            self.groups += text == "()"
        return text + (self.random.choice(QUANTIFIERS) if self.random.random() < 0.3 else "")

    def names(self):
        sizes = [0, 1, 1, 2, 2, 3, 4]
        return sorted({"".join(self.random.choice("aaabbb.1é\n") for _ in range(self.random.choice(sizes))) for _ in range(7)})


def answers(pattern, names):
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return "!"
    return "".join("1" if compiled.fullmatch(name) else "0" for name in names)


def main():
    if not (3, 11, 5) <= sys.version_info[:3] < (3, 12):
        sys.exit("needs Python 3.11.5 or a later 3.11: the dialect that the reference claims")
    warnings.simplefilter("ignore")
    for patterns, names in TOPICS:
        for pattern in patterns:
            print(json.dumps([pattern, names, answers(pattern, names)], ensure_ascii=False))
    writer = Writer(11)
    for _ in range(RANDOM_ROWS):
        pattern, names = writer.pattern(), writer.names()
        print(json.dumps([pattern, names, answers(pattern, names)], ensure_ascii=False))


main()
