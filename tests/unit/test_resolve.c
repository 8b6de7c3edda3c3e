/* SPDX-License-Identifier: MIT
 * test_resolve.c - what pronouns and nominals mean, through the whole chain; half of the rows must stay
 * unresolved or must not take the nearest name. */
#include "coref_rows.h"

void trawl_suite_resolve(void);

typedef struct dated_row {
  const char *date;
  coref_row row;
} dated_row;

static const coref_row pronouns[] = {
  {"Vladimir Putin met Wang Yi on Monday. He praised China.", "He", "Vladimir Putin", "pronoun"},
  {"Vladimir Putin met Wang Yi and told him a story.", "him", "Wang Yi", "pronoun"},
  {"Vladimir Putin arrived. Wang Yi met him.", "him", "Vladimir Putin", "pronoun"},
  {"Vladimir Putin visited his brother.", "his", "Vladimir Putin", "pronoun"},
  {"Emmanuel Macron met Angela Merkel. She left early.", "She", "Angela Merkel", "pronoun"},
  {"Emmanuel Macron said he would visit Berlin.", "he", "Emmanuel Macron", "pronoun"},
  {"Microsoft said it would cut jobs.", "it", "Microsoft", "pronoun"},
  {"Russia accused Ukraine of breaking its word.", "its", "Ukraine", "pronoun"},
  {"Microsoft and Siemens said they would merge.", "they", "Microsoft + Siemens", "plural"},
  {"\"I will go,\" Emmanuel Macron said.", "I", "Emmanuel Macron", "pronoun"},
  /* nobody, or not the nearest */
  {"Vladimir Putin and Wang Yi met. He left early.", "He", NULL, NULL},
  {"Emmanuel Macron met a farmer and a baker. They left.", "They", NULL, NULL},
  {"Russia condemned the vote. It is clear that talks failed.", "It", NULL, NULL},
  {"Angela Merkel arrived. He was late.", "He", NULL, NULL},
  {"Vladimir Putin met him.", "him", NULL, NULL},
  {"It rained in Moscow.", "It", NULL, NULL},
};

static const coref_row nominals[] = {
  {"Vladimir Putin spoke in Minsk. The Russian president praised Minsk.", "The Russian president",
   "Vladimir Putin", "role"},
  {"The Russian president spoke in Minsk.", "The Russian president", "Vladimir Putin", "role"},
  {"Vladimir Putin met his Chinese counterpart.", "his Chinese counterpart", "Xi Jinping", "role"},
  {"Lebanese Prime Minister Nabil Harfoush resigned. The prime minister left Beirut.",
   "The prime minister", "Nabil Harfoush", "role"},
  {"Vladimir Putin met Xi Jinping in Kazan. The two leaders signed a pact.", "The two leaders",
   "Vladimir Putin + Xi Jinping", "plural"},
  {"Russia and China signed a pact. The two countries will trade more.", "The two countries",
   "Russia + China", "plural"},
  {"The lender Pwanda Trust sold Kimeru Bank. The lender will cut jobs.", "The lender",
   "Pwanda Trust", "nominal"},
  {"Dutch officials met in the Polish capital.", "the Polish capital", "Warsaw", "nominal"},
  {"The European Commission met. The commission praised Poland.", "The commission", "European Commission", "nominal"},
  {"The Federal Bureau of Investigation met. The Bureau praised Poland.", "The Bureau", "FBI", "nominal"},
  {"Toyota will cut jobs. The carmaker is sorry.", "The carmaker", "Toyota", "nominal"},
  {"Toyota will cut jobs. Daria Novak, the company's boss, is sorry.", "the company", "Toyota", "nominal"},
  {"Toyota will cut jobs. The Japanese carmaker is sorry.", "The Japanese carmaker", "Toyota", "nominal"},
  /* nobody */
  {"Toyota will cut jobs. The Korean carmaker is sorry.", "The Korean carmaker", NULL, NULL},
  {"Emmanuel Macron visited Toyota. The carmaker is sorry.", "The carmaker", NULL, NULL},
  {"The European Commission met. The council praised Poland.", "The council", NULL, NULL},
  {"UNESCO will cut jobs. The carmaker is sorry.", "The carmaker", NULL, NULL},
  {"Vladimir Putin spoke in Minsk. The president of a bank disagreed.", "The president", NULL,
   NULL},
  {"Vladimir Putin spoke. The former president listened.", "The former president", NULL, NULL},
  {"The 12th president of Russia spoke in Minsk.", "The 12th president of Russia", NULL, NULL},
  {"The 12th president of Russia spoke in Minsk.", "The 12th president", NULL, NULL},
  {"Microsoft sued Siemens. The other company was silent.", "The other company", NULL, NULL},
  {"Microsoft and Siemens talked. The company was silent.", "The company", NULL, NULL},
  {"Vladimir Putin met Xi Jinping, Joe Biden and Olaf Scholz. The two leaders signed a pact.",
   "The two leaders", NULL, NULL},
  {"A man came. The company was silent.", "The company", NULL, NULL},
  {"Vladimir Putin met his counterpart.", "his counterpart", NULL, NULL},
};

