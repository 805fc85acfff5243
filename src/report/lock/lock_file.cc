// SPDX-License-Identifier: Apache-2.0
// The text of a lock file.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "names/ascii.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/utf8.h"
#include "report/lock/lock.h"

namespace overmatch {

namespace {

constexpr std::string_view kFirstWords = "overmatch lock ";
constexpr unsigned kLockFormat = 1;
// The most names of all blocks. The bound keeps a damaged file from taking minutes.
constexpr std::size_t kMostOfAll = std::size_t{1} << 22U;
// What a count and a line of names are separated by; names have no blanks.
constexpr std::string_view kGap = "  ";

void append_names_of(std::string& out, const FoldedNames& names) {
  for (const FoldedText& line : names.lines)
    out += fmt::format("{}{}{}{}\n", kGap, line.text, kGap, line.count);
}

template <typename Number>
bool parse_number(std::string_view digits, Number& to, int base = 10) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), to, base);
  return error == std::errc() && end == digits.data() + digits.size();
}

class LockParser {
 public:
  LockParser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Lock parse() {
    const std::size_t invalid = find_invalid_utf8(text_);
    if (invalid != kValidUtf8) {
      line_ = 1 + static_cast<std::size_t>(std::count(
                      text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(invalid), '\n'));
      fail("is not valid UTF-8");
    }
    first_line();
    for (std::string_view line; next(line);) {
      if (line.starts_with(kGap)) {
        names(line);
        continue;
      }
      finish_block();
      if (line.empty() || line.starts_with('#')) continue;
      heading(line);
    }
    ++line_;
    finish_block();
    if (!has_tree_) fail("the line \"tree: ...\" is missing");
    if (lock_.read_by.empty()) fail("the line \"read by: ...\" is missing");
    return std::move(lock_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(fmt::format("{}:{}: {}; write the file again with overmatch lock --write",
                                 file_, line_, what));
  }

  bool next(std::string_view& line) {
    if (text_.empty()) return false;
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    line = text_.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    ++line_;
    return true;
  }

  void first_line() {
    std::string_view line;
    unsigned format = 0;
    if (!next(line) || !line.starts_with(kFirstWords) ||
        !parse_number(line.substr(kFirstWords.size()), format)) {
      throw InputError(fmt::format("{}:1: is no lock file: its first line should be \"{}{}\"",
                                   file_, kFirstWords, kLockFormat));
    }
    if (format != kLockFormat)
      fail(fmt::format("has format {}, and this overmatch reads format {}", format, kLockFormat));
  }

  void heading(std::string_view line) {
    const auto value = [&](std::string_view key) {
      return line.starts_with(key) ? line.substr(key.size()) : std::string_view();
    };
    if (const auto tree = value("tree: "); !tree.empty()) {
      read_tree_line(tree);
    } else if (const auto reader = value("read by: "); !reader.empty()) {
      lock_.read_by = reader;
    } else if (const auto member = value("not judged: "); !member.empty()) {
      read_open(member);
    } else if (const auto result = value("result "); !result.empty()) {
      LockResult& fresh = lock_.results.emplace_back();
      const bool judged = begin_block(result, fresh.name, fresh.names);
      fresh.judged = judged;
      if (!heads_.insert("result " + fresh.name).second) fail("a second result of this name");
    } else if (const auto entry = value("entry "); !entry.empty()) {
      LockEntry& fresh = lock_.entries.emplace_back();
      if (!begin_block(entry, fresh.head, fresh.names)) fail("an entry without a count");
    } else if (line.starts_with("<<<<<<<") || line.starts_with("=======") ||
               line.starts_with(">>>>>>>")) {
      fail("a merge conflict is not resolved");
    } else {
      fail("does not understand " + quoted_short(line));
    }
  }

  // `MEMBER` or `MEMBER ENTRIES`; a member with blanks is a JSON string.
  void read_open(std::string_view text) {
    std::size_t end = std::min(text.find(' '), text.size());
    if (text.starts_with('"')) {
      for (end = 1; end < text.size() && text[end] != '"'; ++end) end += text[end] == '\\' ? 1 : 0;
      if (end >= text.size()) fail("expected a member and its entries");
      ++end;
    }
    if (end < text.size() && text[end] != ' ') fail("expected a member and its entries");
    lock_.not_judged.push_back({std::string(text.substr(0, end)),
                                std::string(text.substr(std::min(end + 1, text.size())))});
  }

  void read_tree_line(std::string_view text) {
    const std::size_t space = text.find(' ');
    constexpr std::string_view words = " modules, digest ";
    if (has_tree_ || space == std::string_view::npos || !text.substr(space).starts_with(words) ||
        text.size() != space + words.size() + 16 ||
        !parse_number(text.substr(0, space), lock_.modules) ||
        !parse_number(text.substr(space + words.size()), lock_.digest, 16))
      fail("expected \"tree: N modules, digest\" and 16 hexadecimal digits, once");
    has_tree_ = true;
  }

  // Reads `NAME: COUNT`; false for `NAME: not judged`.
  bool begin_block(std::string_view text, std::string& name, FoldedNames& names) {
    const std::size_t colon = text.rfind(": ");
    if (colon == std::string_view::npos || colon == 0) fail("expected a name and its count");
    name = text.substr(0, colon);
    text.remove_prefix(colon + 2);
    if (text == "not judged") return false;
    if (!parse_number(text, names.count)) fail("expected a name and its count");
    block_ = names.count;
    open_ = &names;
    return true;
  }

  void names(std::string_view line) {
    line.remove_prefix(kGap.size());
    const std::size_t gap = line.find(kGap);
    FoldedText folded;
    if (gap == std::string_view::npos ||
        !parse_number(line.substr(gap + kGap.size()), folded.count))
      fail("expected a path, two blanks and its count");
    if (open_ == nullptr) fail("a path outside of a result or an entry");
    folded.text = line.substr(0, gap);
    if (folded.count > kMostOfAll - all_) fail("has more names than any model");
    all_ += folded.count;
    if (!append_names(folded, names_))
      fail(fmt::format("{} does not stand for {} names", quoted_short(folded.text), folded.count));
    open_->lines.push_back(std::move(folded));
  }

  void finish_block() {
    if (open_ == nullptr) return;
    open_ = nullptr;
    const std::size_t listed = names_.size();
    std::sort(names_.begin(), names_.end());
    const bool twice = std::adjacent_find(names_.begin(), names_.end()) != names_.end();
    names_.clear();
    if (listed != block_)
      fail(fmt::format("the block above says {} names and lists {}", block_, listed));
    if (twice) fail("the block above lists a name twice");
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t line_ = 0;
  Lock lock_;
  bool has_tree_ = false;
  FoldedNames* open_ = nullptr;  // of the block that is being read, the last one
  std::size_t block_ = 0;        // the count in its heading
  std::size_t all_ = 0;          // names of all blocks so far
  std::vector<std::string> names_;
  std::set<std::string> heads_;
};

}  // namespace

std::string lock_text(const Lock& lock) {
  std::string out = fmt::format(
      "{}{}\n# What a config selects on a model. `overmatch lock --check` compares it with "
      "another.\n"
      "tree: {} modules, digest {:016x}\nread by: {}\n",
      kFirstWords, kLockFormat, lock.modules, lock.digest, lock.read_by);
  for (const LockOpen& open : lock.not_judged) {
    out += "not judged: " + open.member + (open.entries.empty() ? "" : " " + open.entries) + "\n";
  }
  for (const LockResult& result : lock.results) {
    out += result.judged ? fmt::format("\nresult {}: {}\n", result.name, result.names.count)
                         : fmt::format("\nresult {}: not judged\n", result.name);
    append_names_of(out, result.names);
  }
  for (const LockEntry& entry : lock.entries) {
    out += fmt::format("\nentry {}: {}\n", entry.head, entry.names.count);
    append_names_of(out, entry.names);
  }
  return out;
}

Lock parse_lock(std::string_view text, const std::string& file) {
  return LockParser(text, file).parse();
}

}  // namespace overmatch
