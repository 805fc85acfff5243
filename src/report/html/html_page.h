// SPDX-License-Identifier: Apache-2.0
// HtmlPage is the frame of every HTML report: verdict, sections with navigation, facts of the run.
//
// A page is one file that loads nothing, for light and dark, phone, print, keyboard and screen
// reader. It is well-formed XML as well, so that a strict parser can check it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/run_facts.h"

namespace overmatch::report {

// The colour of a verdict, a badge or a mark. It never stands alone: a word says the same.
enum class Tone : std::uint8_t { plain, good, warning, bad };
// The CSS class: "plain", "good", "warn" or "bad".
[[nodiscard]] std::string_view css_class(Tone tone) noexcept;

class HtmlPage {
 public:
  // `verb` as on the command line; `verdict` in one line of text.
  HtmlPage(std::string_view verb, Tone tone, std::string_view verdict);

  // A sentence below the verdict that limits it.
  void warn(std::string_view text);
  // HTML below the verdict, before the first section.
  void lead(std::string_view html);
  // A section, unless `html` is empty. The navigation lists it.
  void section(std::string_view title, const std::string& html);
  // A row of the facts at the end of the page, with text as its value.
  void fact(std::string_view name, std::string_view text);
  // JSON for the script of the page. A page without data has no script.
  void data(std::string json) { data_ = std::move(json); }

  // Returns the page.
  [[nodiscard]] std::string write(const RunFacts& run) const;

 private:
  struct Section {
    std::string title;
    std::string html;
  };
  std::string verb_;
  Tone tone_;
  std::string verdict_;
  std::string lead_;
  std::vector<Section> sections_;
  std::string facts_;
  std::string data_;
};

}  // namespace overmatch::report
