// SPDX-License-Identifier: Apache-2.0
// Writes and reads the command protocol: one JSON object a line in each direction.
//
//   {"id": 7, "mode": "segment", "patterns": ["q_proj"], "modules": ["a.q_proj", "a.k_proj"]}
//   {"id": 7, "selected": [0]}              indices into `modules`, in any order, each once
//   {"id": 7, "error": "why the patterns are rejected"}
//
// A list with labels also has its order and a label for each pattern; its answer has a label for
// each module. Labels are strings, or null:
//
//   {"id": 8, "mode": "search", "order": "first", "patterns": ["lm_head", "proj"],
//    "labels": [null, "A"], "modules": ["a.q_proj", "lm_head"]}
//   {"id": 8, "labels": ["A", null]}
//
// Before the first question a command is asked to introduce itself (introduction.h):
//
//   {"id": 0, "start": 2}
//   {"id": 0, "name": "peft", "version": "0.20.0", "modes": ["segment"], "language": "python",
//    "homepage": "https://github.com/huggingface/peft"}
//
// One that does not know the request answers as it likes: with "error", with what it answers to
// other questions, or not at all. corpus/command.schema.json has all these lines.
//
// Several requests may be sent before the first is answered, and answers may come in any order. An
// first answer may also have "name", the subject's name in reports ("peft 0.20.0 modules_to_save"),
// and "language": a subject whose language is "python" reads regexes with Python's `re` and is
// asked regexes beyond the portable core. Other members are ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/matcher.h"

namespace overmatch {

// Thrown for a line that is no reply; nothing that the command writes afterwards can be trusted.
class MalformedReply : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Asks a command to introduce itself.
inline constexpr std::string_view kIntroduce = "{\"id\": 0, \"start\": 2}\n";

// Appends one request a line, with ids from `first_id` on. Escapes modules only once for successive
// questions with the same views of them.
void append_requests(std::string& out, std::uint64_t first_id, Mode mode,
                     std::span<const Question> questions);

// The largest size in bytes of an answer about so many modules.
[[nodiscard]] std::size_t longest_reply(std::size_t modules) noexcept;

// One reply; it need not be a valid answer yet.
struct Reply {
  std::uint64_t id = 0;
  std::string name;
  std::string version;
  std::string language;
  // Of an introduction.
  std::optional<std::vector<std::string>> modes;
  bool has_wrong_modes = false;  // "modes" is no array of names
  std::optional<std::string> error;
  std::optional<std::vector<std::uint64_t>> selected;
  // Labels by their names in requests (label_name).
  std::optional<std::vector<std::optional<std::string>>> labels;
  std::string mistake;  // what is wrong with a member; "" if nothing is
};

// Parses a line. Throws MalformedReply unless it is a JSON object with an id.
[[nodiscard]] Reply parse_reply(std::string_view line);

// Turns a reply into the answer to a question. Throws SubjectFailure for an index out of range or
// twice, for labels that no entry has or that are too many or too few, and for both or neither of
// "error" and "selected" (of a list with labels: "labels").
void settle(const Reply& reply, const Question& question, Answer& answer);

// The start of a line for a message: in backticks, without control characters, at most `most`
// bytes.
[[nodiscard]] std::string excerpt(std::string_view line, std::size_t most = 60);

}  // namespace overmatch
