// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "vectors/vectors.h"

namespace overmatch {

std::string format_vector(const Vector& vector) {
  SavedCase saved{vector.content, {}};
  for (const CollisionKind kind : vector.kinds) saved.about.kinds.emplace_back(to_string(kind));
  nlohmann::json rest{{"guards", vector.guards}, {"kills", nlohmann::json::array()}};
  for (const Planted* const bug : vector.kills) rest["kills"].push_back(std::string(bug->name));
  saved.about.rest = rest.dump();
  return format_case_line(saved);
}

std::string format_counted(const Vector& vector) {
  const Case& content = vector.content;
  const bool labelled = !content.labels.empty();
  std::string out = fmt::format("{} {} {}", to_string(content.mode), content.patterns.size(),
                                content.modules.size());
  if (labelled) out.append(" ").append(to_string(content.labels.order));
  out += '\n';
  const auto text = [&](std::string_view bytes) {
    out.append(fmt::format("{} ", bytes.size())).append(bytes).append("\n");
  };
  for (const std::string_view pattern : content.patterns) text(pattern);
  for (const std::string_view module : content.modules) text(module);
  const auto numbers = [&](std::string_view before, std::span<const Label> labels) {
    out += before;
    for (const Label label : labels) out += fmt::format(" {}", label);
    out += '\n';
  };
  if (labelled) numbers("labels", content.labels.numbers);
  Answer expected;
  make_reference(content.mode)->match(content.question(), expected);
  if (expected.rejected()) {
    out += "rejected\n";
  } else if (labelled) {
    numbers("=", expected.selected());
  } else {
    out += '=';
    for (std::size_t module = 0; module < content.modules.size(); ++module)
      out += expected.selects(module) ? '1' : '0';
    out += '\n';
  }
  text(vector.guards);
  return out;
}

}  // namespace overmatch
