/* SPDX-License-Identifier: MIT
 * main.c - runs the unit suites.  Every tests/unit/test_NAME.c defines trawl_suite_NAME(); the build
 * lists them in suites.def, so that a new file is a new suite. */
#include <CUnit/Basic.h>
#include <CUnit/CUnit.h>

#define SUITE(name) void trawl_suite_##name(void);
#include "suites.def"
#undef SUITE

int main(void)
{
  if (CU_initialize_registry() != CUE_SUCCESS) {
    return 1;
  }
#define SUITE(name) trawl_suite_##name();
#include "suites.def"
#undef SUITE
  CU_basic_set_mode(CU_BRM_NORMAL);
  CU_basic_run_tests();
  /* CU_basic_run_tests() says success even when assertions failed. */
  const unsigned failures = CU_get_number_of_failures() + CU_get_number_of_suites_failed();
  CU_cleanup_registry();
  return failures ? 1 : 0;
}