/* Pronouns that the subject of their own clause does not explain, and those that it does. */
static const coref_row possessives[] = {
  {"Emmanuel Macron accepted an invitation issued by Olaf Scholz during his visit.", "his",
   "Emmanuel Macron", NULL},
  {"Emmanuel Macron congratulated Olaf Scholz on his victory.", "his", "Olaf Scholz", "pronoun"},
  {"Emmanuel Macron thanked Angela Merkel for her help.", "her", "Angela Merkel", "pronoun"},
  {"Angela Merkel thanked Emmanuel Macron for her prize.", "her", "Angela Merkel", "pronoun"},
  {"Emmanuel Macron praised Olaf Scholz for his courage.", "his", "Olaf Scholz", "pronoun"},
  {"Emmanuel Macron accused Olaf Scholz of betraying his voters.", "his", "Olaf Scholz", "pronoun"},
  {"Emmanuel Macron urged Olaf Scholz to keep his word.", "his", "Olaf Scholz", "pronoun"},
  {"Emmanuel Macron met Angela Merkel and her husband.", "her", "Angela Merkel", "pronoun"},
  {"Emmanuel Macron left with his wife.", "his", "Emmanuel Macron", "pronoun"},
  {"Russia recalled its ambassador from Poland.", "its", "Russia", "pronoun"},
  {"Microsoft sold its stake in Siemens.", "its", "Microsoft", "pronoun"},
  {"Microsoft, which is based in Redmond, cut its dividend.", "its", "Microsoft", "pronoun"},
  {"Poland blamed Russia for the raid on its embassy.", "its", NULL, NULL},
  {"Emmanuel Macron met Olaf Scholz during his visit to Paris.", "his", NULL, NULL},
  {"Emmanuel Macron met Angela Merkel during her visit to Paris.", "her", "Angela Merkel",
   "pronoun"},
  {"Recalling his youth, Emmanuel Macron wept.", "his", NULL, NULL},
  {"The guard left his post.", "his", NULL, NULL},
  {"His speech was long.", "His", NULL, NULL},
};

static const coref_row several[] = {
  {"Russia and Iran signed a pact. They will trade more.", "They", "Russia + Iran", "plural"},
  {"Emmanuel Macron and Olaf Scholz met. Their talks went well.", "Their",
   "Emmanuel Macron + Olaf Scholz", "plural"},
  {"Emmanuel Macron met Olaf Scholz in Paris. The two men shook hands.", "The two men",
   "Emmanuel Macron + Olaf Scholz", "plural"},
  {"Russia accused Poland of lying. Both countries recalled envoys.", "Both countries",
   "Russia + Poland", "plural"},
  {"Russia, Iran and China met. The three countries will trade more.", "The three countries",
   "Russia + Iran + China", "plural"},
  {"Microsoft and Siemens will merge. The two companies signed a deal.", "The two companies",
   "Microsoft + Siemens", "plural"},
  {"Angela Merkel married Joachim Sauer. The couple later dined.", "The couple", "Angela Merkel + Joachim Sauer",
   "plural"},
  {"Emmanuel Macron and Olaf Scholz spoke. The pair later dined.", "The pair",
   "Emmanuel Macron + Olaf Scholz", "plural"},
  {"Moscow and Beijing signed a pact. The two sides will trade more.", "The two sides",
   "Russia + China", "plural"},
  /* nobody */
  {"Russia signed a pact. The two countries will trade more.", "The two countries", NULL, NULL},
  {"Emmanuel Macron spoke. They left.", "They", NULL, NULL},
  {"Russia met Poland. The couple later dined.", "The couple", NULL, NULL},
  {"Some guests came. They left.", "They", NULL, NULL},
  {"Russia, Iran and China met. The two countries will trade more.", "The two countries", NULL,
   NULL},
  {"They left.", "They", NULL, NULL},
};

