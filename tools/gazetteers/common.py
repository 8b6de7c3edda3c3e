"""What the gazetteer tools share: folding, ids, word lists. SPDX-License-Identifier: MIT"""
import os
import re
import unicodedata

# Letters that NFKD does not take apart.
LETTERS = str.maketrans({
    'ł': 'l', 'Ł': 'L', 'ø': 'o', 'Ø': 'O', 'đ': 'd', 'Đ': 'D', 'ı': 'i', 'ß': 'ss',
    'æ': 'ae', 'Æ': 'Ae', 'œ': 'oe', 'Œ': 'Oe', 'þ': 'th', 'Þ': 'Th', 'ð': 'd', 'ə': 'e',
    'Ə': 'E', 'Ð': 'D', 'ʻ': "'", 'ʼ': "'", '‘': "'", '’': "'", '`': "'", 'ħ': 'h', 'Ħ': 'H'})


def fold(text):
    """The text without marks, in ASCII where a Latin letter allows it."""
    text = unicodedata.normalize('NFKD', text.translate(LETTERS))
    return ''.join(c for c in text if not unicodedata.combining(c))


def slug(name):
    """The id of a name: no marks, lower case, other runs become '-'."""
    return re.sub(r'[^a-z0-9]+', '-', fold(name).lower()).strip('-')


def words(folder, sizes, kinds=('english', 'american', 'british')):
    """Lower-case words of SCOWL lists (Debian package scowl) of the given sizes."""
    out = set()
    for kind in kinds:
        for size in sizes:
            path = os.path.join(folder, f'{kind}-words.{size}')
            if os.path.exists(path):
                with open(path, encoding='latin-1') as f:
                    out.update(line.strip() for line in f)
    return {w for w in out if w and "'" not in w and w == w.lower()}


def escape(field):
    """A field of a gazetteer TSV file."""
    return (field.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n')
            .replace('|', '\\|').replace(';', '\\;'))


def table(path):
    """The fields of a '|' file, comments left out."""
    with open(path, encoding='utf-8') as f:
        for line in f:
            line = line.rstrip('\n')
            if line.strip() and not line.startswith('#'):
                yield [x.strip() for x in line.split('|')]
