// SPDX-License-Identifier: Apache-2.0
// Files of weights and lists of parameters as module trees; hostile ones are refused in one line.
#include "tests/names/weight_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "names/input_error.h"
#include "names/path.h"
#include "names/readers/read_tree.h"
#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::weight_files_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kHeader = R"({"__metadata__": {"format": "pt"},
 "lm_head.weight": {"dtype": "F16", "shape": [2, 2], "data_offsets": [0, 8]},
 "model.layers.0.q_proj.weight": {"dtype": "F16", "shape": [2, 2], "data_offsets": [8, 16]},
 "model.layers.0.q_proj.bias": {"dtype": "F16", "shape": [2], "data_offsets": [16, 20]}, "scale": {"dtype": "F16"}})";

std::vector<std::string> list(const Names& names) { return {names.begin(), names.end()}; }

TEST(WeightFiles, Safetensors) {
  const Model model = parse_model(safetensors_of(kHeader), "x/model.safetensors");
  EXPECT_EQ(model.tree.name, "model");
  EXPECT_THAT(list(model.tree.modules), ElementsAre("lm_head", "model", "model.layers",
                                                    "model.layers.0", "model.layers.0.q_proj"));
  EXPECT_THAT(list(model.parameters), ElementsAre("lm_head.weight", "model.layers.0.q_proj.weight",
                                                  "model.layers.0.q_proj.bias", "scale"));
  EXPECT_EQ(list(parse_model(safetensors_of(kHeader), "unnamed").parameters),
            list(model.parameters))
      << "told by its start, too";
}

TEST(WeightFiles, Gguf) {
  const std::vector<std::string> tensors = {"token_embd.weight", "blk.0.attn_q.weight",
                                            "blk.0.attn_q.bias", "output.weight"};
  for (const std::uint32_t version : {2U, 3U}) {
    const Model model = parse_model(gguf_of(tensors, version), "m.gguf");
    EXPECT_EQ(model.tree.name, "m");
    EXPECT_THAT(list(model.tree.modules),
                ElementsAre("token_embd", "blk", "blk.0", "blk.0.attn_q", "output"));
    EXPECT_EQ(list(model.parameters), tensors);
  }
}

