// SPDX-License-Identifier: Apache-2.0
// The command protocol: one JSON object a line in each direction.
//
//   {"id": 7, "mode": "segment", "patterns": ["q_proj"], "modules": ["a.q_proj", "a.k_proj"]}
//   {"id": 7, "selected": [0]}              indices into `modules`, in any order, each once
//   {"id": 7, "error": "why the patterns are rejected"}
//
// Requests may follow each other before the first is answered; answers may come in any order. An
// answer may also hold "name", what the subject is to be called in reports ("peft 0.20.0
// modules_to_save"), and "language": one that says "python" reads regexes with Python's `re`, and
// is asked about all that the reference knows of it. Other members are passed over.
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

// A line after which nothing that the command writes can be relied on.
class Nonsense : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Appends one request a line, with ids from `first_id` on. Questions about the same modules (the
// same views, not only equal ones) cost the escaping of them once.
void append_requests(std::string& out, std::uint64_t first_id, Mode mode,
                     std::span<const Question> questions);

// The most bytes that the line of an answer about so many modules may take.
[[nodiscard]] std::size_t longest_reply(std::size_t modules) noexcept;

// A line that is an answer to the question `id`, right or wrong.
struct Reply {
  std::uint64_t id = 0;
  std::string name;
  std::string language;
  std::optional<std::string> error;
  std::optional<std::vector<std::uint64_t>> selected;
  std::string mistake;  // what is wrong with a member, "" if nothing is
};

// Throws Nonsense for what is no JSON object with an id.
[[nodiscard]] Reply parse_reply(std::string_view line);

// The reply as the answer to a question about so many modules. Throws SubjectFailure for one that
// breaks the rules: an index out of range, an index twice, both a selection and an error, neither.
void settle(const Reply& reply, std::size_t modules, Answer& answer);

// The beginning of a line, in backticks, as a message can show it: no control characters, at most
// so many bytes.
[[nodiscard]] std::string excerpt(std::string_view line, std::size_t most = 60);

}  // namespace overmatch
