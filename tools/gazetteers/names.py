#!/usr/bin/env python3
"""Writes gazetteers/names/given.tsv and gazetteers/names/surnames.tsv.

    python3 tools/gazetteers/names.py KANTROWITZ CENSUS

KANTROWITZ  folder with male.txt and female.txt of the Names Corpus 1.3 (Mark Kantrowitz)
CENSUS      folder with dist.all.last of the 1990 census of the United States (public domain), as the
            Python package names 0.3.0 carries it
Further needed: the Debian package scowl (spelling of surnames, ordinary words), and
world-given.txt and world-surnames.txt beside this file. gazetteers/cities.tsv and *.yaml are read,
where they exist, to mark names that are places as ambiguous; run cities.py, names.py, cities.py.
SPDX-License-Identifier: MIT
"""
import os
import re
import sys

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from common import fold, words  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
GAZ = os.path.join(HERE, '..', '..', 'gazetteers')
SCOWL = '/usr/share/dict/scowl'
CENSUS_TOP = 6000              # so many surnames by frequency, and below it those that SCOWL has
CENSUS_MORE = 30000
DAYS = set('January February March April May June July August September October November December '
           'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split())
# Family names of East Asia that lists of given names also hold, and given names that mean a people or place.
HALF = set('Kim Lee Park Wang Li Chen Ho Jordan Chad Israel Georgia India China Asia Kenya Jamaica '
           'German Christian Rich Royal Sultan Sheikh Raj General Justice Guy Don Prince Duke Earl Baron King '
           'Moscow Jean Sen Gen Col Rep Gov Sat Sun Mon Jan Jun Jul Mar Apr Dec Ed Al Van Von De'.split())
PARTICLES = {'de', 'del', 'van', 'der', 'den', 'von', 'bin', 'bint', 'ibn', 'al', 'el', 'di', 'da', 'la', 'le'}


def places():
    out = set()
    for name in ('countries.yaml', 'places.yaml'):
        path = os.path.join(GAZ, name)
        if os.path.exists(path):
            with open(path, encoding='utf-8') as f:
                for e in yaml.safe_load(f)['entities']:
                    out.update([e['name']] + e.get('aliases', []) + e.get('demonyms', []))
    countries = set(out)
    path = os.path.join(GAZ, 'cities.tsv')
    if os.path.exists(path):
        with open(path, encoding='utf-8') as f:
            for line in f:
                if not line.startswith('#'):
                    field = line.rstrip('\n').split('\t')
                    population = re.search(r'population=(\d+)', field[4])
                    if population and int(population.group(1)) >= 300000 or 'capital=yes' in field[4]:
                        out.add(field[0])
    return countries, out


def spell():
    """SCOWL's spelling of a name by its letters in upper case."""
    out = {}
    for kind in ('english', 'american', 'british'):
        for sub in ('upper', 'proper-names'):
            for size in ('10', '20', '35', '40', '50', '60', '70'):
                path = os.path.join(SCOWL, f'{kind}-{sub}.{size}')
                if os.path.exists(path):
                    with open(path, encoding='latin-1') as f:
                        for w in f:
                            w = w.strip()
                            if w and not w.endswith("'s"):
                                out.setdefault(re.sub(r'[^A-Z]', '', fold(w).upper()), w)
    return out


def write(path, category, comments, entries):
    with open(path, 'w', encoding='utf-8') as f:
        f.write(f'#trawl-words 1 {category}\n')
        for c in comments:
            f.write(f'# {c}\n')
        for name in sorted(entries):
            attributes = entries[name]
            f.write(name + ('\t' + ';'.join(attributes) if attributes else '') + '\n')


def world(path):
    with open(path, encoding='utf-8') as f:
        for line in f:
            if not line.startswith('#') and line.strip():
                head, _, rest = line.rstrip('\n').rpartition('|')
                for w in rest.split():
                    yield head, w.replace('_', ' ')


def main(kantrowitz, census):
    common = words(SCOWL, ('10', '20', '35', '40', '50'))
    countries, geography = places()

    gender = {}
    for kind in ('male', 'female'):
        with open(os.path.join(kantrowitz, kind + '.txt'), encoding='latin-1') as f:
            for line in f:
                name = line.strip()
                if name and not name.startswith('#') and re.fullmatch(r"[A-Z][A-Za-z' -]+", name):
                    gender.setdefault(name, set()).add(kind)
    for kind, name in world(os.path.join(HERE, 'world-given.txt')):
        kinds = {'male', 'female'} if kind == 'both' else {kind}
        for form in {name, fold(name)}:
            gender.setdefault(form, set()).update(kinds)
    given = {}
    for name, kinds in gender.items():
        if len(name) < 2:
            continue
        attributes = ['gender=' + (kinds.pop() if len(kinds) == 1 else 'both')]
        if fold(name).lower() in common or name in geography or name in DAYS or name in HALF:
            attributes.append('ambiguous=yes')
        given[name] = attributes
    write(os.path.join(GAZ, 'names', 'given.tsv'), 'given_name', [
        'Given names. Sources: the Names Corpus 1.3, copyright Mark Kantrowitz (see LICENSE), and names common',
        'in world news. ambiguous=yes: also an ordinary English word, a place, a month or mostly a surname.',
        'Written by tools/gazetteers/names.py. as_of: 2026-11-01'], given)

    spelling = spell()
    names = set()
    with open(os.path.join(census, 'dist.all.last'), encoding='ascii') as f:
        for rank, line in enumerate(f, 1):
            if rank > CENSUS_MORE:
                break
            letters = line.split()[0]
            known = spelling.get(letters)
            if rank > CENSUS_TOP and not known:
                continue
            if re.match(r'(DELA|DELOS|VANDE|VANDER|STJ|STC|OC|OD)[B-DF-HJ-NP-TV-Z]', letters) and not known:
                continue
            if known and known[0].isupper() and not known.isupper():
                name = known
            elif letters.startswith('MC') and len(letters) > 4:
                name = 'Mc' + letters[2:].capitalize()
            else:
                name = letters.capitalize()
            names.add(name)
    for _, name in world(os.path.join(HERE, 'world-surnames.txt')):
        names.update({name, fold(name)})
        first = name.split(' ')[0].lower().split('-')[0]
        if first in ('al', 'el') and name[0].islower():
            names.update({name[0].upper() + name[1:], fold(name[0].upper() + name[1:])})
    strict = {n for n in countries}
    surnames = {}
    for name in names:
        if name in DAYS or len(name) < 2:
            if name not in ('May', 'March', 'August'):
                continue
        attributes = []
        lower = fold(name).lower()
        if lower in common or name in strict or name in geography or name in DAYS or lower in PARTICLES:
            attributes.append('ambiguous=yes')
        elif name in given and 'ambiguous=yes' in given[name]:
            attributes.append('ambiguous=yes')
        surnames[name] = attributes
    write(os.path.join(GAZ, 'names', 'surnames.tsv'), 'surname', [
        'Surnames. Sources: the 1990 census of the United States (public domain), SCOWL for spelling and choice',
        '(see LICENSE), and names common in world news.',
        'ambiguous=yes: also an ordinary English word, a place or a people.',
        'Written by tools/gazetteers/names.py. as_of: 2026-11-01'], surnames)
    print(len(given), 'given names,', len(surnames), 'surnames', file=sys.stderr)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