/* Who is quoted. */
static const coref_row speakers[] = {
  {"\"I told him everything,\" Emmanuel Macron said.", "I", "Emmanuel Macron", "pronoun"},
  {"Emmanuel Macron said: \"I will go. I will win.\"", "I", "Emmanuel Macron", "pronoun"},
  {"\"We lost,\" Emmanuel Macron said. \"I am sad.\"", "I", "Emmanuel Macron", "pronoun"},
  {"\"My plan is good,\" said Angela Merkel.", "My", "Angela Merkel", "pronoun"},
  {"\"We will not send troops,\" the Polish president, Andrzej Duda, said.", "We", "Poland",
   "pronoun"},
  {"\"We will not send troops,\" NATO said.", "We", "NATO", "pronoun"},
  {"\"We will sell our shares,\" Satya Nadella, the chief executive of Microsoft, said.", "our",
   "Microsoft", "pronoun"},
  {"Emmanuel Macron met Olaf Scholz. \"He agrees,\" Emmanuel Macron said.", "He", "Olaf Scholz",
   "pronoun"},
  /* nobody */
  {"\"I will go,\" a guard said.", "I", NULL, NULL},
  {"I will go.", "I", NULL, NULL},
  {"We met Emmanuel Macron.", "We", NULL, NULL},
  {"\"We are tired,\" Nabil Harfoush said.", "We", NULL, NULL},
  {"Emmanuel Macron slept. \"I am tired.\"", "I", NULL, NULL},
  {"\"He is ill,\" Emmanuel Macron said.", "He", NULL, NULL},
};

static const coref_row offices[] = {
  {"The German chancellor met Joe Biden.", "The German chancellor", "Olaf Scholz", "role"},
  {"The French president spoke.", "The French president", "Emmanuel Macron", "role"},
  {"Italy's prime minister spoke.", "Italy's prime minister", "Giorgia Meloni", "role"},
  {"Finnish Foreign Minister Aino Lehtola arrived. The foreign minister spoke.",
   "The foreign minister", "Aino Lehtola", "role"},
  {"Aino Lehtola, the mayor of Turku, arrived. The mayor spoke.", "The mayor", "Aino Lehtola",
   "role"},
  {"Emmanuel Macron met his Polish counterpart.", "his Polish counterpart", "Andrzej Duda",
   "role"},
  {"Finland's foreign minister, Aino Lehtola, arrived. The minister spoke.", "The minister", "Aino Lehtola", "role"},
  {"The mayor of Turku, Aino Lehtola, arrived. The mayor spoke.", "The mayor", "Aino Lehtola", "role"},
  {"Aino Lehtola, the mayor of Turku, arrived. Anna Koskela accused the mayor of hiding the truth.", "the mayor",
   "Aino Lehtola", "role"},
  /* nobody */
  {"The former mayor of Turku, Aino Lehtola, arrived. The mayor spoke.", "The mayor", NULL, NULL},
  {"Aino Lehtola, the mayor of Turku, arrived. Anna Koskela met the mayor of a village.", "the mayor", NULL, NULL},
  {"The deputy French president spoke.", "The deputy French president", NULL, NULL},
  {"Emmanuel Macron left. The mayor spoke.", "The mayor", NULL, NULL},
  {"The vice president of the club spoke.", "The vice president", NULL, NULL},
  {"Aino Lehtola, a former mayor of Turku, arrived. The mayor spoke.", "The mayor", NULL, NULL},
  {"The president of the club met Emmanuel Macron.", "The president", NULL, NULL},
};

