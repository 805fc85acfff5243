// SPDX-License-Identifier: Apache-2.0
// Conformance vectors are a small set of cases for test suites in other languages, chosen so that
// it kills every planted bug that one question can show.
//
// A vector names the mistake that it guards against and the bugs that it kills. A greedy set cover
// over pairs (bug, collision kind) chooses the vectors: none is redundant, each kind in which some
// bug shows is covered, and each vector asks about modules on both sides of its pattern where there
// are such. Bugs that need several questions or the C interface have no vector. A set is of plain
// lists in one mode, or of lists with labels in one mode and order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"
#include "cases/collision_kind.h"
#include "planted/planted.h"
#include "vectors/judge.h"

namespace overmatch {

// One conformance vector.
struct Vector {
  Case content;
  std::vector<CollisionKind> kinds;  // of the killed bugs
  std::string guards;                // the mistake, in one line
  // The bugs it kills; one that ends the process is listed by the first vector only.
  std::vector<const Planted*> kills;
};

// The lists that have vectors: all modes of plain lists, then the modes and orders in which bugs of
// lists with labels are planted.
[[nodiscard]] std::vector<ListType> vector_lists();

// The name of their file, without its ending: that of the mode, and of the order unless the mode
// fixes it ("segment", "segment-last", "torchao").
[[nodiscard]] std::string vector_file_name(const ListType& list);

// The vectors of one of vector_lists(), simplest case first. The same on every platform. Takes some
// seconds, and forks processes for the bugs that end theirs.
[[nodiscard]] std::vector<Vector> make_vectors(const ListType& list);

// Whether a fresh matcher of that bug differs from the reference on the case. A bug that ends the
// process ends this one.
[[nodiscard]] bool kills(const Case& content, const Planted& bug);

// The vector as a case file on one line without newline; `about` has `kinds`, `guards` and `kills`.
[[nodiscard]] std::string format_vector(const Vector& vector);

// The vector for languages without JSON: "MODE PATTERNS MODULES\n" with the two counts; each
// pattern and module as "SIZE BYTES\n" with its size in bytes; then "=0110\n" with one digit per
// module, or "rejected\n"; last the mistake as "SIZE BYTES\n". A list with labels begins with
// "MODE PATTERNS MODULES ORDER\n", has the label of each pattern behind the modules, as
// "labels 1 0 2\n" (0: null), and of each module in the answer: "= 0 2\n" (0: nothing).
[[nodiscard]] std::string format_counted(const Vector& vector);

}  // namespace overmatch
