// SPDX-License-Identifier: Apache-2.0
#include "fuzz/case_text.h"

#include <algorithm>

#include "cases/case_file.h"
#include "names/path.h"
#include "names/readers/json_string.h"
#include "names/utf8.h"

namespace overmatch::fuzz {

namespace {

// Parses four hex digits; false if they are missing.
bool hex(std::string_view text, std::size_t at, char32_t& code) {
  if (text.size() - at < 4) return false;
  code = 0;
  for (const char c : text.substr(at, 4)) {
    const char low = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      code = code * 16 + static_cast<char32_t>(c - '0');
    } else if (low >= 'a' && low <= 'f') {
      code = code * 16 + static_cast<char32_t>(low - 'a' + 10);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

void CaseTextReader::skip_space() noexcept {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
    ++at_;
}

// Reads the string that begins here, to its closing quote or the end of the text. False if none
// begins here or it is invalid UTF-8.
bool CaseTextReader::string(std::string& into) {
  into.clear();
  ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    const std::size_t plain = std::min(text_.find_first_of("\"\\", at_), text_.size());
    into.append(text_.substr(at_, plain - at_));
    at_ = plain;
    if (at_ == text_.size() || text_[at_] == '"') break;
    if (++at_ == text_.size()) break;
    const char c = text_[at_++];
    switch (c) {
      case 'b': into += '\b'; break;
      case 'f': into += '\f'; break;
      case 'n': into += '\n'; break;
      case 'r': into += '\r'; break;
      case 't': into += '\t'; break;
      case 'u': {
        char32_t code = 0;
        if (!hex(text_, at_, code)) break;
        at_ += 4;
        if (code >= 0xD800 && code < 0xE000) {  // a surrogate: a valid pair or an error
          char32_t low = 0;
          if (code >= 0xDC00 || text_.substr(at_, 2) != "\\u" || !hex(text_, at_ + 2, low) ||
              low < 0xDC00 || low > 0xDFFF)
            break;
          at_ += 6;
          code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
        }
        append_code_point(into, code);
        break;
      }
      default: into += c; break;
    }
  }
  if (at_ < text_.size()) ++at_;
  return find_invalid_utf8(into) == kValidUtf8;
}

// Skips the value that begins here, up to the comma or bracket after it.
void CaseTextReader::value() noexcept {
  for (std::size_t depth = 0; at_ < text_.size();) {
    const char c = text_[at_];
    if (c == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\') ++at_;
      }
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      if (depth == 0) return;
      --depth;
    } else if (c == ',' && depth == 0) {
      return;
    }
    ++at_;
  }
}

void CaseTextReader::names(Names& into, std::size_t most, bool paths) {
  into.clear();
  for (++at_; at_ < text_.size() && text_[at_] != ']';) {
    if (text_[at_] == '"') {
      if (!string(name_) || into.size() == most) continue;
      if (paths && (!is_well_formed(name_) || into.contains(name_))) continue;
      into.push_back(name_);
    } else {
      ++at_;
    }
  }
  if (at_ < text_.size()) ++at_;
}

// Reads names of labels and nulls. The order and the number of patterns may not be known yet.
void CaseTextReader::labels(EntryLabels& into) {
  into.clear();
  for (++at_; at_ < text_.size() && text_[at_] != ']';) {
    if (text_[at_] == '"') {
      if (!string(name_) || into.numbers.size() == kMostPatterns) continue;
      const auto known = std::find(into.names.begin(), into.names.end(), name_);
      into.numbers.push_back(static_cast<Label>(known - into.names.begin() + 1));
      if (known == into.names.end()) into.names.push_back(name_);
    } else {
      if (text_.substr(at_, 4) == "null" && into.numbers.size() < kMostPatterns)
        into.numbers.push_back(kNull);
      ++at_;
    }
  }
  if (at_ < text_.size()) ++at_;
}

bool CaseTextReader::read(std::string_view text, Case& out) {
  text_ = text;
  at_ = std::min(text.find('{'), text.size());
  out.clear();
  out.mode = Mode::segment;
  bool found = false;
  Order order = Order::any;
  for (++at_; at_ < text_.size();) {
    skip_space();
    if (at_ >= text_.size()) break;
    if (text_[at_] != '"') {
      ++at_;
      continue;
    }
    if (!string(key_)) continue;
    skip_space();
    if (at_ >= text_.size() || text_[at_] != ':') continue;
    ++at_;
    skip_space();
    if (at_ >= text_.size()) break;
    const char first = text_[at_];
    if (first == '[' && key_ == "patterns") {
      names(out.patterns, kMostPatterns, false);
      found = true;
    } else if (first == '[' && key_ == "modules") {
      names(out.modules, kMostModules, true);
      found = true;
    } else if (first == '[' && key_ == "labels") {
      labels(out.labels);
    } else if (first == '"' && key_ == "order") {
      if (string(name_)) order = parse_order(name_).value_or(order);
    } else if (first == '"' && key_ == "mode") {
      if (string(name_)) out.mode = parse_mode(name_).value_or(out.mode);
    } else if (first == '"' && key_ == "intended") {
      if (string(name_) && is_well_formed(name_)) out.intended = name_;
    } else {
      value();
    }
  }
  out.labels.fit(fixed_order(out.mode).value_or(order), out.patterns.size());
  return found;
}

void write_case_text(const Case& content, std::string& out) {
  const auto list = [&](const Names& names) {
    out += '[';
    for (std::size_t at = 0; at < names.size(); ++at) {
      if (at != 0) out += ", ";
      append_json_string(out, names[at]);
    }
    out += ']';
  };
  out.assign("{\"overmatch\": ")
      .append(file_version_of(content) == 1 ? "1" : "2")
      .append(", \"mode\": \"")
      .append(to_string(content.mode))
      .append("\", \"patterns\": ");
  list(content.patterns);
  if (!content.labels.empty()) {
    out.append(", \"order\": \"").append(to_string(content.labels.order));
    out += "\", \"labels\": [";
    for (std::size_t at = 0; at < content.labels.numbers.size(); ++at) {
      if (at != 0) out += ", ";
      const auto name = content.labels.name(content.labels.numbers[at]);
      if (name)
        append_json_string(out, *name);
      else
        out += "null";
    }
    out += ']';
  }
  out += ", \"modules\": ";
  list(content.modules);
  if (content.intended) {
    out += ", \"intended\": ";
    append_json_string(out, *content.intended);
  }
  out += "}\n";
}

}  // namespace overmatch::fuzz
