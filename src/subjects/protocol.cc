// SPDX-License-Identifier: Apache-2.0
#include "subjects/protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "names/input_error.h"
#include "names/readers/json_text.h"
#include "names/utf8.h"
#include "subjects/probe.h"

namespace overmatch {

namespace {

// Bytes of an answer besides its indices: a reason, a name, unknown members.
constexpr std::size_t kReplyBytes = 65'536;
constexpr std::size_t kIndexBytes = 24;  // the digits of an index and the space around it
constexpr std::size_t kReason = 2'000;   // bytes of a reason that are kept

void append_array(std::string& out, std::string_view member,
                  std::span<const std::string_view> names) {
  out.append(", \"").append(member).append("\": [");
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (at > 0) out += ", ";
    append_json_string(out, names[at]);
  }
  out += "]";
}

void append_labels(std::string& out, std::span<const Label> labels) {
  out.append(", \"labels\": [");
  for (std::size_t at = 0; at < labels.size(); ++at) {
    if (at > 0) out += ", ";
    if (labels[at] == kNull)
      out += "null";
    else
      append_json_string(out, label_name(labels[at]));
  }
  out += "]";
}

// Text of the subject, cut between code points.
std::string kept(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while ((static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most) + "…";
}

// Parses an answer of the most frequent form, without making a JSON value of each index:
//
//   {"id": 7, "selected": [0, 2]}
//
// White space may differ. A line of any other form, right or wrong, is left to the JSON parser.
class PlainReply {
 public:
  explicit PlainReply(std::string_view line) : rest_(line) {}

  // If it returns false, `reply` is unspecified.
  bool read(Reply& reply) {
    if (!take("{") || !take("\"id\"") || !take(":") || !number(reply.id)) return false;
    if (!take(",") || !take("\"selected\"") || !take(":") || !take("[")) return false;
    auto& indices = reply.selected.emplace();
    if (!take("]")) {
      do {
        if (!number(indices.emplace_back())) return false;
      } while (take(","));
      if (!take("]")) return false;
    }
    return take("}") && rest_.empty();
  }

 private:
  // Skips the token and the white space around it.
  bool take(std::string_view token) {
    skip_space();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    skip_space();
    return true;
  }

  // A whole number in JSON: 0, or digits that do not begin with 0.
  bool number(std::uint64_t& value) {
    const auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (end.ec != std::errc() || (rest_[0] == '0' && end.ptr != rest_.data() + 1)) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end.ptr - rest_.data()));
    return true;
  }

  void skip_space() {
    const std::size_t size = rest_.find_first_not_of(" \t\r");
    rest_.remove_prefix(size == std::string_view::npos ? rest_.size() : size);
  }

  std::string_view rest_;
};

}  // namespace

std::string excerpt(std::string_view line, std::size_t most) {
  std::string text(line.substr(0, std::min(line.find('\n'), most)));
  const std::size_t wrong = find_invalid_utf8(text);
  if (wrong != kValidUtf8) {
    // Cut inside a code point, or not text at all.
    if (text.size() - wrong >= 4 || text.size() == line.size())
      return std::to_string(line.size()) + " bytes that are not UTF-8";
    text.resize(wrong);
  }
  const bool whole = text.size() == line.size();
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') c = ' ';
  }
  return "`" + text + (whole ? "`" : "…`");
}

void append_requests(std::string& out, std::uint64_t first_id, Mode mode,
                     std::span<const Question> questions) {
  std::span<const std::string_view> last;  // modules whose text is in `out`
  std::size_t begin = 0;
  std::size_t size = 0;
  for (std::size_t at = 0; at < questions.size(); ++at) {
    const Question& question = questions[at];
    out.append("{\"id\": ")
        .append(std::to_string(first_id + at))
        .append(", \"mode\": \"")
        .append(to_string(mode))
        .append("\"");
    if (question.has_labels())
      out.append(", \"order\": \"").append(to_string(question.order)).append("\"");
    append_array(out, "patterns", question.patterns);
    if (question.has_labels()) append_labels(out, question.labels);
    if (at > 0 && question.modules.data() == last.data() &&
        question.modules.size() == last.size()) {
      out.append(out, begin, size);
    } else {
      last = question.modules;
      begin = out.size();
      append_array(out, "modules", last);
      size = out.size() - begin;
    }
    out += "}\n";
  }
}

std::size_t longest_reply(std::size_t modules) noexcept {
  return kReplyBytes + kIndexBytes * modules;
}

