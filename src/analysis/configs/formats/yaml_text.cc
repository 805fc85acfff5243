// SPDX-License-Identifier: Apache-2.0
// Reads YAML with libyaml's parser of events (https://pyyaml.org/wiki/LibYAML), which PyYAML has
// beneath it, too; plain scalars get the types of YAML 1.1 as in PyYAML's resolver.py.
#include <yaml.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include "analysis/configs/formats/config_text.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::array<std::string_view, 18> kYamlBooleans = {
    "yes",   "Yes",   "YES",   "no", "No", "NO", "true", "True", "TRUE",
    "false", "False", "FALSE", "on", "On", "ON", "off",  "Off",  "OFF"};
constexpr std::array<std::string_view, 5> kYamlNulls = {"", "~", "null", "Null", "NULL"};

// Whether a plain scalar is an integer or a decimal fraction.
bool is_yaml_number(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF" || text == ".nan" || text == ".NaN" ||
      text == ".NAN")
    return true;
  if (text.starts_with("0x") || text.starts_with("0b")) {
    text.remove_prefix(2);
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF_") == text.npos;
  }
  const auto digits = [&] {
    std::size_t at = 0;
    while (at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '_')) ++at;
    text.remove_prefix(at);
    return at;
  };
  const bool before = !text.empty() && text[0] != '_' && digits() > 0;
  if (text.empty()) return before;
  if (text[0] != '.') return false;
  text.remove_prefix(1);
  if (digits() == 0 && !before) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  text.remove_prefix(1);
  return digits() > 0 && text.empty();
}

ConfigNode::Kind kind_of_plain(std::string_view plain) {
  const auto is_one_of = [&](const auto& words) {
    return std::find(words.begin(), words.end(), plain) != words.end();
  };
  if (is_one_of(kYamlNulls)) return ConfigNode::Kind::null;
  if (is_one_of(kYamlBooleans)) return ConfigNode::Kind::boolean;
  return is_yaml_number(plain) ? ConfigNode::Kind::number : ConfigNode::Kind::text;
}

std::size_t count_values(const ConfigNode& node) {
  std::size_t count = 1;
  for (const ConfigNode& item : node.items) count += count_values(item);
  for (const ConfigMember& member : node.members) count += count_values(member.value);
  return count;
}

struct YamlEventDeleter {
  void operator()(yaml_event_t* event) const noexcept {
    yaml_event_delete(event);
    delete event;
  }
};
using YamlEvent = std::unique_ptr<yaml_event_t, YamlEventDeleter>;

class YamlReader {
 public:
  YamlReader(std::string_view text, const std::string& file) : file_(file) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    // libyaml would take a text that begins so for UTF-16.
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  YamlReader(const YamlReader&) = delete;
  YamlReader& operator=(const YamlReader&) = delete;
  ~YamlReader() { yaml_parser_delete(&parser_); }

  ConfigNode read() {
    (void)next();  // of the stream
    YamlEvent start = next();
    if (start->type == YAML_STREAM_END_EVENT)
      throw InputError(file_ + ": empty, this is no config");
    ConfigNode root = node(next(), 0);
    (void)next();  // the end of the document
    const YamlEvent more = next();
    if (more->type != YAML_STREAM_END_EVENT)
      fail(more->start_mark, "a second document, keep one in a file");
    return root;
  }

 private:
  [[noreturn]] void fail(const yaml_mark_t& mark, const std::string& what) const {
    throw InputError(file_ + ": line " + std::to_string(mark.line + 1) + ": " + what);
  }

  YamlEvent next() {
    auto event = std::make_unique<yaml_event_t>();
    if (yaml_parser_parse(&parser_, event.get()) == 0) {
      if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
      const char* const why = parser_.problem == nullptr ? "unreadable" : parser_.problem;
      if (parser_.error == YAML_READER_ERROR)
        throw InputError(file_ + ": no YAML, " + why + " at byte " +
                         std::to_string(parser_.problem_offset));
      fail(parser_.problem_mark, std::string("no YAML, ") + why);
    }
    return YamlEvent(event.release());
  }

  void refuse_tag(const yaml_event_t& event, const unsigned char* tag) const {
    if (tag == nullptr) return;
    const std::string shown(reinterpret_cast<const char*>(tag));
    if (shown == "!" && event.type == YAML_SCALAR_EVENT) return;  // a text, as quotes say
    fail(event.start_mark, "the tag " + quoted_short(shown) + ", which no list of names needs");
  }

