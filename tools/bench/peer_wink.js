// SPDX-License-Identifier: MIT
// usage: node peer_wink.js NAMES TEXT: tokens, sentences, tags, built-in entities, NAMES and one relation pattern; prints what was found
const fs = require("fs");
const nlp = require("wink-nlp")(require("wink-eng-lite-web-model"), ["sbd", "pos", "ner", "cer"]);
const names = fs.readFileSync(process.argv[2], "utf8").trim().split("\n");
nlp.learnCustomEntities([{ name: "name", patterns: names },
                         { name: "relation", patterns: ["PROPN VERB PROPN", "PROPN VERB DET PROPN", "PROPN VERB ADP PROPN"] }],
                        { matchValue: false, usePOS: true, useEntity: false });
const paragraphs = fs.readFileSync(process.argv[3], "utf8").split("\n\n");
let found = 0;
for (const paragraph of paragraphs) {
  const doc = nlp.readDoc(paragraph);
  doc.sentences().out();
  doc.tokens().out(nlp.its.pos);
  found += doc.entities().out().length + doc.customEntities().out().length;
}
console.log(found);
