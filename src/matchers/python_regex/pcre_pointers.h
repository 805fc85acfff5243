// SPDX-License-Identifier: Apache-2.0
// Owns objects of PCRE2, whatever the width of its code units.
#pragma once

#include <new>

namespace overmatch {

// Frees an object by a function of PCRE2.
template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

// The pointer, unless it is null: then there was no memory. Throws std::bad_alloc.
template <typename Pointer>
Pointer checked(Pointer pointer) {
  if (!pointer) throw std::bad_alloc();
  return pointer;
}

}  // namespace overmatch
