"""Which countries lack a head of state, a head of government or a foreign minister; what check.py asks for.

An office counts as filled when somebody's role of that country has one of the office's words, a `from` that
is not after its `as_of` (its entry's, its file's), and no `to`, or one after `as_of`. SPDX-License-Identifier: MIT
"""
import re

# Countries of the past: nobody holds an office of theirs.
PAST = {'soviet-union', 'yugoslavia', 'serbia-and-montenegro', 'czechoslovakia', 'east-germany', 'west-germany',
        'north-vietnam', 'south-vietnam', 'ottoman-empire'}
# Countries by ISO and in news, but parts of others, or associated with them; type `place` says the same.
TERRITORIES = {'hong-kong', 'macau', 'greenland', 'faroe-islands', 'puerto-rico', 'aruba', 'curacao', 'sint-maarten',
               'cook-islands', 'niue'}

HOLDS = r'(acting |interim |transitional |caretaker |co-)?'
PRESIDENT = HOLDS + r'(president|head of state)'
# What the offices are called. A governor-general stands for a monarch, who must be there as well.
OFFICES = {
    'head of state': re.compile(
        PRESIDENT + r'|king|queen|emperor|empress|emir|sultan|grand duke|grand duchess|prince|princess|pope'
        r'|co-prince|captain regent|supreme leader|president of the State Affairs Commission'
        r'|chair(man|woman) of the (presidency|presidential council|presidential leadership council'
        r'|transitional presidential council|transitional sovereignty council)'),
    'head of government': re.compile(
        HOLDS + r'(prime minister|premier|chancellor|chief minister|minister of state|chief adviser)'
        r'|chair(man|woman) of the (council|cabinet) of ministers|president of the (council of ministers|governorate)'),
    'governor-general': re.compile('governor-general'),
    'foreign minister': re.compile(HOLDS + r'(foreign minister|foreign secretary|secretary of state)'),
}

# The British monarch's other realms have a governor-general as well.
REALMS = set('''antigua-and-barbuda australia bahamas belize canada grenada jamaica new-zealand papua-new-guinea
    saint-kitts-and-nevis saint-lucia saint-vincent-and-the-grenadines solomon-islands tuvalu'''.split())
# Where the president governs: there is no prime minister, or none who heads the government.
PRESIDENTS = set('''angola argentina benin bolivia botswana brazil chile colombia comoros costa-rica cyprus
    dominican-republic ecuador el-salvador eritrea gabon gambia ghana guatemala honduras indonesia iran kenya kiribati
    liberia malawi maldives marshall-islands mexico micronesia nauru nicaragua nigeria palau panama paraguay philippines
    seychelles south-africa south-sudan suriname syria turkey turkmenistan united-states uruguay venezuela zambia
    zimbabwe'''.split())
# What else is missing for a reason.
EXCEPTIONS = {
    ('head of government', 'san-marino'): 'the captains regent and the congress of state govern together',
    ('head of government', 'switzerland'): 'the federal council governs; the president chairs it',
}


def current(role, as_of):
    """Whether a role is held at the date to which it is known; a month or a year counts from its beginning."""
    as_of = role.get('as_of') or as_of
    return 'from' in role and role['from'] <= as_of and ('to' not in role or role['to'] > as_of)


def missing(entities, countries):
    """{office: ({country: reason or None} of the states where nobody is listed, number of states)}."""
    held = {}
    names = {c['name']: c['id'] for c in countries}
    for e in entities:
        for role in e.get('roles', []):
            if isinstance(role, dict) and current(role, e['as_of']):
                held.setdefault(names.get(role.get('of'), role.get('of')), []).append(role['role'])
    states = [c['id'] for c in countries if c['type'] == 'country' and c['id'] not in PAST | TERRITORIES]
    found = {}
    for office, words in OFFICES.items():
        lacks, asked = {}, [s for s in states if office != 'governor-general' or s in REALMS]
        for state in asked:
            presides = office == 'head of government' and state in PRESIDENTS
            fills = [r for r in held.get(state, []) if words.fullmatch(r) or (presides and re.fullmatch(PRESIDENT, r))]
            if not fills:
                lacks[state] = EXCEPTIONS.get((office, state))
        found[office] = lacks, len(asked)
    return found
