// SPDX-License-Identifier: Apache-2.0
// Lists what `overmatch explain` explains: the names in the tables of the program, and the terms of
// the glossary and of docs/reference.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace overmatch::cli {

// A name that has a page or should have one.
struct Topic {
  std::string name;
  std::string_view markdown;           // empty: there is none
  std::string sentence;                // of a term that is a row of the glossary, instead
  std::vector<std::string> also = {};  // the other words that the page explains
};

// What one folder of docs/reference explains.
struct TopicGroup {
  std::string_view folder;
  std::string_view title;  // of the list
  std::string_view one;    // beside a name
  std::vector<Topic> topics;
};

// "Glued prefix" and "glued_prefix" are glued-prefix.
[[nodiscard]] std::string plain_name(std::string_view name);

// Everything that has a page or should have one, with its page.
[[nodiscard]] std::vector<TopicGroup> all_topics();

}  // namespace overmatch::cli
