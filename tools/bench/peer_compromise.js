// SPDX-License-Identifier: MIT
// usage: node peer_compromise.js TEXT: tags, people, places, organizations and two relation patterns; prints what was found
const fs = require("fs");
const nlp = require("compromise");
const patterns = ["#ProperNoun+ #Verb #ProperNoun+", "#ProperNoun+ #Verb (in|with|from|of) #ProperNoun+"].map(m => ({ match: m }));
const net = nlp.buildNet(patterns);
let found = 0;
for (const paragraph of fs.readFileSync(process.argv[2], "utf8").split("\n\n")) {
  const doc = nlp(paragraph);
  found += doc.people().length + doc.places().length + doc.organizations().length + doc.match(net).length;
}
console.log(found);
