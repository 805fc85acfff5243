#include "subjects/protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "names/input_error.h"
#include "names/json_text.h"
#include "names/utf8.h"
#include "subjects/probe.h"

namespace overmatch {

namespace {

constexpr std::size_t kReplyBytes = 65'536;  // of an answer, besides its indices: a reason, a name, members we don't know
constexpr std::size_t kIndexBytes = 24;      // the digits of an index and the space around it
constexpr std::size_t kReason = 2'000;       // bytes of a reason that are kept

void append_array(std::string& out, std::string_view member, std::span<const std::string_view> names) {
  out.append(", \"").append(member).append("\": [");
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (at > 0) out += ", ";
    append_json_string(out, names[at]);
  }
  out += "]";
}

// Text of the subject's, cut at a code point.
std::string kept(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while ((static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most) + "…";
}

}  // namespace

std::string excerpt(std::string_view line, std::size_t most) {
  std::string text(line.substr(0, std::min(line.find('\n'), most)));
  const std::size_t wrong = find_invalid_utf8(text);
  if (wrong != kValidUtf8) {
    // Cut inside a code point, or binary.
    if (text.size() - wrong >= 4 || text.size() == line.size()) return std::to_string(line.size()) + " bytes that are no UTF-8";
    text.resize(wrong);
  }
  const bool whole = text.size() == line.size();
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') c = ' ';
  }
  return "`" + text + (whole ? "`" : "…`");
}

void append_request(std::string& out, std::uint64_t id, Mode mode, const Question& question) {
  out.append("{\"id\": ").append(std::to_string(id)).append(", \"mode\": \"").append(to_string(mode)).append("\"");
  append_array(out, "patterns", question.patterns);
  append_array(out, "modules", question.modules);
  out += "}\n";
}

std::size_t longest_reply(std::size_t modules) noexcept { return kReplyBytes + kIndexBytes * modules; }

Reply parse_reply(std::string_view line) {
  nlohmann::json value;
  try {
    value = parse_json(line, "answer");
  } catch (const InputError&) {
    throw Nonsense("a line that is no JSON: " + excerpt(line));
  }
  if (!value.is_object()) throw Nonsense("a line that is no JSON object: " + excerpt(line));
  const auto id = value.find("id");
  if (id == value.end()) throw Nonsense("an answer without an id: " + excerpt(line));
  if (!id->is_number_unsigned()) throw Nonsense("an answer whose id is no id that was asked: " + excerpt(line));

  Reply reply;
  reply.id = id->get<std::uint64_t>();
  if (const auto name = value.find("name"); name != value.end() && name->is_string()) {
    reply.name = kept(name->get<std::string>(), 200);
  }
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
          reply.mistake = "\"selected\" holds " + excerpt(index.dump()) + ", which is no index";
          break;
        }
        indices.push_back(index.get<std::uint64_t>());
      }
    } else {
      reply.mistake = "\"selected\" is not an array of indices";
    }
  }
  return reply;
}

void settle(const Reply& reply, std::size_t modules, Answer& answer) {
  const auto fail = [](const std::string& what) { throw SubjectFailure("gave an answer that is none: " + what); };
  if (!reply.mistake.empty()) fail(reply.mistake);
  if (reply.error && reply.selected) fail("both \"selected\" and \"error\"");
  if (!reply.error && !reply.selected) fail("neither \"selected\" nor \"error\"");
  if (reply.error) {
    answer.reject(*reply.error);
    return;
  }
  answer.start(modules);
  for (const std::uint64_t index : *reply.selected) {
    if (index >= modules) fail(fmt::format("index {} of {} modules", index, modules));
    if (answer.selects(index)) fail(fmt::format("index {} twice", index));
    answer.select(index);
  }
}

}  // namespace overmatch
