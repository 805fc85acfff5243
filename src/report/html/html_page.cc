// SPDX-License-Identifier: Apache-2.0
#include "report/html/html_page.h"

#include <fmt/format.h>

#include "report/html/html_pieces.h"
#include "report/html/html_script.h"
#include "report/html/html_style.h"
#include "report/markup.h"

namespace overmatch::report {

namespace {

// A page with fewer sections needs no navigation.
constexpr std::size_t kNavigated = 3;

std::string row(std::string_view name, std::string_view html) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), html);
}

// "<" in the JSON would end the script element, and "&" is markup in XML.
std::string in_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<': out += "\\u003c"; break;
      case '>': out += "\\u003e"; break;
      case '&': out += "\\u0026"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view css_class(Tone tone) noexcept {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::warning: return "warn";
    case Tone::bad: return "bad";
    case Tone::plain: break;
  }
  return "plain";
}

HtmlPage::HtmlPage(std::string_view verb, Tone tone, std::string_view verdict)
    : verb_(verb), tone_(tone), verdict_(verdict) {}

void HtmlPage::warn(std::string_view text) {
  lead_ += "<p class=\"warn\">" + escaped(text) + "</p>\n";
}

void HtmlPage::lead(std::string_view html) { lead_ += html; }

void HtmlPage::section(std::string_view title, const std::string& html) {
  if (!html.empty()) sections_.push_back({std::string(title), html});
}

void HtmlPage::fact(std::string_view name, std::string_view text) {
  facts_ += row(name, escaped(text));
}

std::string HtmlPage::write(const RunFacts& run) const {
  const std::string verdict = escaped(verdict_);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
      "<header>\n<p class=\"faint\">overmatch {}</p>\n<h1 class=\"{}\"><bdi>{}</bdi></h1>\n"
      "</header>\n",
      verdict, kHtmlStyle, escaped(verb_), css_class(tone_), verdict);
  if (sections_.size() >= kNavigated) {
    out += "<nav aria-label=\"Sections\">\n<ul>\n";
    for (std::size_t at = 0; at < sections_.size(); ++at)
      out += fmt::format("<li><a href=\"#s{}\">{}</a></li>\n", at, escaped(sections_[at].title));
    out += "</ul>\n</nav>\n";
  }
  out += "<main id=\"main\" tabindex=\"-1\">\n" + lead_;
  for (std::size_t at = 0; at < sections_.size(); ++at) {
    out += fmt::format("<section aria-labelledby=\"s{0}\">\n<h2 id=\"s{0}\">{1}</h2>\n{2}", at,
                       escaped(sections_[at].title), sections_[at].html);
    out += "</section>\n";
  }
  out += "</main>\n<footer>\n<h2>This run</h2>\n<dl>\n" + facts_;
  if (!run.command.empty()) out += row("command", code(run.command));
  if (!run.started.empty()) {
    out += row("started", fmt::format("<time datetime=\"{0}\">{0}</time>", escaped(run.started)));
  }
  if (!run.version.empty()) out += row("version", escaped("overmatch " + run.version));
  out += "</dl>\n</footer>\n";
  if (!data_.empty()) {
    out += "<script type=\"application/json\" id=\"data\">" + in_script(data_) +
           "</script>\n<script>\n//<![CDATA[\n" + std::string(kHtmlScript) + "//]]>\n</script>\n";
  }
  return out + "</body>\n</html>\n";
}

}  // namespace overmatch::report
