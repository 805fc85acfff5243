// SPDX-License-Identifier: Apache-2.0
#include "cli/explain/topics.h"

#include <algorithm>

#include "analysis/findings/audit_finding.h"
#include "cases/collision_kind.h"
#include "cli/explain/reference_pages.h"
#include "matchers/mode.h"
#include "names/ascii.h"
#include "names/split_text.h"
#include "properties/registry.h"
#include "report/page_text.h"
#include "report/words.h"

namespace overmatch::cli {

namespace {

std::string_view page_of(std::string_view group, std::string_view name) {
  for (const ReferencePage& page : reference_pages()) {
    if (page.group == group && page.name == name) return page.markdown;
  }
  return {};
}

// The name in the heading of a page, which may name more words: "# phase (small, random)".
Topic topic_of(std::string_view markdown) {
  std::string_view heading = report::first_line(markdown);
  heading.remove_prefix(std::min<std::size_t>(2, heading.size()));  // "# "
  const std::size_t open = std::min(heading.find(" ("), heading.size());
  Topic topic{std::string(heading.substr(0, open)), markdown, ""};
  if (open < heading.size())
    topic.also = split_text(heading.substr(open + 2, heading.rfind(')') - open - 2), ", ");
  return topic;
}

// The rows of the glossary; a row may explain several words.
std::vector<Topic> glossary() {
  std::vector<Topic> topics;
  std::string_view rest = page_of("", "glossary");
  std::size_t row = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.starts_with('|') || ++row <= 2) continue;  // the heading and the rule below it
    const std::vector<std::string> cells = report::table_cells(line);
    for (std::string& name : split_text(cells.front(), ", "))
      topics.push_back({std::move(name), {}, cells.at(1)});
  }
  return topics;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == ' ' || c == '_') {
      plain += '-';
    } else if (c != ':' && c != '`') {
      plain += to_lower(c);
    }
  }
  return plain;
}

std::vector<TopicGroup> all_topics() {
  std::vector<TopicGroup> groups = {
      {"modes", "modes", "mode", {}},
      {"dialects", "dialects", "dialect", {}},
      {"properties", "properties", "property", {}},
      {"kinds", "collision kinds", "collision kind", {}},
      {"findings", "findings of an audit", "finding of an audit", {}},
      {"terms", "terms", "term", {}},
  };
  const auto add = [&](std::size_t group, std::string_view name) {
    Topic topic = topic_of(page_of(groups[group].folder, name));
    topic.name = name;
    groups[group].topics.push_back(std::move(topic));
  };
  for (const Mode mode : kModes) add(is_dialect(mode) ? 1 : 0, to_string(mode));
  for (const Property* property : all_properties()) add(2, property->name);
  for (std::size_t kind = 0; kind < kCollisionKinds; ++kind)
    add(3, to_string(static_cast<CollisionKind>(kind)));
  for (std::size_t kind = 0; kind < kAuditKinds; ++kind)
    add(4, to_string(static_cast<AuditKind>(kind)));
  groups[5].topics = glossary();
  for (const ReferencePage& page : reference_pages()) {
    if (page.group == "terms") groups[5].topics.push_back(topic_of(page.markdown));
  }
  return groups;
}

}  // namespace overmatch::cli