  ConfigNode node(YamlEvent event, std::size_t depth) {
    if (depth > kMaxConfigDepth)
      fail(event->start_mark, "nested more than " + std::to_string(kMaxConfigDepth) + " deep");
    ConfigNode out;
    out.line = event->start_mark.line + 1;
    const unsigned char* anchor = nullptr;
    switch (event->type) {
      case YAML_ALIAS_EVENT: return aliased(*event);
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event->data.scalar;
        refuse_tag(*event, scalar.tag);
        out.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        const bool plain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nullptr;
        out.kind = plain ? kind_of_plain(out.text) : ConfigNode::Kind::text;
        if (out.text.find('\0') != std::string::npos)
          fail(event->start_mark, "a NUL character, which no name has");
        anchor = scalar.anchor;
        break;
      }
      case YAML_SEQUENCE_START_EVENT:
        refuse_tag(*event, event->data.sequence_start.tag);
        out.kind = ConfigNode::Kind::list;
        for (YamlEvent item = next(); item->type != YAML_SEQUENCE_END_EVENT; item = next())
          out.items.push_back(node(std::move(item), depth + 1));
        anchor = event->data.sequence_start.anchor;
        break;
      case YAML_MAPPING_START_EVENT:
        refuse_tag(*event, event->data.mapping_start.tag);
        out.kind = ConfigNode::Kind::map;
        read_members(out, depth);
        anchor = event->data.mapping_start.anchor;
        break;
      default: fail(event->start_mark, "no YAML, a value is missing");
    }
    if (++values_ > kMostConfigValues) {
      fail(event->start_mark, "more than " + std::to_string(kMostConfigValues) + " values");
    }
    if (anchor != nullptr) keep(reinterpret_cast<const char*>(anchor), out, event->start_mark);
    return out;
  }

  // Copies a value for aliases; nested anchors copy it again.
  void keep(const std::string& anchor, const ConfigNode& value, const yaml_mark_t& mark) {
    const std::size_t values = count_values(value);
    anchored_ += values;
    if (anchored_ > kMostConfigValues) {
      fail(mark, "anchors hold more than " + std::to_string(kMostConfigValues) + " values");
    }
    anchors_[anchor] = {value, values};
  }

  ConfigNode aliased(const yaml_event_t& event) {
    const auto found = anchors_.find(reinterpret_cast<const char*>(event.data.alias.anchor));
    if (found == anchors_.end()) fail(event.start_mark, "an alias of no anchor above it");
    aliased_ += found->second.values;
    if (aliased_ > kMostAliasedValues) {
      fail(event.start_mark, "aliases repeat more than " + std::to_string(kMostAliasedValues) +
                                 " values, write them out");
    }
    return found->second.node;
  }

  void read_members(ConfigNode& out, std::size_t depth) {
    std::set<std::string> names;
    std::vector<ConfigNode> merged;
    for (YamlEvent key = next(); key->type != YAML_MAPPING_END_EVENT; key = next()) {
      const yaml_mark_t mark = key->start_mark;
      const bool plain =
          key->type == YAML_SCALAR_EVENT && key->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      const ConfigNode name = node(std::move(key), depth + 1);
      if (name.is(ConfigNode::Kind::list) || name.is(ConfigNode::Kind::map))
        fail(mark, "the name of a member is no text");
      ConfigNode value = node(next(), depth + 1);
      if (plain && name.text == "<<") {
        merged.push_back(std::move(value));
        continue;
      }
      if (!names.insert(name.text).second)
        fail(mark, "member " + quoted_short(name.text) + " occurs twice in one object, keep one");
      out.members.push_back({name.text, std::move(value)});
    }
    // Members of a merged object (`<<: *anchor`) stand behind those that are written out.
    for (const ConfigNode& source : merged) {
      for (const ConfigNode& one :
           source.is(ConfigNode::Kind::list) ? source.items : std::vector{source}) {
        for (const ConfigMember& member : one.members) {
          if (names.insert(member.name).second) out.members.push_back(member);
        }
      }
    }
  }

  struct Anchored {
    ConfigNode node;
    std::size_t values = 0;
  };

  yaml_parser_t parser_{};
  const std::string& file_;
  std::map<std::string, Anchored> anchors_;
  std::size_t values_ = 0;
  std::size_t anchored_ = 0;
  std::size_t aliased_ = 0;
};

}  // namespace

ConfigNode parse_yaml(std::string_view text, const std::string& file) {
  return YamlReader(text, file).read();
}

}  // namespace overmatch
