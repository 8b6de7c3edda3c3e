/* SPDX-License-Identifier: MIT
 * hash.h - hashing of short byte strings and of pairs of ids. Not for keys that an attacker may choose
 * freely: tables that hold text words are seeded and bounded by the document. */
#ifndef TRAWL_BASE_HASH_H
#define TRAWL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

__extension__ typedef unsigned __int128 trawl_uint128;

static inline uint64_t trawl_hash_mix(uint64_t a, uint64_t b)
{
  const trawl_uint128 product = (trawl_uint128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to 8 bytes as a number, the first one lowest. */
static inline uint64_t trawl_hash_load(const char *text, size_t len)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (len >= 8) {
    uint64_t all;
    memcpy(&all, text, 8);
    return all;
  }
  if (len >= 4) { /* two halves, which may overlap */
    uint32_t low, high;
    memcpy(&low, text, 4);
    memcpy(&high, text + len - 4, 4);
    return low | (uint64_t)high << 8 * (len - 4);
  }
  if (len >= 2) {
    uint16_t low, high;
    memcpy(&low, text, 2);
    memcpy(&high, text + len - 2, 2);
    return low | (uint64_t)high << 8 * (len - 2);
  }
  return len ? (unsigned char)*text : 0;
#else
  uint64_t all = 0;
  for (size_t i = 0; i < len && i < 8; ++i) {
    all |= (uint64_t)(unsigned char)text[i] << (8 * i);
  }
  return all;
#endif
}

/* The same of a text behind whose beginning 8 bytes can be read: without a branch. */
static inline uint64_t trawl_hash_load_padded(const char *text, size_t len)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t all;
  memcpy(&all, text, 8);
  return len < 8 ? all & ~(~UINT64_C(0) << 8 * len) : all;
#else
  return trawl_hash_load(text, len);
#endif
}

#define TRAWL_HASH_SEED UINT64_C(0x9e3779b97f4a7c15)
#define TRAWL_HASH_STEP UINT64_C(0xa0761d6478bd642f)
#define TRAWL_HASH_LAST UINT64_C(0xe7037ed1a0b428db)

static inline uint64_t trawl_hash_bytes(const char *text, size_t len)
{
  uint64_t hash = TRAWL_HASH_SEED ^ len;
  for (; len >= 8; text += 8, len -= 8) {
    uint64_t word;
    memcpy(&word, text, 8);
    hash = trawl_hash_mix(hash ^ word, TRAWL_HASH_STEP);
  }
  return trawl_hash_mix(hash ^ trawl_hash_load(text, len), TRAWL_HASH_LAST);
}

/* The same of less than 8 bytes, and of 8 to 15 bytes, which were loaded before. */
static inline uint64_t trawl_hash_short(uint64_t head, size_t len)
{
  return trawl_hash_mix(TRAWL_HASH_SEED ^ len ^ head, TRAWL_HASH_LAST);
}

static inline uint64_t trawl_hash_long(uint64_t head, uint64_t rest, size_t len)
{
  return trawl_hash_mix(trawl_hash_mix(TRAWL_HASH_SEED ^ len ^ head, TRAWL_HASH_STEP) ^ rest, TRAWL_HASH_LAST);
}

static inline uint64_t trawl_hash_pair(uint32_t a, uint32_t b)
{
  return trawl_hash_mix(((uint64_t)a << 32 | b) ^ 0x9e3779b97f4a7c15u, 0xa0761d6478bd642fu);
}

#endif
