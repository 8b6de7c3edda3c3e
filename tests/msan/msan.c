/* SPDX-License-Identifier: MIT
 * msan.c - what the memory sanitizer has to be told of libraries that are built without it.
 *
 * Linked into each program of `make msan` and into nothing else. The linker sends the calls that our files make to
 * the functions below (--wrap; the list in CMakeLists.txt is read from the WRAP lines here); calls between libraries
 * stay as they are. Three things would be taken for errors otherwise:
 *   - the heap of libraries: what they allocate and fill is poisoned, as all new memory is. So malloc() poisons nothing
 *     (the options at the end), and what our files allocate is poisoned here.
 *   - what they write where we told them to: their functions are called, then that is unpoisoned, and no more than that.
 *   - their stacks: they lie where functions of ours had theirs, whose poison is still there. It goes before the call.
 * Strings and bytes that our files give to libraries are checked only where these hand them on to libc. */
#include <archive.h>
#include <jansson.h>
#include <serd/serd.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yaml.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <sanitizer/allocator_interface.h>
#include <sanitizer/msan_interface.h>

/* WRAP(type of the result, name, parameters) declares both names of a function: the library's and ours. */
#define WRAP(result, name, ...) \
  result __real_##name(__VA_ARGS__); \
  result __wrap_##name(__VA_ARGS__); \
  result __wrap_##name(__VA_ARGS__)

/* ---- the heap ---------------------------------------------------------------------------------- */

WRAP(void *, malloc, size_t size)
{
  void *block = __real_malloc(size);
  if (block) {
    __msan_poison(block, size);
  }
  return block;
}

WRAP(void *, aligned_alloc, size_t alignment, size_t size)
{
  void *block = __real_aligned_alloc(alignment, size);
  if (block) {
    __msan_poison(block, size);
  }
  return block;
}

/* The block may be a library's next. */
WRAP(void, free, void *block)
{
  if (block) {
    __msan_unpoison(block, __sanitizer_get_allocated_size(block));
  }
  __real_free(block);
}

/* Always moves: what is poisoned moves along, what is new is poisoned. */
WRAP(void *, realloc, void *block, size_t size)
{
  void *moved = __wrap_malloc(size);
  if (block && moved) {
    const size_t had = __sanitizer_get_allocated_size(block);
    memcpy(moved, block, had < size ? had : size);
    __wrap_free(block);
  }
  return moved;
}

/* ---- stacks ------------------------------------------------------------------------------------ */

/* As far down as libraries copy, compare or print from. */
__attribute__((noinline, no_sanitize("memory"))) static void clean_stack(void)
{
  char below[8 << 10];
  __msan_unpoison(below, sizeof below);
}

/* pcre2_compile() has 20 kB of its own. */
__attribute__((noinline, no_sanitize("memory"))) static void clean_deep_stack(void)
{
  char below[64 << 10];
  __msan_unpoison(below, sizeof below);
}

/* ---- libyaml ----------------------------------------------------------------------------------- */

WRAP(int, yaml_parser_initialize, yaml_parser_t *parser)
{
  clean_stack();
  __msan_unpoison(parser, sizeof *parser);
  return __real_yaml_parser_initialize(parser);
}

WRAP(int, yaml_parser_parse, yaml_parser_t *parser, yaml_event_t *event)
{
  clean_stack();
  __msan_unpoison(event, sizeof *event);
  return __real_yaml_parser_parse(parser, event);
}

/* ---- PCRE2 ------------------------------------------------------------------------------------- */

WRAP(pcre2_code *, pcre2_compile_8, PCRE2_SPTR text, size_t len, uint32_t options, int *error, size_t *offset,
     pcre2_compile_context *context)
{
  clean_deep_stack();
  __msan_check_mem_is_initialized(text, len);
  __msan_unpoison(error, sizeof *error);
  __msan_unpoison(offset, sizeof *offset);
  return __real_pcre2_compile_8(text, len, options, error, offset, context);
}

WRAP(int, pcre2_jit_compile_8, pcre2_code *code, uint32_t options)
{
  clean_deep_stack();
  return __real_pcre2_jit_compile_8(code, options);
}

