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

static inline uint64_t trawl_hash_bytes(const char *text, size_t len)
{
  uint64_t hash = 0x9e3779b97f4a7c15u ^ len;
  for (; len >= 8; text += 8, len -= 8) {
    uint64_t word;
    memcpy(&word, text, 8);
    hash = trawl_hash_mix(hash ^ word, 0xa0761d6478bd642fu);
  }
  uint64_t rest = 0;
  for (size_t i = 0; i < len; ++i) {
    rest |= (uint64_t)(unsigned char)text[i] << (8 * i);
  }
  return trawl_hash_mix(hash ^ rest, 0xe7037ed1a0b428dbu);
}

static inline uint64_t trawl_hash_pair(uint32_t a, uint32_t b)
{
  return trawl_hash_mix(((uint64_t)a << 32 | b) ^ 0x9e3779b97f4a7c15u, 0xa0761d6478bd642fu);
}

#endif
