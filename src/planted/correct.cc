// SPDX-License-Identifier: Apache-2.0
// Correct variants of the literal modes, written in other ways than the references: the harness
// must not report them.
#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <thread>
#include <unordered_set>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/path.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// Tries every suffix that begins at a segment, longest first, until `found(suffix)`.
template <class Found>
bool any_tail(View path, Found found) {
  for (View tail = path;; tail.remove_prefix(tail.find('.') + 1)) {
    if (found(tail)) return true;
    if (tail.find('.') == View::npos) return false;
  }
}
// Tries the path and its ancestors, the root last, until `found(ancestor)`.
template <class Found>
bool any_head(View path, Found found) {
  for (View head = path;; head = parent(head)) {
    if (found(head)) return true;
    if (head.empty()) return false;
  }
}
// Makes `Index(patterns)` once per question and calls `selects(index, path)` for each module.
template <class Index, class Selects>
Behaviour indexed(Selects selects) {
  return whole([selects](const Question& question, Answer& answer) {
    const Index index(question.patterns.begin(), question.patterns.end());
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (selects(index, question.modules[i])) answer.select(i);
    }
  });
}

// A trie of the reversed patterns, one node per byte.
class ReversedTrie {
 public:
  template <class Iterator>
  ReversedTrie(Iterator begin, Iterator end) : nodes_(1) {
    for (; begin != end; ++begin) {
      std::size_t node = 0;
      for (std::size_t i = begin->size(); i-- > 0;) node = child(node, (*begin)[i]);
      nodes_[node].ends = true;
    }
  }
  [[nodiscard]] bool has_segment_tail(View path) const {
    std::size_t node = 0;
    for (std::size_t i = path.size();; --i) {
      if (nodes_[node].ends && (i == 0 || (path[i - 1] == '.' && i < path.size()))) return true;
      if (i == 0) return false;
      const auto next = nodes_[node].next.find(path[i - 1]);
      if (next == nodes_[node].next.end()) return false;
      node = next->second;
    }
  }

 private:
  struct Node {
    std::map<char, std::size_t> next;
    bool ends = false;
  };
  std::size_t child(std::size_t node, char c) {
    const auto [at, is_new] = nodes_[node].next.try_emplace(c, nodes_.size());
    const std::size_t index = at->second;
    if (is_new) nodes_.emplace_back();
    return index;
  }
  std::vector<Node> nodes_;
};

// Knuth-Morris-Pratt on "." + path: whether it ends in the state after all of "." + pattern.
bool by_automaton(View path, View pattern) {
  const std::string wanted = "." + std::string(pattern);
  std::vector<std::size_t> back(wanted.size() + 1, 0);
  const auto step = [&](std::size_t state, char c) {
    while (state > 0 && (state == wanted.size() || wanted[state] != c)) state = back[state];
    return wanted[state] == c ? state + 1 : state;
  };
  for (std::size_t i = 1; i < wanted.size(); ++i) back[i + 1] = step(back[i], wanted[i]);
  std::size_t state = step(0, '.');
  for (const char c : path) state = step(state, c);
  return state == wanted.size();
}

bool by_segments(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (wanted.empty()) return pieces.empty();
  return pieces.size() >= wanted.size() &&
         std::equal(wanted.rbegin(), wanted.rend(), pieces.rbegin());
}

bool by_memcmp(View path, View pattern) {
  if (path.size() < pattern.size()) return false;
  const char* tail = path.data() + (path.size() - pattern.size());
  if (std::memcmp(tail, pattern.data(), pattern.size()) != 0) return false;
  return tail == path.data() || (!pattern.empty() && tail[-1] == '.');
}

// Divides the list in halves; the depth is logarithmic in its length.
bool by_halves(View path, Patterns patterns) {
  if (patterns.size() < 2) return !patterns.empty() && subtree_selects(path, patterns[0]);
  const std::size_t half = patterns.size() / 2;
  return by_halves(path, patterns.first(half)) || by_halves(path, patterns.subspan(half));
}

void on_two_threads(const Question& question, Answer& answer) {
  const auto work = [&question, &answer](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      for (const View pattern : question.patterns) {
        if (segment_selects(question.modules[i], pattern)) answer.select(i);
      }
    }
  };
  // Few modules are not worth a thread.
  const std::size_t half = question.modules.size() < 64 ? 0 : question.modules.size() / 2;
  std::jthread other;
  if (half > 0) other = std::jthread(work, 0, half);
  work(half, question.modules.size());
}