WRAP(int, pcre2_match_8, const pcre2_code *code, PCRE2_SPTR text, size_t len, size_t start, uint32_t options,
     pcre2_match_data *data, pcre2_match_context *context)
{
  clean_stack();
  __msan_check_mem_is_initialized(text, len);
  return __real_pcre2_match_8(code, text, len, start, options, data, context);
}

WRAP(int, pcre2_jit_match_8, const pcre2_code *code, PCRE2_SPTR text, size_t len, size_t start, uint32_t options,
     pcre2_match_data *data, pcre2_match_context *context)
{
  __msan_check_mem_is_initialized(text, len);
  return __real_pcre2_jit_match_8(code, text, len, start, options, data, context);
}

WRAP(int, pcre2_get_error_message_8, int error, PCRE2_UCHAR *out, size_t room)
{
  const int len = __real_pcre2_get_error_message_8(error, out, room);
  __msan_unpoison(out, len < 0 ? room : (size_t)len + 1);
  return len;
}

/* Asked for numbers of 32 bits alone. */
WRAP(int, pcre2_pattern_info_8, const pcre2_code *code, uint32_t what, void *where)
{
  __msan_unpoison(where, sizeof(uint32_t));
  return __real_pcre2_pattern_info_8(code, what, where);
}

/* ---- utf8proc ---------------------------------------------------------------------------------- */

WRAP(utf8proc_ssize_t, utf8proc_map, const utf8proc_uint8_t *text, utf8proc_ssize_t len, utf8proc_uint8_t **out,
     utf8proc_option_t options)
{
  clean_stack();
  __msan_check_mem_is_initialized(text, options & UTF8PROC_NULLTERM ? strlen((const char *)text) : (size_t)len);
  __msan_unpoison(out, sizeof *out);
  return __real_utf8proc_map(text, len, out, options);
}

WRAP(utf8proc_ssize_t, utf8proc_decompose, const utf8proc_uint8_t *text, utf8proc_ssize_t len, utf8proc_int32_t *out,
     utf8proc_ssize_t room, utf8proc_option_t options)
{
  clean_stack();
  __msan_check_mem_is_initialized(text, (size_t)len);
  const utf8proc_ssize_t n = __real_utf8proc_decompose(text, len, out, room, options);
  if (n > 0) {
    __msan_unpoison(out, (size_t)(n < room ? n : room) * sizeof *out);
  }
  return n;
}

WRAP(utf8proc_ssize_t, utf8proc_decompose_char, utf8proc_int32_t code, utf8proc_int32_t *out, utf8proc_ssize_t room,
     utf8proc_option_t options, int *last)
{
  const utf8proc_ssize_t n = __real_utf8proc_decompose_char(code, out, room, options, last);
  if (n > 0) {
    __msan_unpoison(out, (size_t)(n < room ? n : room) * sizeof *out);
  }
  return n;
}

/* ---- jansson ----------------------------------------------------------------------------------- */

WRAP(json_t *, json_loadb, const char *text, size_t len, size_t flags, json_error_t *error)
{
  clean_stack();
  __msan_check_mem_is_initialized(text, len);
  __msan_unpoison(error, error ? sizeof *error : 0);
  return __real_json_loadb(text, len, flags, error);
}

WRAP(json_t *, json_loads, const char *text, size_t flags, json_error_t *error)
{
  clean_stack();
  __msan_unpoison(error, error ? sizeof *error : 0);
  return __real_json_loads(text, flags, error);
}

WRAP(json_t *, json_loadf, FILE *in, size_t flags, json_error_t *error)
{
  clean_stack();
  __msan_unpoison(error, error ? sizeof *error : 0);
  return __real_json_loadf(in, flags, error);
}

WRAP(json_t *, json_load_file, const char *path, size_t flags, json_error_t *error)
{
  clean_stack();
  __msan_unpoison(error, error ? sizeof *error : 0);
  return __real_json_load_file(path, flags, error);
}

WRAP(char *, json_dumps, const json_t *json, size_t flags)
{
  clean_stack();
  return __real_json_dumps(json, flags);
}

