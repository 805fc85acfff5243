// SPDX-License-Identifier: Apache-2.0
#include "real_targets.h"

#include <array>
#include <string_view>

namespace overmatch {
namespace {

using namespace std::string_view_literals;

constexpr auto kTargets =
    std::to_array<std::string_view>({"model.layers.0.self_attn.q_proj"sv,
                                     "model.layers.11.mlp.gate_proj"sv,
                                     "layers.1"sv,
                                     "lm_head"sv,
                                     ""sv,
                                     "a"sv,
                                     "a.b"sv,
                                     "a.a.b"sv,
                                     "encoder.encoder.layer.3"sv,
                                     "visual.transformer.resblocks.0"sv,
                                     "transformer.resblocks.10.attn.out_proj"sv,
                                     "0"sv,
                                     "10.01"sv,
                                     "base_model.model.model.layers.0"sv,
                                     "text_encoder_2"sv,
                                     "blk.3.ffn_gate_exps.weight"sv,
                                     "block-1.conv 2"sv,
                                     "a*b.c+d"sv,
                                     "x[0].(y)"sv,
                                     "{m,n}.^$"sv,
                                     R"(a\b.c|d)"sv,
                                     "[.]"sv,
                                     "é.0"sv,
                                     "e\u0301.1"sv,
                                     "层.0.注意"sv,
                                     "😀.q_proj"sv,
                                     " .a "sv,
                                     "a\nb.0"sv,
                                     "\0.a"sv,
                                     "LayerNorm.weight"sv,
                                     "?.:x"sv,
                                     "P<n>.i"sv,
                                     "#.-"sv});
constexpr auto kGlue = std::to_array<std::string_view>(
    {"x"sv, "."sv, "_"sv, "0"sv, "img_"sv, "q_proj"sv, "é"sv, "a."sv});

std::string changed(Choices& choices, std::string name) {
  switch (choices.below(7)) {
    case 0: return std::string(choices.pick(kGlue)) + name;
    case 1: return name + std::string(choices.pick(kGlue));
    case 2: return "visual." + name;
    case 3: return name.substr(0, name.rfind('.') == std::string::npos ? 0 : name.rfind('.'));
    case 4: return name.substr(name.find('.') == std::string::npos ? 0 : name.find('.') + 1);
    case 5:
      if (const std::size_t dot = name.find('.'); dot != std::string::npos)
        name[dot] = choices.chance(1, 2) ? 'X' : '_';
      return name;
    default:
      for (char& c : name) {
        if (c >= '0' && c <= '9' && choices.chance(1, 2))
          c = static_cast<char>('0' + choices.below(10));
      }
      return name;
  }
}

}  // namespace

TargetCase make_target_case(Choices& choices) {
  TargetCase made;
  made.target = choices.pick(kTargets);
  made.other = choices.pick(kTargets);
  if (choices.chance(1, 16)) made.target += "." + std::string(choices.between(1, 700), 'd') + ".0";
  made.names = {made.target, made.other};
  while (made.names.size() < 12) {
    const std::size_t of = choices.below(static_cast<std::uint32_t>(made.names.size()));
    made.names.push_back(changed(choices, made.names[of]));
  }
  return made;
}

}  // namespace overmatch
