// SPDX-License-Identifier: Apache-2.0
#include "planted/pcre.h"

#include <array>

#include "matchers/python_regex/python_dialect.h"

namespace overmatch::plant {
namespace {

PCRE2_SPTR units(std::string_view text) noexcept {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

}  // namespace

Pcre::Pcre(std::string_view python_pattern, const PcreOptions& options) {
  Translation translation;
  if (options.translate) {
    translate_python_regex(python_pattern, translation);
  } else {
    translation.ok = true;
    translation.pattern = python_pattern;
  }
  why_ = translation.why;
  if (!translation.ok) return;
  const std::string pattern =
      std::string(options.before) + translation.pattern + std::string(options.after);
  int error = 0;
  PCRE2_SIZE offset = 0;
  const std::unique_ptr<pcre2_compile_context, decltype(&pcre2_compile_context_free)> compile(
      pcre2_compile_context_create(nullptr), pcre2_compile_context_free);
  pcre2_set_newline(compile.get(), PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(compile.get(), 1000);
  code_.reset(pcre2_compile(units(pattern), pattern.size(), options.compile, &error, &offset,
                            compile.get()),
              pcre2_code_free);
  if (!code_) {
    std::array<PCRE2_UCHAR, 256> text{};
    pcre2_get_error_message(error, text.data(), text.size());
    why_ = reinterpret_cast<const char*>(text.data());
    return;
  }
  if (options.jit) pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE);
  data_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr), pcre2_match_data_free);
  context_.reset(pcre2_match_context_create(nullptr), pcre2_match_context_free);
  pcre2_set_match_limit(context_.get(), options.match_limit);
}

int Pcre::match(std::string_view path, std::size_t from) const {
  return pcre2_match(code_.get(), units(path), path.size(), from, 0, data_.get(), context_.get());
}

bool Pcre::full_match(std::string_view path) const {
  if (match(path) < 0) return false;
  const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(data_.get());
  return offsets[0] == 0 && offsets[1] == path.size();
}

Behaviour pcre(const PcreOptions& options) {
  return whole([options](const Question& question, Answer& answer) {
    std::vector<Pcre> compiled;
    for (const View pattern : question.patterns) {
      compiled.emplace_back(pattern, options);
      if (!compiled.back().ok()) return answer.reject(compiled.back().why());
    }
    for (const Pcre& pattern : compiled) {
      for (std::size_t i = 0; i < question.modules.size(); ++i) {
        const int result = pattern.match(question.modules[i]);
        if (result < PCRE2_ERROR_NOMATCH) return answer.reject("a match exceeds its limit");
        if (result != PCRE2_ERROR_NOMATCH) answer.select(i);
      }
    }
  });
}

}  // namespace overmatch::plant