WRAP(int, json_dumpf, const json_t *json, FILE *out, size_t flags)
{
  clean_stack();
  return __real_json_dumpf(json, out, flags);
}

WRAP(json_t *, json_stringn, const char *text, size_t len)
{
  __msan_check_mem_is_initialized(text, len);
  return __real_json_stringn(text, len);
}

/* ---- SQLite ------------------------------------------------------------------------------------ */

WRAP(int, sqlite3_open_v2, const char *path, sqlite3 **db, int flags, const char *vfs)
{
  clean_deep_stack();
  __msan_unpoison(db, sizeof *db);
  return __real_sqlite3_open_v2(path, db, flags, vfs);
}

WRAP(int, sqlite3_prepare_v2, sqlite3 *db, const char *sql, int len, sqlite3_stmt **out, const char **rest)
{
  clean_deep_stack();
  __msan_unpoison(out, sizeof *out);
  return __real_sqlite3_prepare_v2(db, sql, len, out, rest);
}

WRAP(int, sqlite3_prepare_v3, sqlite3 *db, const char *sql, int len, unsigned flags, sqlite3_stmt **out,
     const char **rest)
{
  clean_deep_stack();
  __msan_unpoison(out, sizeof *out);
  return __real_sqlite3_prepare_v3(db, sql, len, flags, out, rest);
}

WRAP(int, sqlite3_exec, sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *context,
     char **error)
{
  clean_deep_stack();
  return __real_sqlite3_exec(db, sql, row, context, error);
}

WRAP(int, sqlite3_step, sqlite3_stmt *statement)
{
  clean_deep_stack();
  return __real_sqlite3_step(statement);
}

WRAP(int, sqlite3_close, sqlite3 *db)
{
  clean_deep_stack();
  return __real_sqlite3_close(db);
}

WRAP(int, sqlite3_bind_text64, sqlite3_stmt *statement, int column, const char *text, sqlite3_uint64 len,
     void (*release)(void *), unsigned char encoding)
{
  __msan_check_mem_is_initialized(text, len);
  return __real_sqlite3_bind_text64(statement, column, text, len, release, encoding);
}

WRAP(char *, sqlite3_snprintf, int room, char *out, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  clean_stack();
  sqlite3_vsnprintf(room, out, format, arguments);
  va_end(arguments);
  __msan_unpoison(out, (size_t)room);
  return out;
}

WRAP(char *, sqlite3_mprintf, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  clean_stack();
  char *out = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  return out;
}

/* ---- libarchive, serd -------------------------------------------------------------------------- */

WRAP(int, archive_read_open, struct archive *archive, void *context, archive_open_callback *opens,
     archive_read_callback *reads, archive_close_callback *closes)
{
  clean_deep_stack();
  return __real_archive_read_open(archive, context, opens, reads, closes);
}

WRAP(int, archive_read_next_header, struct archive *archive, struct archive_entry **out)
{
  clean_deep_stack();
  __msan_unpoison(out, sizeof *out);
  return __real_archive_read_next_header(archive, out);
}

WRAP(la_ssize_t, archive_read_data, struct archive *archive, void *out, size_t room)
{
  clean_deep_stack();
  const la_ssize_t n = __real_archive_read_data(archive, out, room);
  if (n > 0) {
    __msan_unpoison(out, (size_t)n);
  }
  return n;
}

WRAP(SerdNode, serd_node_from_string, SerdType type, const uint8_t *text)
{
  SerdNode node = __real_serd_node_from_string(type, text);
  __msan_unpoison(&node, sizeof node);
  return node;
}

WRAP(SerdStatus, serd_writer_write_statement, SerdWriter *writer, SerdStatementFlags flags, const SerdNode *graph,
     const SerdNode *subject, const SerdNode *predicate, const SerdNode *object, const SerdNode *datatype,
     const SerdNode *language)
{
  clean_stack();
  return __real_serd_writer_write_statement(writer, flags, graph, subject, predicate, object, datatype, language);
}

/* ---- options ----------------------------------------------------------------------------------- */

const char *__msan_default_options(void);
const char *__msan_default_options(void)
{
  return "poison_in_malloc=0:poison_in_free=0:exitcode=86";
}
