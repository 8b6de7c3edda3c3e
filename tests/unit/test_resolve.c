/* SPDX-License-Identifier: MIT
 * test_resolve.c - what pronouns and nominals mean, through the whole chain; half of the rows must stay
 * unresolved or must not take the nearest name. */
#include "coref_rows.h"

void trawl_suite_resolve(void);

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
  /* nobody */
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

static void test_pronouns(void)
{
  coref_run(pronouns, TRAWL_COUNT(pronouns), TRAWL_STAGE_RESOLVE);
}

static void test_nominals(void)
{
  coref_run(nominals, TRAWL_COUNT(nominals), TRAWL_STAGE_RESOLVE);
}

void trawl_suite_resolve(void)
{
  CU_pSuite s = CU_add_suite("resolve", NULL, NULL);
  CU_add_test(s, "pronouns", test_pronouns);
  CU_add_test(s, "nominals", test_nominals);
}
