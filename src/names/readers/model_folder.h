// SPDX-License-Identifier: Apache-2.0
// Reads the folder of a Hugging Face model: its checkpoint, and its config.json if there is one.
//
// The checkpoint is the first of these files, as in transformers and diffusers: model.safetensors,
// model.safetensors.index.json, pytorch_model.bin.index.json, then the same with the prefix
// `diffusion_pytorch_model`. Names come from the file or index, shapes from the headers of the
// `.safetensors` files; the shapes are unknown if one of the files that an index lists is not there
// (or is a pointer of Git LFS).
//
// https://github.com/huggingface/transformers/blob/v4.57.0/src/transformers/utils/__init__.py
// (SAFE_WEIGHTS_NAME and the names after it)
#pragma once

#include <string>

#include "names/readers/read_tree.h"

namespace overmatch {

// Whether the path is a folder with one of these files.
[[nodiscard]] bool is_model_folder(const std::string& path);

// Reads the folder. If the model generates text by its `architectures`, but the checkpoint has no
// output layer, its weights are those of the input embeddings: the module that transformers makes
// for it is added, listed in `not_in_checkpoint`, and told in a warning. Throws InputError for a
// folder without checkpoint, and for a file that is damaged.
[[nodiscard]] Model read_model_folder(const std::string& folder);

}  // namespace overmatch