/* A name without a list's help, beside an office of a country: who holds or held it, when the name can be theirs. */
static const coref_row bearers[] = {
  {"Bahraini Foreign Minister Al Zayani spoke.", "Al Zayani", "Abdullatif al-Zayani", "surname"},
  {"Bahrain's foreign minister, Abdullatif Alzayani, spoke.", "Abdullatif Alzayani", "Abdullatif al-Zayani", NULL},
  {"Kuwaiti Foreign Minister Al-Yahya spoke.", "Al-Yahya", "Abdullah al-Yahya", "surname"},
  {"Syrian President Al Sharaa spoke.", "Al Sharaa", "Ahmed al-Sharaa", "surname"},
  {"Jordanian Foreign Minister al-Safadi spoke.", "al-Safadi", "Ayman Safadi", "surname"},
  {"Dutch Foreign Minister van Weel spoke.", "van Weel", "David van Weel", "surname"},
  {"Brazilian President da Silva spoke.", "da Silva", "Luiz Inácio Lula da Silva", "surname"},
  {"Saudi Foreign Minister bin Farhan spoke.", "bin Farhan", "Faisal bin Farhan", "surname"},
  {"South Korean President Yoon spoke.", "Yoon", "Yoon Suk Yeol", NULL},
  {"Former Dutch Foreign Minister Veldkamp spoke.", "Veldkamp", "Caspar Veldkamp", "surname"},
  {"Bahraini Foreign Minister Al Zayani spoke. Al Zayani left.", "Al Zayani", "Abdullatif al-Zayani", NULL},
  {"Bahrain signed a pact. Foreign Minister Al Zayani spoke.", "Al Zayani", "Abdullatif al-Zayani", "surname"},
  {"Morocco's king, Mohammed, spoke.", "Mohammed", "Mohammed VI", NULL},
  /* others */
  {"Moroccan King Mohammed V spoke.", "Mohammed", "Mohammed", NULL},
  {"Kuwait signed a pact. Foreign Minister Al Zayani spoke.", "Al Zayani", "Al Zayani", NULL},
  {"German Foreign Minister Al Zayani spoke.", "Al Zayani", "Al Zayani", NULL},
  {"Bahraini Foreign Minister Khalid Al Zayani spoke.", "Khalid Al Zayani", "Khalid Al Zayani", NULL},
  {"Bahraini Finance Minister Al Zayani spoke.", "Al Zayani", "Al Zayani", NULL},
  {"Foreign Minister Al Zayani spoke.", "Al Zayani", "Al Zayani", NULL},
  {"Dutch Foreign Minister van Weelden spoke.", "van Weelden", "van Weelden", NULL},
};

static const coref_row posts[] = {
  {"The US ambassador to the United Nations spoke.", "The US ambassador", "Linda Thomas-Greenfield", "role"},
  {"The US ambassador to the UN spoke.", "The US ambassador", "Linda Thomas-Greenfield", "role"},
  {"The UN secretary-general praised Joe Biden.", "The UN secretary-general", "António Guterres", "role"},
  {"The Canadian governor-general praised Joe Biden.", "The Canadian governor-general", "Mary Simon", "role"},
  {"The pope met Joe Biden.", "The pope", "Pope Francis", "role"},
  {"The Taoiseach met Joe Biden.", "The Taoiseach", "Leo Varadkar", "role"},
  {"The Irish Tánaiste spoke.", "The Irish Tánaiste", "Micheál Martin", "role"},
  {"The German Bundeskanzler spoke.", "The German Bundeskanzler", "Olaf Scholz", "role"},
  /* nobody */
  {"The US ambassador to Qatar spoke.", "The US ambassador", NULL, NULL},
  {"The US ambassador spoke.", "The US ambassador", NULL, NULL},
  {"The emir spoke.", "The emir", NULL, NULL},
  {"The attorney-general praised Joe Biden.", "The attorney-general", NULL, NULL},
  {"The former pope spoke.", "The former pope", NULL, NULL},
};

static const coref_row things[] = {
  {"Microsoft bought Kimeru Bank. The bank is small.", "The bank", "Kimeru Bank", "nominal"},
  {"Siemens sued Russia. The company lost.", "The company", "Siemens", "nominal"},
  {"The carmaker Volantis cut jobs. The carmaker is ill.", "The carmaker", "Volantis", "nominal"},
  {"Georgia held a vote on Sunday. The country hopes to join.", "The country", "Georgia",
   "nominal"},
  {"Microsoft cut jobs. It will cut more.", "It", "Microsoft", "pronoun"},
  {"NATO met. It will meet again.", "It", "NATO", "pronoun"},
  {"Emmanuel Macron flew to the Polish capital.", "the Polish capital", "Warsaw", "nominal"},
  /* nobody */
  {"A bank failed. The bank was small. Microsoft left.", "The bank", NULL, NULL},
  {"Microsoft sued a rival. The rival lost.", "The rival", NULL, NULL},
  {"Emmanuel Macron arrived. It snowed.", "It", NULL, NULL},
  {"NATO met. It is hard to say why.", "It", NULL, NULL},
  {"NATO met. It took three hours to agree.", "It", NULL, NULL},
  {"Emmanuel Macron spoke. The company was silent.", "The company", NULL, NULL},
  {"Siemens won. The company that it sued lost.", "The company", NULL, NULL},
};

