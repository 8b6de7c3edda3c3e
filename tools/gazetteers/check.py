#!/usr/bin/env python3
"""Checks the gazetteers: python3 tools/gazetteers/check.py [FOLDER]

Reads all *.yaml, *.tsv and names/*.tsv: keys and types known, ids unique over all files, references
(in, of, capital, seats) resolving to one entity, no scalar that YAML reads as something else than a
string, every holder of an office with a source and a date of its own, no damaged TSV line, no name twice in a word list, ISO codes as Debian iso-codes has them, no place
twice, and that every state has those who hold its high offices (offices.py).
Needs PyYAML. Exit 1 when there are errors. SPDX-License-Identifier: MIT
"""
import collections
import datetime
import json
import os
import re
import sys

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import offices  # noqa: E402
from common import slug  # noqa: E402

TYPES = {'person', 'organization', 'country', 'place', 'event', 'work', 'group'}
KEYS = {'name', 'type', 'id', 'gender', 'wikidata', 'aliases', 'kind', 'in', 'demonyms', 'capital', 'seats',
        'iso2', 'iso3', 'roles', 'number', 'source', 'as_of'}
ROLE_KEYS = {'role', 'of', 'from', 'to', 'shared', 'source', 'as_of'}
ISO = '/usr/share/iso-codes/json/iso_3166-1.json'
errors, warnings = [], []


def strings(node, where):
    """Every scalar below a node must be a string."""
    if isinstance(node, dict):
        for k, v in node.items():
            strings(k, where)
            strings(v, where)
    elif isinstance(node, list):
        for v in node:
            strings(v, where)
    elif not isinstance(node, str):
        errors.append(f'{where}: {node!r} is no string; quote it')
    elif node != node.strip() or '\t' in node:
        errors.append(f'{where}: {node!r} has stray blanks')


def split(field, sep):
    return [re.sub(r'\\(.)', r'\1', x) for x in re.findall(r'((?:[^\\%s]|\\.)+)' % sep, field)]


def read_tsv(path, entities):
    with open(path, encoding='utf-8', newline='') as f:
        lines = f.read().split('\n')
    if lines[0] != '#trawl-gazetteer 1':
        errors.append(f'{path}:1: first line')
    for n, line in enumerate(lines[1:], 2):
        if not line or line.startswith('#'):
            continue
        field = line.split('\t')
        where = f'{os.path.basename(path)}:{n}'
        if not 2 <= len(field) <= 5 or '\r' in line:
            errors.append(f'{where}: {len(field)} fields')
            continue
        field += [''] * (5 - len(field))
        e = {'name': field[0], 'type': field[1], 'id': field[2] or slug(field[0]), 'where': where,
             'aliases': split(field[3], '|')}
        for a in split(field[4], ';'):
            key, eq, value = a.partition('=')
            if not eq:
                errors.append(f'{where}: attribute {a!r}')
            elif key in ('in', 'population'):
                e[key] = value
        entities.append(e)


def check_origin(e, where):
    """Who held which office when is said by somebody, as of a day: each entry with roles names both."""
    parts = [(e, where)] + [(r, f'{where}, {r.get("role")}') for r in e.get('roles', []) if isinstance(r, dict)]
    for part, at in parts:
        if 'source' in part and not str(part['source']).strip():
            errors.append(f'{at}: source is empty')
        if 'as_of' in part:
            try:
                datetime.date.fromisoformat(str(part['as_of']))
            except ValueError:
                errors.append(f'{at}: as_of {part["as_of"]!r} is no date YYYY-MM-DD')
    for role, at in parts[1:]:
        said = role.get('as_of') or e.get('as_of')
        if said and role.get('from', '')[:len(said)] > said:
            errors.append(f'{at}: begins after {said}, as of which it is said')
        errors.extend(f'{at}: unknown role key {k}' for k in set(role) - ROLE_KEYS)
    if parts[1:]:
        errors.extend(f'{where}: holds an office, but names no {k} of its own' for k in ('source', 'as_of') if k not in e)


def check_doubles(entities):
    """Two places of one name, country and population are one place."""
    seen = {}
    for e in entities:
        if e.get('type') == 'place' and 'population' in e:
            same = seen.setdefault((slug(e['name']), e.get('in'), e['population']), e)
            if same is not e:
                errors.append(f'{e["where"]}: {e["id"]} is {same["id"]} once more')


def check_offices(entities):
    """Who is listed for the offices of every state."""
    found = offices.missing(entities, [e for e in entities if e['where'].startswith('countries.yaml')])
    for office, (lacks, states) in found.items():
        print(f'{office}: {states - len(lacks)} of {states} states; none:',
              '; '.join(f'{c} ({r})' if r else c for c, r in lacks.items()) or '-')
        errors.extend(f'{country}: nobody is its {office}' for country, reason in lacks.items() if not reason)
    for office, country in offices.EXCEPTIONS:
        if country not in found[office][0]:
            errors.append(f'offices.py: {country} has a {office} and needs no exception')