std::string reversed(View text) { return {text.rbegin(), text.rend()}; }

}  // namespace

std::vector<Planted> correct() {
  using Hashed = std::unordered_set<View>;
  using Ordered = std::set<View>;
  return {
      right("endswith-correct-reversed", Mode::endswith, "starts_with on reversed strings",
            rule([](View path, View pattern) {
              return reversed(path).starts_with(reversed(pattern));
            })),
      right("endswith-correct-rfind", Mode::endswith, "rfind at the one place where it may be",
            rule([](View path, View pattern) {
              return path.size() >= pattern.size() &&
                     path.find(pattern, path.size() - pattern.size()) != View::npos;
            })),
      right("segment-correct-segments", Mode::segment, "segment by segment from the end",
            rule(by_segments)),
      right("segment-correct-dotted", Mode::segment, "ends_with, a dot in front of both",
            rule([](View path, View pattern) {
              return ("." + std::string(path)).ends_with("." + std::string(pattern));
            })),
      right("segment-correct-memcmp", Mode::segment, "C, memcmp and pointers", rule(by_memcmp)),
      right("segment-correct-hashed", Mode::segment, "looks each tail up in a hash set",
            indexed<Hashed>([](const Hashed& set, View path) {
              return any_tail(path, [&](View tail) { return set.contains(tail); });
            })),
      right("segment-correct-sorted", Mode::segment, "looks each tail up by binary search",
            indexed<Ordered>([](const Ordered& set, View path) {
              return any_tail(path, [&](View tail) { return set.contains(tail); });
            })),
      right("segment-correct-trie", Mode::segment, "a trie of the reversed patterns",
            indexed<ReversedTrie>(
                [](const ReversedTrie& trie, View path) { return trie.has_segment_tail(path); })),
      right("segment-correct-automaton", Mode::segment, "an automaton that reads the path once",
            rule(by_automaton)),
      right("segment-correct-threads", Mode::segment, "two threads, half of the modules each",
            whole(on_two_threads)),
      right("segment-correct-cached", Mode::segment,
            "keeps the last answer, under all of the question",
            remembering<std::pair<std::vector<std::string>, std::vector<std::uint8_t>>>(
                [](auto& last, const Question& question, Answer& answer) {
                  std::vector<std::string> key(question.patterns.begin(), question.patterns.end());
                  // Where the patterns end and the modules begin.
                  key.push_back(std::to_string(key.size()));
                  key.insert(key.end(), question.modules.begin(), question.modules.end());
                  if (key == last.first) {
                    std::copy(last.second.begin(), last.second.end(), answer.flags().begin());
                    return;
                  }
                  ask_reference(Mode::segment, question, answer);
                  last = {std::move(key), {answer.selected().begin(), answer.selected().end()}};
                })),
      right("exact-correct-hashed", Mode::exact, "a hash set",
            indexed<Hashed>([](const Hashed& set, View path) { return set.contains(path); })),
      right("exact-correct-sorted", Mode::exact, "a sorted set",
            indexed<Ordered>([](const Ordered& set, View path) { return set.contains(path); })),
      right("exact-correct-filtered", Mode::exact,
            "compares lengths and last bytes before the rest", rule([](View path, View pattern) {
              if (path.size() != pattern.size()) return false;
              return path.empty() || (path.back() == pattern.back() &&
                                      std::memcmp(path.data(), pattern.data(), path.size()) == 0);
            })),
      right("subtree-correct-hashed", Mode::subtree,
            "looks the path and all above it up in a hash set",
            indexed<Hashed>([](const Hashed& set, View path) {
              return any_head(path, [&](View head) { return set.contains(head); });
            })),
      right("subtree-correct-dotted", Mode::subtree, "starts_with, a dot after both",
            rule([](View path, View pattern) {
              return pattern.empty() ||
                     (std::string(path) + ".").starts_with(std::string(pattern) + ".");
            })),
      right("subtree-correct-segments", Mode::subtree, "segment by segment from the front",
            rule([](View path, View pattern) {
              const auto pieces = split(path);
              const auto wanted = split(pattern);
              return pieces.size() >= wanted.size() &&
                     std::equal(wanted.begin(), wanted.end(), pieces.begin());
            })),
      right("subtree-correct-recursive", Mode::subtree, "halves the list until one pattern is left",
            any(by_halves)),
  };
}

}  // namespace overmatch::plant
