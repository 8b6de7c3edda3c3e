/* SPDX-License-Identifier: MIT
 * filters.c - what `trawl extract` leaves out: --min-confidence, --relations, --types.
 *
 * Names come one by one or with commas between them.  A wide type ("actor") stands for all that are kinds
 * of it.  A name that the rules do not know is an error that says what may have been meant. */
#include "cli/filters.h"

#include <stdlib.h>
#include <string.h>


static bool add(const char ***list, size_t *count, const char *name)
{
  const char **bigger = realloc((void *)*list, (*count + 1) * sizeof *bigger);
  if (!bigger) {
    message("out of memory");
    return false;
  }
  bigger[(*count)++] = name;
  *list = bigger;
  return true;
}

static bool unknown(const char *option, const char *name, size_t len, const char *const *known, size_t n)
{
  char given[64];
  snprintf(given, sizeof given, "%.*s", (int)(len < 60 ? len : 60), name);
  const char *near = trawl_nearest(given, known, n);
  usage_error(&command_extract, "--%s: the rules know no '%s'%s%s%s", option, given,
              near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  return false;
}

/* The position of a name of `len` bytes, or n. */
static size_t find(const char *name, size_t len, const char *const *known, size_t n)
{
  size_t i = 0;
  while (i < n && !(strlen(known[i]) == len && memcmp(known[i], name, len) == 0)) {
    ++i;
  }
  return i;
}

/* Calls `take` for each name of a list; a name is one of `known`. */
static bool each(const string_list *list, const char *option, const char *const *known, size_t n,
                 bool (*take)(filters *f, const trawl_pipeline *pipeline, size_t i),
                 filters *f, const trawl_pipeline *pipeline)
{
  for (size_t i = 0; i < list->count; ++i) {
    for (const char *name = list->at[i], *end; name; name = *end ? end + 1 : NULL) {
      end = name + strcspn(name, ",");
      const size_t len = (size_t)(end - name), found = find(name, len, known, n);
      if (found == n) {
        return unknown(option, name, len, known, n);
      }
      if (!take(f, pipeline, found)) {
        return false;
      }
    }
  }
  return true;
}

static bool take_relation(filters *f, const trawl_pipeline *pipeline, size_t i)
{
  return add(&f->relations, &f->relation_count, trawl_pipeline_relation_at(pipeline, (uint32_t)i));
}

static bool take_type(filters *f, const trawl_pipeline *pipeline, size_t wider)
{
  for (uint32_t i = 0; i < trawl_pipeline_type_count(pipeline); ++i) {
    if (trawl_pipeline_type_within(pipeline, i, (uint32_t)wider)
        && !add(&f->types, &f->type_count, trawl_pipeline_type_at(pipeline, i))) {
      return false;
    }
  }
  return true;
}

static bool collect(const trawl_pipeline *pipeline, const char *(*at)(const trawl_pipeline *, uint32_t),
                    uint32_t n, const char ***known)
{
  size_t count = 0;
  for (uint32_t i = 0; i < n; ++i) {
    if (!add(known, &count, at(pipeline, i))) {
      return false;
    }
  }
  return true;
}

bool filters_read(filters *f, const trawl_pipeline *pipeline, const string_list *relations,
                  const string_list *types)
{
  const uint32_t relation_count = trawl_pipeline_relation_count(pipeline),
                 type_count = trawl_pipeline_type_count(pipeline);
  const char **known_relations = NULL, **known_types = NULL;
  *f = (filters){.relations = NULL};
  const bool done =
    collect(pipeline, trawl_pipeline_relation_at, relation_count, &known_relations)
    && collect(pipeline, trawl_pipeline_type_at, type_count, &known_types)
    && each(relations, "relations", known_relations, relation_count, take_relation, f, pipeline)
    && each(types, "types", known_types, type_count, take_type, f, pipeline);
  free((void *)known_relations);
  free((void *)known_types);
  if (!done) {
    filters_clear(f);
  }
  return done;
}

void filters_clear(filters *f)
{
  free((void *)f->relations);
  free((void *)f->types);
  *f = (filters){.relations = NULL};
}

bool ratio_read(const char *text, double *ratio)
{
  char *end;
  const double value = strtod(text, &end);
  if (end == text || *end || !(value >= 0 && value <= 1)) {
    return false;
  }
  *ratio = value;
  return true;
}
