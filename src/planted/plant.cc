// SPDX-License-Identifier: Apache-2.0
#include "planted/plant.h"

#include <algorithm>
#include <array>
#include <deque>

namespace overmatch::plant {

Planted beyond_core(Planted planted) {
  planted.differs = Differs::beyond_core;
  return planted;
}

Planted beyond_limit(Planted planted) {
  planted.differs = Differs::beyond_limit;
  return planted;
}

Planted wrong(View name, Mode mode, View bug, Behaviour behaviour, std::vector<Ask> witness,
              View source) {
  return {name, mode, bug, source, Expect::wrong, std::move(behaviour), std::move(witness)};
}

Planted right(View name, Mode mode, View how, Behaviour behaviour, std::vector<Ask> questions) {
  return {name, mode, how, "", Expect::correct, std::move(behaviour), std::move(questions)};
}

View kept(std::string text) {
  static std::deque<std::string> texts;
  return texts.emplace_back(std::move(text));
}

std::vector<Planted> in_each_mode(std::span<const Mistake> mistakes) {
  std::vector<Planted> all;
  for (const Mode mode : kModes) {
    for (const Mistake& mistake : mistakes) {
      if (!kTabledModes.contains(mode) || !mistake.modes.contains(mode)) continue;
      const View name = kept(std::string(to_string(mode)).append("-").append(mistake.name));
      all.push_back(
          wrong(name, mode, mistake.bug, mistake.behaviour(mode), mistake.witness, mistake.source));
      all.back().expect = mistake.expect;
    }
  }
  return all;
}

Behaviour raw(PluginFunction* match) { return {{}, match}; }

// One reference per mode and thread: a new RegexMatcher for each question would cost more than the
// question.
void ask_reference(Mode mode, const Question& question, Answer& answer) {
  thread_local std::array<std::unique_ptr<Matcher>, kModes.size()> references;
  std::unique_ptr<Matcher>& reference = references[static_cast<std::size_t>(mode)];
  if (!reference) reference = make_reference(mode);
  reference->match(question, answer);
}

void ask_reference(Mode mode, const std::vector<std::string>& patterns,
                   std::span<const View> modules, Answer& answer) {
  const std::vector<View> views(patterns.begin(), patterns.end());
  ask_reference(mode, Question{views, modules}, answer);
}

bool all_digits(View text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string lower(View text) {
  std::string out(text);
  for (char& c : out) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string trim(View text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::string without(View text, View unwanted) { return replace(text, unwanted, ""); }

std::string replace(View text, View from, View to) {
  std::string out;
  for (std::size_t at = text.find(from); at != View::npos; at = text.find(from)) {
    out += text.substr(0, at);
    out += to;
    text.remove_prefix(at + from.size());
  }
  return out += text;
}

View strip_prefix(View text, View prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

View strip_suffix(View text, View suffix) {
  return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

std::vector<View> split(View text, char at) {
  std::vector<View> pieces;
  if (text.empty()) return pieces;
  for (std::size_t end = text.find(at); end != View::npos; end = text.find(at)) {
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  pieces.push_back(text);
  return pieces;
}

std::string join(std::span<const View> pieces, View glue) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) out += glue;
    out += pieces[i];
  }
  return out;
}

View last_pieces(View path, std::size_t count) {
  std::size_t from = path.size();
  for (; count > 0 && from != 0; --count) {
    const std::size_t dot = path.rfind('.', from - 1);
    if (dot == View::npos) return path;
    from = dot;
  }
  return from == path.size() ? View{} : path.substr(from + 1);
}

View first_pieces(View path, std::size_t count) {
  std::size_t after = 0;  // the pieces counted so far, with their dots
  for (; count > 0; --count) {
    const std::size_t dot = path.find('.', after);
    if (dot == View::npos) return path;
    after = dot + 1;
  }
  return path.substr(0, after == 0 ? 0 : after - 1);
}

std::string repeat(View text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (; times > 0; --times) out += text;
  return out;
}

std::vector<std::string> numbered(View prefix, std::size_t count, View suffix) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(std::string(prefix) + std::to_string(i) + std::string(suffix));
  return out;
}

}  // namespace overmatch::plant
