// SPDX-License-Identifier: Apache-2.0
// Counts the counterexamples to a refuted statement by length and lists the shortest.
#include <algorithm>

#include "analysis/automata/product.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

using ProductNode = Product::Node;

// How many lengths beyond the shortest are searched for examples.
constexpr std::size_t kFurtherLengths = 64;
// The most bytes of `ends_after_`; examples whose length needs more are not searched.
constexpr std::size_t kMostReachable = std::size_t{64} << 20U;

std::uint64_t add(std::uint64_t left, std::uint64_t right) noexcept {
  return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}
std::uint64_t multiply(std::uint64_t left, std::uint64_t right) noexcept {
  return right != 0 && left > UINT64_MAX / right ? UINT64_MAX : left * right;
}

// Whether the states that lead to a counterexample form no cycle.
bool is_bounded(const Product& product, const std::vector<std::uint8_t>& lives) {
  std::vector<std::uint32_t> entering(product.size());
  std::size_t left = 0;
  for (ProductNode node = 0; node < product.size(); ++node) {
    if (lives[node] == 0) continue;
    ++left;
    for (const Product::Edge edge : product.edges(node)) entering[edge.to] += lives[edge.to];
  }
  std::vector<ProductNode> open;
  if (lives[0] != 0 && entering[0] == 0) open.push_back(0);
  while (!open.empty()) {
    const ProductNode node = open.back();
    open.pop_back();
    --left;
    for (const Product::Edge edge : product.edges(node)) {
      if (lives[edge.to] != 0 && --entering[edge.to] == 0) open.push_back(edge.to);
    }
  }
  return left == 0;
}

std::vector<std::uint8_t> leading_on(const Product& product) {
  std::vector<std::vector<ProductNode>> before(product.size());
  std::vector<std::uint8_t> lives(product.size());
  std::vector<ProductNode> open;
  for (ProductNode node = 0; node < product.size(); ++node) {
    for (const Product::Edge edge : product.edges(node)) before[edge.to].push_back(node);
    if (!product.refutes(node)) continue;
    lives[node] = 1;
    open.push_back(node);
  }
  while (!open.empty()) {
    const ProductNode node = open.back();
    open.pop_back();
    for (const ProductNode from : before[node]) {
      if (lives[from] == 0) open.push_back(from);
      lives[from] = 1;
    }
  }
  return lives;
}

// Counts names by length. Visits only states that words of the current length reach: one state for
// a long path.
std::vector<LengthCount> count(const Product& product, const std::vector<std::uint8_t>& lives,
                               const std::vector<std::uint64_t>& weights, std::size_t shortest,
                               std::size_t lengths) {
  std::vector<LengthCount> counts;
  std::vector<std::uint64_t> names(product.size());  // by state: the names that lead to it
  std::vector<std::uint64_t> longer(product.size());
  std::vector<ProductNode> reached = {0};
  names[0] = 1;
  for (std::size_t length = 0; counts.size() < lengths; ++length) {
    if (length >= shortest) {
      std::uint64_t refuting = 0;
      for (const ProductNode node : reached) {
        if (product.refutes(node)) refuting = add(refuting, names[node]);
      }
      counts.push_back({length, refuting});
    }
    std::vector<ProductNode> next;
    for (const ProductNode node : reached) {
      for (const Product::Edge edge : product.edges(node)) {
        const std::uint64_t more = multiply(names[node], weights[edge.letter]);
        if (lives[edge.to] == 0 || more == 0) continue;
        if (longer[edge.to] == 0) next.push_back(edge.to);
        longer[edge.to] = add(longer[edge.to], more);
      }
      names[node] = 0;
    }
    std::swap(names, longer);
    reached = std::move(next);
  }
  return counts;
}

// Enumerates words by length, then in the alphabet's order.
class Examples {
 public:
  Examples(const Product& product, const Alphabet& alphabet, std::size_t most)
      : product_(product), alphabet_(alphabet), most_(most) {
    std::vector<std::uint8_t> now(product.size());
    for (ProductNode node = 0; node < product.size(); ++node)
      now[node] = product.refutes(node) ? 1 : 0;
    ends_after_.push_back(std::move(now));
  }

  std::vector<std::string> collect(std::size_t shortest) {
    for (std::size_t length = 0; words_.size() < most_; ++length) {
      if (length > shortest + kFurtherLengths || (length + 1) * product_.size() > kMostReachable)
        break;
      if (length > 0) extend();
      if (length >= shortest && ends_after_[length][0] != 0) walk(0, length);
    }
    return std::move(words_);
  }

 private:
  // The states that reach a counterexample in exactly one more step.
  void extend() {
    const std::vector<std::uint8_t>& before = ends_after_.back();
    std::vector<std::uint8_t> now(product_.size());
    for (ProductNode node = 0; node < product_.size(); ++node) {
      const auto& edges = product_.edges(node);
      now[node] = std::any_of(edges.begin(), edges.end(),
                              [&](Product::Edge edge) { return before[edge.to] != 0; })
                      ? 1
                      : 0;
    }
    ends_after_.push_back(std::move(now));
  }

  // Depth first, without recursion, because names can be as long as patterns.
  void walk(ProductNode start, std::size_t length) {
    struct Step {
      ProductNode node;
      std::size_t edge;
    };
    std::vector<Step> path = {{start, 0}};
    std::vector<Letter> word;
    while (!path.empty() && words_.size() < most_) {
      const std::size_t left = length - word.size();
      Step& at = path.back();
      const auto& edges = product_.edges(at.node);
      if (left == 0) {
        std::string text;
        for (const Letter letter : word) text += alphabet_.example(letter);
        words_.push_back(std::move(text));
      } else {
        while (at.edge < edges.size() && ends_after_[left - 1][edges[at.edge].to] == 0) ++at.edge;
        if (at.edge < edges.size()) {
          const Product::Edge edge = edges[at.edge++];
          word.push_back(edge.letter);
          path.push_back({edge.to, 0});
          continue;
        }
      }
      path.pop_back();
      if (!word.empty()) word.pop_back();
    }
  }

  const Product& product_;
  const Alphabet& alphabet_;
  std::size_t most_;
  std::vector<std::vector<std::uint8_t>> ends_after_;  // by number of steps and state
  std::vector<std::string> words_;
};

}  // namespace

CountsByLength measure(Product& product, const Alphabet& alphabet, const std::string& witness,
                       const ProofOptions& options) {
  CountsByLength counts_by_length;
  const std::size_t shortest = count_code_points(witness);
  try {
    product.explore();
  } catch (const TooLarge& error) {
    counts_by_length.why = error.what();
    return counts_by_length;
  }
  const std::vector<std::uint8_t> lives = leading_on(product);
  counts_by_length.measured = true;
  counts_by_length.bounded = is_bounded(product, lives);
  counts_by_length.counts =
      count(product, lives, alphabet.weights(options.letters), shortest, options.lengths);
  counts_by_length.shortest = Examples(product, alphabet, options.examples).collect(shortest);
  if (counts_by_length.shortest.empty())
    counts_by_length.shortest.push_back(witness);  // too long to search for more
  return counts_by_length;
}

}  // namespace overmatch
