// SPDX-License-Identifier: Apache-2.0
#include "names/readers/gzip.h"

#define ZLIB_CONST  // next_in is const then
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include "names/input_error.h"

namespace overmatch {

namespace {

constexpr std::size_t kLeastRoom = 1U << 16U;
// The most that is allocated at first, as a multiple of the compressed size: names seldom compress
// to less than a thirtieth, and a file that states more may lie.
constexpr std::size_t kFirstGuess = 32;
constexpr int kGzipOnly = 15 + 16;  // inflateInit2: the largest window, gzip headers only

constexpr int kDefaultMemory = 8;  // deflateInit2: what deflateInit uses

class Inflater {
 public:
  Inflater() {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }
  z_stream* operator->() noexcept { return &stream_; }
  z_stream* get() noexcept { return &stream_; }

 private:
  z_stream stream_{};
};

// The text's size that the end of the data states (ISIZE of RFC 1952); not to be trusted.
std::size_t stated_size(std::string_view bytes) noexcept {
  if (bytes.size() < 4) return 0;
  std::size_t size = 0;
  for (std::size_t at = 0; at < 4; ++at) {
    size |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[bytes.size() - 4 + at]))
            << (8 * at);
  }
  return size;
}

}  // namespace

std::string gunzip(std::string_view bytes, std::size_t limit, const std::string& file) {
  Inflater inflater;
  // One byte more than stated, so that the end of the data is found without growing the buffer.
  const std::size_t guess = std::min(stated_size(bytes), kFirstGuess * bytes.size()) + 1;
  std::string text(std::min(guess, limit + 1), '\0');
  for (std::size_t size = 0;;) {
    if (size == text.size()) text.resize(std::min(std::max(2 * size, kLeastRoom), limit + 1));
    const auto room = static_cast<uInt>(
        std::min<std::size_t>(text.size() - size, std::numeric_limits<uInt>::max()));
    const auto input =
        static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
    inflater->next_in = reinterpret_cast<const Bytef*>(bytes.data());
    inflater->avail_in = input;
    inflater->next_out = reinterpret_cast<Bytef*>(text.data() + size);
    inflater->avail_out = room;
    const int result = inflate(inflater.get(), Z_NO_FLUSH);
    bytes.remove_prefix(input - inflater->avail_in);
    size += room - inflater->avail_out;
    if (size > limit) {
      throw InputError(file + ": more than " + std::to_string(limit >> 20U) +
                       " MiB once it is uncompressed");
    }
    if (result == Z_STREAM_END) {
      if (bytes.empty()) {
        text.resize(size);
        return text;
      }
      if (!is_gzip(bytes)) throw InputError(file + ": bytes after the end of the gzip data");
      inflateReset(inflater.get());  // the next member, as in `cat a.gz b.gz`
    } else if (result == Z_BUF_ERROR ||
               (result == Z_OK && bytes.empty() && inflater->avail_out != 0)) {
      throw InputError(file + ": the gzip data end too early");
    } else if (result != Z_OK) {
      throw InputError(file + ": damaged gzip data" +
                       (inflater->msg != nullptr ? std::string(": ") + inflater->msg : ""));
    }
  }
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipOnly, kDefaultMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  std::size_t size = 0;
  for (int result = Z_OK; result != Z_STREAM_END;) {  // zlib counts the bytes of a call in 32 bits
    constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
    const auto input = static_cast<uInt>(std::min(text.size(), kMost));
    const auto room = static_cast<uInt>(std::min(out.size() - size, kMost));
    stream.next_in = reinterpret_cast<const Bytef*>(text.data());
    stream.avail_in = input;
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
    stream.avail_out = room;
    result = deflate(&stream, text.size() == input ? Z_FINISH : Z_NO_FLUSH);
    text.remove_prefix(input - stream.avail_in);
    size += room - stream.avail_out;
  }
  deflateEnd(&stream);
  out.resize(size);
  return out;
}

}  // namespace overmatch