static const dated_row dated[] = {
  {"2015-03-01", {"The US president spoke.", "The US president", "Barack Obama", "role"}},
  {"2018-03-01", {"The US president spoke.", "The US president", "Donald Trump", "role"}},
  {"2021-03-01", {"The US president spoke.", "The US president", "Joe Biden", "role"}},
  {"2025-03-01", {"The US president spoke.", "The US president", "Donald Trump", "role"}},
  {"2020-03-01", {"The German chancellor spoke.", "The German chancellor", "Angela Merkel", "role"}},
  {"2022-03-01", {"The German chancellor spoke.", "The German chancellor", "Olaf Scholz", "role"}},
  {"2016-03-01", {"The French president spoke.", "The French president", "Fran\xC3\xA7ois Hollande",
                  "role"}},
  {"1850-03-01", {"The Russian president spoke.", "The Russian president", NULL, NULL}},
};

/* Short names, and how far --resolve goes. */
static const coref_row all_names[] = {
  {"Mr. Nabil Harfoush met Aino Lehtola. Harfoush left.", "Harfoush", "Nabil Harfoush", "surname"},
  {"Nabil Harfoush and Leila Harfoush came. Leila Harfoush spoke. Mr. Harfoush left.", "Harfoush",
   "Nabil Harfoush", NULL},
  {"The Union for Renewal and Justice (URJ) won. The URJ will govern.", "URJ",
   "Union for Renewal and Justice", "acronym"},
  {"Volantis Motors cut jobs. Volantis is ill.", "Volantis", "Volantis Motors", "short"},
};

static const coref_row names_only[] = {
  {"Mr. Nabil Harfoush met Aino Lehtola. Harfoush left.", "Harfoush", "Nabil Harfoush", "surname"},
  {"Vladimir Putin left. He was ill.", "He", NULL, NULL},
  {"The Russian president spoke.", "The Russian president", NULL, NULL},
};

static const coref_row no_names[] = {
  {"Volantis Motors cut jobs. Volantis is ill.", "Volantis", NULL, NULL},
  {"Vladimir Putin left. He was ill.", "He", NULL, NULL},
  {"Moscow fell silent. Russian troops left.", "Russian", "Russia", "gazetteer"},
};

static void test_pronouns(void)
{
  coref_run(pronouns, TRAWL_COUNT(pronouns), TRAWL_STAGE_RESOLVE);
}

static void test_nominals(void)
{
  coref_run(nominals, TRAWL_COUNT(nominals), TRAWL_STAGE_RESOLVE);
}

#define RUN(name, rows) \
  static void name(void) { coref_run(rows, TRAWL_COUNT(rows), TRAWL_STAGE_RESOLVE); }
RUN(test_possessives, possessives)
RUN(test_several, several)
RUN(test_speakers, speakers)
RUN(test_offices, offices)
RUN(test_bearers, bearers)
RUN(test_posts, posts)
RUN(test_things, things)

static void test_dates(void)
{
  trawl_pipeline *pipeline = coref_open(TRAWL_RESOLVE_ALL);
  trawl_doc *doc = trawl_doc_new(pipeline);
  CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
  for (size_t i = 0; i < TRAWL_COUNT(dated); ++i) {
    const char *text = dated[i].row.text;
    const trawl_text in = {.id = "row", .bytes = text, .len = strlen(text), .date = dated[i].date};
    CU_ASSERT_EQUAL_FATAL(trawl_run(pipeline, doc, &in, TRAWL_STAGE_RESOLVE), TRAWL_OK);
    coref_check(doc, &dated[i].row);
  }
  trawl_doc_free(doc);
  trawl_pipeline_free(pipeline);
}

static void test_how_far(void)
{
  coref_run(all_names, TRAWL_COUNT(all_names), TRAWL_STAGE_RESOLVE);
  coref_run_with(TRAWL_RESOLVE_NAMES, names_only, TRAWL_COUNT(names_only), TRAWL_STAGE_RESOLVE);
  coref_run_with(TRAWL_RESOLVE_OFF, no_names, TRAWL_COUNT(no_names), TRAWL_STAGE_RESOLVE);
}

void trawl_suite_resolve(void)
{
  CU_pSuite s = CU_add_suite("resolve", NULL, NULL);
  CU_add_test(s, "pronouns", test_pronouns);
  CU_add_test(s, "nominals", test_nominals);
  CU_add_test(s, "possessives", test_possessives);
  CU_add_test(s, "several", test_several);
  CU_add_test(s, "speakers", test_speakers);
  CU_add_test(s, "offices", test_offices);
  CU_add_test(s, "bearers", test_bearers);
  CU_add_test(s, "posts", test_posts);
  CU_add_test(s, "things", test_things);
  CU_add_test(s, "offices by date", test_dates);
  CU_add_test(s, "how far", test_how_far);
}