def main(folder):
    entities = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith('.yaml'):
            try:
                with open(path, encoding='utf-8') as f:
                    data = yaml.load(f, Loader=getattr(yaml, 'CSafeLoader', yaml.SafeLoader))
            except yaml.YAMLError as problem:
                errors.append(f'{name}: {problem}')
                continue
            if not isinstance(data, dict) or 'entities' not in data:
                continue
            for key in ('source', 'as_of'):
                if not isinstance(data.get(key), str):
                    errors.append(f'{name}: {key} is missing or no string')
            for i, e in enumerate(data['entities']):
                where = f'{name}: {e.get("name", i)}'
                strings(e, where)
                for k in set(e) - KEYS:
                    errors.append(f'{where}: unknown key {k}')
                for k in {'name', 'type'} - set(e):
                    errors.append(f'{where}: no {k}')
                check_origin(e, where)
                aliases = e.get('aliases', [])
                for a, n in collections.Counter([e.get('name')] + aliases).items():
                    if n > 1:
                        warnings.append(f'{where}: alias {a!r} twice')
                entities.append({**e, 'id': e.get('id') or slug(e.get('name', '')), 'where': where,
                                 'as_of': e.get('as_of') or str(data.get('as_of'))})
        elif name.endswith('.tsv'):
            read_tsv(path, entities)
    ids, names = {}, collections.defaultdict(list)
    for e in entities:
        if e.get('type') not in TYPES:
            errors.append(f'{e["where"]}: type {e.get("type")!r}')
        if not re.fullmatch(r'[a-z0-9]+(-[a-z0-9]+)*', e['id']):
            errors.append(f'{e["where"]}: id {e["id"]!r}')
        if e['id'] in ids:
            errors.append(f'{e["where"]}: id {e["id"]} is taken by {ids[e["id"]]["where"]}')
        ids.setdefault(e['id'], e)
        names[e['name']].append(e)
    for e in entities:
        refs = [(k, e[k]) for k in ('in', 'capital') if k in e] + [('seats', s) for s in e.get('seats', [])]
        refs += [('of', r['of']) for r in e.get('roles', []) if isinstance(r, dict) and 'of' in r]
        for key, ref in refs:
            if ref not in ids and len(names.get(ref, [])) != 1:
                found = len(names.get(ref, []))
                (errors if e['where'].split(':')[0] in ('countries.yaml', 'places.yaml', 'cities.tsv') else warnings).append(
                    f'{e["where"]}: {key} {ref!r} ' + (f'names {found} entities' if found else 'is unknown'))
    check_doubles(entities)
    if any(e['where'].startswith('countries.yaml') for e in entities):
        check_offices(entities)
    if os.path.exists(ISO):
        with open(ISO, encoding='utf-8') as f:
            iso = {c['alpha_2']: c['alpha_3'] for c in json.load(f)['3166-1']}
        iso['XK'] = 'XKX'
        have = {e['iso2']: e.get('iso3') for e in entities if 'iso2' in e}
        for two in sorted(set(iso) | set(have)):
            if iso.get(two) != have.get(two):
                errors.append(f'countries.yaml: {two} is {have.get(two)}, ISO 3166-1 has {iso.get(two)}')
    lists = os.path.join(folder, 'names')
    for name in sorted(os.listdir(lists)) if os.path.isdir(lists) else []:
        if not name.endswith('.tsv'):
            continue
        with open(os.path.join(lists, name), encoding='utf-8', newline='') as f:
            lines = f.read().split('\n')
        if not re.fullmatch(r'#trawl-words 1 \w+', lines[0]):
            errors.append(f'names/{name}:1: first line')
        seen = set()
        for n, line in enumerate(lines[1:], 2):
            if not line or line.startswith('#'):
                continue
            field = line.split('\t')
            if len(field) > 2 or '\r' in line or field[0] != field[0].strip() or not field[0]:
                errors.append(f'names/{name}:{n}: damaged line')
            if len(field) == 2 and not re.fullmatch(r'[a-z]+=[a-z]+(;[a-z]+=[a-z]+)*', field[1]):
                errors.append(f'names/{name}:{n}: attributes {field[1]!r}')
            if field[0] in seen:
                errors.append(f'names/{name}:{n}: {field[0]} twice')
            seen.add(field[0])
        print(f'names/{name}: {len(seen)} words')
    for file, n in sorted(collections.Counter(e['where'].split(':')[0] for e in entities).items()):
        print(f'{file}: {n} entities')
    for w in warnings:
        print('warning:', w)
    for x in errors:
        print('error:', x)
    print(len(errors), 'errors,', len(warnings), 'warnings')
    return 1 if errors else 0


if __name__ == '__main__':
    here = os.path.dirname(os.path.abspath(__file__))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, '..', '..', 'gazetteers')))