TEST(WeightFiles, OnlyTheHeadIsRead) {
  const TemporaryFolder folder;
  const std::string gap(3U << 20U, 'w');
  EXPECT_EQ(
      read_model(folder.put("a.safetensors", safetensors_of(kHeader) + gap)).parameters.size(), 4U);
  // Metadata of more than the first read, as tokenizers have.
  std::vector<std::string> tensors;
  for (int at = 0; at < 40'000; ++at)
    tensors.push_back("blk." + std::to_string(at) + ".attn_output.weight");
  EXPECT_EQ(read_model(folder.put("a.gguf", gguf_of(tensors) + gap)).parameters.size(),
            tensors.size());
  std::string header = "{";
  for (int at = 0; at < 40'000; ++at)
    header +=
        (at == 0 ? "\"l." : ", \"l.") + std::to_string(at) + ".weight\": {\"dtype\": \"F16\"}";
  EXPECT_EQ(read_model(folder.put("b.safetensors", safetensors_of(header + "}") + gap))
                .tree.modules.size(),
            40'001U);
}

TEST(WeightFiles, ListsOfParameters) {
  const auto modules = [](std::string_view text) {
    return list(parse_model(text, "t").tree.modules);
  };
  EXPECT_THAT(modules("a.b.weight\na.b.bias\nc.weight\nscale\n"), ElementsAre("a", "a.b", "c"));
  EXPECT_THAT(modules("[\"a.b.weight\", \"c.weight\", \"d.e\"]"),
              ElementsAre("a", "a.b", "c", "d"));
  EXPECT_THAT(modules("a\na.weight\n"), ElementsAre("a", "a.weight"))
      << "half is no majority: a module that is called weight";
  EXPECT_THAT(modules("x.weight\nx.weight.absmax\nx.bias\n"), ElementsAre("x"))
      << "x.weight is a parameter, whatever is below it";
  EXPECT_THAT(list(parse_model("a.weight\n", "t").parameters), ElementsAre("a.weight"));
  EXPECT_THAT(list(parse_model("a\n", "t").parameters), IsEmpty());
}

TEST(WeightFiles, PyTorchIndex) {
  const Model model =
      parse_model(R"({"metadata": {}, "weight_map": {"a.b.weight": "pytorch_model-1.bin"}})",
                  "x/pytorch_model.bin.index.json");
  EXPECT_EQ(model.tree.name, "pytorch_model");
  EXPECT_THAT(list(model.tree.modules), ElementsAre("a", "a.b"));
  EXPECT_THAT(list(model.parameters), ElementsAre("a.b.weight"));
}

std::string refusal(const std::string& bytes, const std::string& file) {
  return message_of([&] { (void)parse_model(bytes, file); });
}

TEST(WeightFiles, Refusals) {
  const std::string gguf = gguf_of({"a.weight"});
  const auto text = [](const std::string& value) { return little_endian(value.size(), 8) + value; };
  const auto head = [](std::uint64_t tensors, std::uint64_t values) {
    return "GGUF" + little_endian(3, 4) + little_endian(tensors, 8) + little_endian(values, 8);
  };
  const std::uint64_t huge = ~std::uint64_t{0};
  std::string nested = text("k") + little_endian(9, 4);
  for (int depth = 0; depth < 100; ++depth) nested += little_endian(9, 4) + little_endian(1, 8);
  const struct {
    const char* file;
    std::string bytes;
    const char* says;
  } rows[] = {
      {"m.safetensors", "", "cut short"},
      {"m.safetensors", "1234567", "cut short"},
      {"m.safetensors", little_endian(huge, 8) + "{}",
       "18446744073709551615 bytes, where 100000000 is the most"},
      {"m.safetensors", little_endian(100'000'001, 8) + "{}", "where 100000000 is the most"},
      {"m.safetensors", little_endian(100, 8) + "{}", "a header of 100 bytes in a file that has 2"},
      {"m.safetensors", safetensors_of("[]"), "no JSON object"},
      {"m.safetensors", safetensors_of("1"), "header"},
      {"m.safetensors", safetensors_of("{\"a.w\": 1}"), "each an object"},
      {"m.safetensors", safetensors_of("{\"a.w\": [1]}"), "each an object"},
      {"m.safetensors", safetensors_of("{\"a.w\": {\"dtype\""), "not valid JSON"},
      {"m.safetensors", safetensors_of("{\"\xFF\": {}}"), "no UTF-8"},
      {"m.safetensors", safetensors_of("{\"a..w\": {}}"), "malformed parameter name"},
      {"m.safetensors", safetensors_of("{\"a.w\": {}, \"a.w\": {}}"), "duplicate parameter"},
      {"m.safetensors", safetensors_of("{}"), "no module names"},
      {"m.safetensors", safetensors_of("{\"a.w\": {\"x\": " + std::string(1'000'000, '[')), "deep"},
      {"m.safetensors", "GGU", "cut short"},
      {"m.json", "{\"weight_map\": {}, \"x\": " + std::string(1'000'000, '['), "deep"},
      {"m.gguf", "GGUF", "ends before the names"},
      {"m.gguf", "GGUF" + little_endian(1, 4), "version 1"},
      {"m.gguf", "GGUF" + little_endian(4, 4), "version 4"},
      {"m.gguf", std::string("GGUF\0\0\0\3", 8), "big-endian"},
      {"m.gguf", gguf.substr(0, 30), "ends before the names"},
      {"m.gguf", head(huge, 0), "ends before the names"},
      {"m.gguf", head(0, huge), "ends before the names"},
      {"m.gguf", head(0, 0), "no module names"},
      {"m.gguf", head(1, 0) + little_endian(huge, 8),
       "a tensor's name of 18446744073709551615 bytes"},
      {"m.gguf", head(1, 0) + text("a.w") + little_endian(99, 4), "99 dimensions"},
      {"m.gguf", head(1, 0) + text("a\xFF.w") + little_endian(0, 4) + std::string(12, '\0'),
       "no UTF-8"},
      {"m.gguf", head(1, 0) + text("a..w") + little_endian(0, 4) + std::string(12, '\0'),
       "malformed parameter name"},
      {"m.gguf", head(0, 1) + text("k") + little_endian(77, 4), "unknown type 77"},
      {"m.gguf", head(0, 1) + text("k") + little_endian(8, 4) + little_endian(huge, 8),
       "a value of 18446744073709551615 bytes"},
      {"m.gguf",
       head(0, 1) + text("k") + little_endian(9, 4) + little_endian(10, 4) + little_endian(huge, 8),
       "an array of"},
      {"m.gguf",
       head(0, 1) + text("k") + little_endian(9, 4) + little_endian(8, 4) + little_endian(huge, 8),
       "ends before the names"},
      {"m.gguf", head(0, 1) + nested, "nested more than"},
  };
  for (const auto& row : rows) {
    const std::string message = refusal(row.bytes, row.file);
    EXPECT_THAT(message, HasSubstr(row.says));
    EXPECT_THAT(message, HasSubstr(row.file));
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }
}

// Files damaged at random are read or refused, never anything else; what is read is a tree.
TEST(WeightFiles, DamagedOnesAreReadOrRefused) {
  const std::vector<std::pair<std::string, std::string>> seeds = {
      {"m.safetensors", safetensors_of(kHeader)},
      {"m.gguf", gguf_of({"blk.0.attn_q.weight", "blk.1.attn_q.weight", "output.weight"})},
      {"m.json",
       R"({"metadata": {"total_size": 1}, "weight_map": {"a.b.weight": "f", "a.c.weight": "g"}})"},
      {"m.json", R"(["", "model", "model.layers.0", "model.norm"])"},
      {"m.txt", "model\nmodel.layers\nmodel.layers.0\n"},
  };
  std::uint64_t state = 1;
  const auto random = [&](std::uint64_t below) {
    state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return (state >> 33U) % below;
  };
  std::size_t read = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto [file, bytes] = seeds[random(seeds.size())];
    for (std::uint64_t change = 1 + random(3); change-- > 0 && !bytes.empty();) {
      const auto at = static_cast<std::size_t>(random(bytes.size()));
      switch (random(5)) {
        case 0: bytes[at] = static_cast<char>(random(256)); break;
        case 1: bytes.erase(at, random(8)); break;
        case 2: bytes.resize(at); break;
        case 3:
          bytes.insert(at, bytes.substr(static_cast<std::size_t>(random(bytes.size())), 8));
          break;
        default:
          bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << random(8)));
          break;
      }
    }
    try {
      const Model model = parse_model(bytes, file);
      ++read;
      EXPECT_FALSE(model.tree.modules.empty());
      for (const std::string_view path : model.tree.modules) EXPECT_TRUE(is_well_formed(path));
    } catch (const InputError& error) {
      ++refused;
      EXPECT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos) << error.what();
    }
  }
  EXPECT_GT(read, 1'000U);
  EXPECT_GT(refused, 1'000U);
}

}  // namespace
}  // namespace overmatch::weight_files_test
