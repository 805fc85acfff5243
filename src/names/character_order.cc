// SPDX-License-Identifier: Apache-2.0
#include "names/character_order.h"

#include "names/path.h"

namespace overmatch {

std::uint32_t simplicity(std::string_view code_point) {
  const auto lead = static_cast<unsigned char>(code_point[0]);
  if (lead >= 'a' && lead <= 'z') return lead - 'a';
  if (lead == kSeparator) return 30;
  if (lead >= '0' && lead <= '9') return 40U + lead - '0';
  if (lead >= 'A' && lead <= 'Z') return 60U + lead - 'A';
  if (lead == '_') return 100;
  if (lead == '-') return 101;
  if (lead > ' ' && lead < 0x7F) return 110U + lead;
  if (lead == ' ') return 250;
  if (lead < 0x80) return 0x200000U + lead;
  std::uint32_t code = 0;
  for (const char c : code_point) code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  return 0x1000U + code % 0x1F0000U;
}

}  // namespace overmatch