namespace {

void read_word(const nlohmann::json& value, const char* member, std::string& word) {
  constexpr std::size_t kLongestWord = 200;
  const auto found = value.find(member);
  if (found != value.end() && found->is_string())
    word = kept(found->get<std::string>(), kLongestWord);
}

void read_modes(const nlohmann::json& value, Reply& reply) {
  const auto is_name = [](const nlohmann::json& name) { return name.is_string(); };
  reply.has_wrong_modes = !value.is_array() || !std::all_of(value.begin(), value.end(), is_name);
  if (!reply.has_wrong_modes) reply.modes = value.get<std::vector<std::string>>();
}

void read_labels(const nlohmann::json& value, Reply& reply) {
  if (!value.is_array()) {
    reply.mistake = "\"labels\" is not an array of labels";
    return;
  }
  auto& labels = reply.labels.emplace();
  for (const nlohmann::json& label : value) {
    if (label.is_null()) {
      labels.emplace_back(std::nullopt);
    } else if (label.is_string()) {
      labels.emplace_back(label.get<std::string>());
    } else {
      reply.mistake =
          "\"labels\" holds " + excerpt(label.dump()) + ", which is neither a label nor null";
      return;
    }
  }
}

}  // namespace

Reply parse_reply(std::string_view line) {
  Reply reply;
  if (PlainReply(line).read(reply)) return reply;
  nlohmann::json value;
  try {
    value = parse_json(line, "answer");
  } catch (const InputError&) {
    throw MalformedReply(line.empty() ? "an empty line"
                                      : "a line that is not JSON: " + excerpt(line));
  }
  if (!value.is_object())
    throw MalformedReply("a line that is not a JSON object: " + excerpt(line));
  const auto id = value.find("id");
  if (id == value.end())
    throw MalformedReply("an answer without the id of its question: " + excerpt(line));
  if (!id->is_number_unsigned())
    throw MalformedReply("an answer whose id is not the id of a question: " + excerpt(line));

  reply = {};
  reply.id = id->get<std::uint64_t>();
  read_word(value, "name", reply.name);
  read_word(value, "version", reply.version);
  read_word(value, "language", reply.language);
  if (const auto modes = value.find("modes"); modes != value.end()) read_modes(*modes, reply);
  if (const auto error = value.find("error"); error != value.end()) {
    if (error->is_string()) {
      reply.error = kept(error->get<std::string>(), kReason);
    } else {
      reply.mistake = "\"error\" is not a string";
    }
  }
  if (const auto selected = value.find("selected"); selected != value.end()) {
    if (selected->is_array()) {
      auto& indices = reply.selected.emplace();
      indices.reserve(selected->size());
      for (const nlohmann::json& index : *selected) {
        if (!index.is_number_unsigned()) {
          reply.mistake = "\"selected\" holds " + excerpt(index.dump()) +
                          ", which is no index of a module, such as [0, 2]";
          break;
        }
        indices.push_back(index.get<std::uint64_t>());
      }
    } else {
      reply.mistake = "\"selected\" is not an array of indices";
    }
  }
  if (const auto labels = value.find("labels"); labels != value.end()) read_labels(*labels, reply);
  return reply;
}

namespace {

void settle_labels(const Reply& reply, const Question& question, Answer& answer) {
  const auto fail = [](const std::string& what) {
    throw SubjectFailure("gave an invalid answer: " + what);
  };
  const auto& labels = *reply.labels;
  if (labels.size() != question.modules.size())
    fail(fmt::format("{} labels for {} modules", labels.size(), question.modules.size()));
  answer.start(labels.size());
  for (std::size_t module = 0; module < labels.size(); ++module) {
    if (!labels[module]) continue;
    const auto found = std::find_if(
        question.labels.begin(), question.labels.end(),
        [&](Label label) { return label != kNull && label_name(label) == *labels[module]; });
    if (found == question.labels.end())
      fail(fmt::format("the label {} of module {}, which no entry has", excerpt(*labels[module]),
                       module));
    answer.assign(module, *found);
  }
}

}  // namespace

void settle(const Reply& reply, const Question& question, Answer& answer) {
  const std::size_t modules = question.modules.size();
  const auto fail = [](const std::string& what) {
    throw SubjectFailure("gave an invalid answer: " + what);
  };
  if (!reply.mistake.empty()) fail(reply.mistake);
  const bool labelled = question.has_labels();
  const bool answered = labelled ? reply.labels.has_value() : reply.selected.has_value();
  const std::string member = labelled ? "\"labels\"" : "\"selected\"";
  if (reply.error && answered) fail("both " + member + " and \"error\"");
  if (!reply.error && !answered) fail("neither " + member + " nor \"error\"");
  if (reply.error) {
    answer.reject(*reply.error);
    return;
  }
  if (labelled) return settle_labels(reply, question, answer);
  answer.start(modules);
  for (const std::uint64_t index : *reply.selected) {
    if (index >= modules) fail(fmt::format("index {} of {} modules", index, modules));
    if (answer.selects(index)) fail(fmt::format("index {} twice", index));
    answer.select(index);
  }
}

}  // namespace overmatch
